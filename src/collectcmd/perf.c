/* sennight draft perf */
#include <stdio.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/triage.h"
#include "collectcmd/collectcmd.h"

static bool take(void *data, size_t index, const char *value)
{
	const char **link = data;

	(void)index;
	*link = value;
	return true;
}

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
	const char *link = "";
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &link, &first, &status))
		return status;
	if (first + 1 != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (!print_section(argv[first], link, &arena, &status, &err))
		status = cmd_fail(cmd, &err);
	arena_release(&arena);
	return status;
}
