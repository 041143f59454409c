/* sennight draft perf */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/trend.h"
#include "collect/triage.h"
#include "collectcmd/collectcmd.h"

enum { MACHINES_MOST = 20, YEAR = 365 };

/* From that day on it measures. */
struct machine {
	struct date since;
	struct str name;
};

struct perf_command {
	const struct cmd *cmd;
	const char *link, *trend;
	struct machine machine[MACHINES_MOST]; /* in the order of their days */
	size_t machines;
};

/* "2026-04-01:name" */
static bool add_machine(struct perf_command *c, struct str text)
{
	struct machine *m = &c->machine[c->machines];

	if (c->machines == MACHINES_MOST || text.len < 12 ||
	    text.at[10] != ':' ||
	    !date_parse(str_sub(text, 0, 10), false, &m->since))
		return false;
	m->name = str_sub(text, 11, text.len);
	return c->machines++ == 0 || date_cmp(m->since, m[-1].since) > 0;
}

static bool take(void *data, size_t index, const char *value)
{
	struct perf_command *c = data;
	const char *name = c->cmd->option[index].name;

	if (strcmp(name, "machine") == 0)
		return add_machine(c, str_of(value));
	*(strcmp(name, "link") == 0 ? &c->link : &c->trend) = value;
	return true;
}

/* --------------------------------------------------------------------- the trend */

static struct str machine_on(const struct perf_command *c, struct date day)
{
	struct str name =
	    c->machines > 0 ? STR("an earlier one") : (struct str){ NULL, 0 };

	for (size_t i = 0; i < c->machines; i++)
		if (date_cmp(c->machine[i].since, day) <= 0)
			name = c->machine[i].name;
	return name;
}

/* What all of a report comes to, in hundredths of a percent. */
static bool change_of(const struct triage *triage, int64_t *ret_value)
{
	enum { HUNDREDTH = PERF_SCALE / 100 };

	for (size_t i = 0; i < triage->tables; i++)
		for (size_t k = 0; k < triage->table[i].rows; k++) {
			const struct perf_row *row = &triage->table[i].row[k];
			int64_t figure;

			if (!perf_is_all(row) ||
			    !perf_figure(row->mean, &figure))
				continue;
			*ret_value = figure / HUNDREDTH;
			return true;
		}
	return false;
}

/* Of a report beside the one that is printed; false if it has none. */
static bool read_point(const struct perf_command *c, const char *folder,
    const char *name, struct arena *arena, struct trend_point *ret_point)
{
	struct trend_point point = { .value = 0 };
	struct arena scratch = { 0 };
	struct triage triage;
	struct error ignored;
	struct str text;
	bool ok =
	    strlen(name) == 13 &&
	    date_parse(str_sub(str_of(name), 0, 10), false, &point.date) &&
	    file_read(path_join(&scratch, folder, name), LIMIT_TRIAGE, &scratch,
		&text, &ignored) &&
	    triage_read(&scratch, text, &triage, &ignored) &&
	    change_of(&triage, &point.value);

	point.machine = arena_str(arena, machine_on(c, point.date));
	arena_release(&scratch);
	*ret_point = point;
	return ok;
}

/* The drawing into a file, what it says in words to the standard error. */
static bool write_trend(const struct perf_command *c, const char *path,
    struct arena *arena, struct error *err)
{
	const char *folder = path_folder(arena, path);
	struct trend trend = { .title = STR("Mean change of a week"),
		.unit = STR("%") };
	struct trend_point *point;
	struct file_list files;
	struct strbuf out;
	bool ok;

	if (!date_parse(
		str_sub(str_of(path_base(path)), 0, 10), false, &trend.until))
		return error_set(err,
		    "%s: the trend needs reports that are called by their day, "
		    "as 2026-11-24.md",
		    path);
	if (!folder_walk(folder, NULL, arena, &files, err))
		return false;
	point = ARENA_ARRAY(arena, files.count + 1, struct trend_point);
	for (size_t i = 0; i < files.count; i++)
		trend.points += read_point(c, folder, files.entry[i].path,
		    arena, &point[trend.points]);
	trend.point = point;
	strbuf_init(&out, LIMIT_PAGE);
	trend_add_svg(&out, &trend);
	strbuf_add_char(&out, '\n');
	ok = file_write(c->trend, strbuf_str(&out), NULL, err);
	strbuf_reset(&out);
	trend_add_text(&out, &trend);
	fprintf(stderr, "%s: %s\n", c->trend, out.buf);
	strbuf_release(&out);
	return ok;
}

/* ------------------------------------------------------------------- the section */

static void print_findings(const char *path, const struct triage *triage)
{
	struct strbuf line;

	strbuf_init(&line, LIMIT_LETTER);
	for (size_t i = 0; i < triage->finding.count; i++) {
		strbuf_reset(&line);
		text_add_clean(&line, triage->finding.item[i]);
		fprintf(stderr, "%s: %s\n", file_input_name(path), line.buf);
	}
	strbuf_release(&line);
}

static bool print_section(const char *path, const char *link,
    struct arena *arena, int *ret_status, struct error *err)
{
	struct triage triage;
	struct strbuf out;
	struct str text;

	if (!file_read_input(path, LIMIT_TRIAGE, arena, &text, err) ||
	    !triage_read(arena, text, &triage, err))
		return false;
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	triage_add_markdown(&out, &triage, str_of(link));
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	print_findings(path, &triage);
	*ret_status = triage.finding.count > 0 ? CMD_NOT_FINE : CMD_FINE;
	return true;
}

int collectcmd_perf(const struct cmd *cmd, int argc, char **argv)
{
	struct arena arena = { 0 };
	struct perf_command c = { .cmd = cmd, .link = "" };
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first + 1 != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (!print_section(argv[first], c.link, &arena, &status, &err) ||
	    (c.trend != NULL && !write_trend(&c, argv[first], &arena, &err)))
		status = cmd_fail(cmd, &err);
	arena_release(&arena);
	return status;
}
