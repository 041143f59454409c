/* sennight doctor */
#include "doctor/doctor.h"

#include <string.h>

#include "base/json.h"
#include "base/wrap.h"
#include "newsletter/newsletter.h"
#include "sendcmd/sendcmd.h"
#include "storecmd/storecmd.h"

enum {
	OPTION_ONLY,
	OPTION_ADDRESS,
	OPTION_DNS,
	OPTION_FORMAT,
	ONLY_MOST = 16,
	COLUMNS = 79,
	LINE_MOST = 64 * 1024,
};

/* Before what is said of a check; its name and the state stand there. */
static const struct str indent = STR_INIT("                   ");

struct doctor_command {
	struct doctor_options options;
	const char *only[ONLY_MOST];
	bool json;
	bool wrong, blind;
};

static bool take_only(struct doctor_command *c, const char *value)
{
	for (size_t i = 0; doctor_check_name(i) != NULL; i++)
		if (strcmp(doctor_check_name(i), value) == 0 &&
		    c->options.onlys < ONLY_MOST) {
			c->only[c->options.onlys++] = value;
			return true;
		}
	return false;
}

static bool take(void *data, size_t index, const char *value)
{
	struct doctor_command *c = data;

	switch (index) {
	case OPTION_ONLY: return take_only(c, value);
	case OPTION_ADDRESS: c->options.address = str_of(value); return true;
	case OPTION_DNS: c->options.dns = value; return true;
	default: return storecmd_take_format(value, &c->json);
	}
}

/* ------------------------------------------------------------------ printing */

static void add_json(struct strbuf *out, const struct doctor_line *line)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "check", str_of(line->check));
	json_member(&j, "state", str_of(doctor_state_name(line->state)));
	json_member(&j, "text", line->text);
	json_member(&j, "advice", line->advice);
	json_member(&j, "publish", line->publish);
	json_end(&j);
	strbuf_lit(out, "\n");
}

/* A record is not broken: it is there to be pasted. */
static void add_text(struct strbuf *out, const struct doctor_line *line)
{
	char first[64];
	struct wrap wrap;

	snprintf(first, sizeof(first), "%-7s  %-8s  ",
	    doctor_state_name(line->state), line->check);
	wrap_init(&wrap, out, COLUMNS);
	wrap_begin(&wrap, str_of(first), indent);
	wrap_add(&wrap, line->text);
	wrap_end(&wrap);
	if (line->advice.at != NULL) {
		wrap_begin(&wrap, indent, indent);
		wrap_add(&wrap, line->advice);
		wrap_end(&wrap);
	}
	wrap_release(&wrap);
	if (line->publish.at != NULL)
		strbuf_printf(out, "%.*spublish this record:\n%.*s%.*s\n",
		    STR_ARG(indent), STR_ARG(indent), STR_ARG(line->publish));
}

static void say(void *data, const struct doctor_line *line)
{
	struct doctor_command *c = data;
	struct strbuf out;

	c->wrong = c->wrong || line->state == DOCTOR_WRONG;
	c->blind = c->blind || line->blind;
	strbuf_init(&out, LINE_MOST);
	if (c->json)
		add_json(&out, line);
	else
		add_text(&out, line);
	fwrite(out.buf, 1, out.len, stdout);
	fflush(stdout);
	strbuf_release(&out);
}

/* ------------------------------------------------------------------- command */

static bool run(struct doctor_command *c, struct error *err)
{
	struct arena arena = { 0 };
	struct settings *settings = ARENA_NEW(&arena, struct settings);
	bool ok = newsletter_settings(&arena, NULL, STR(""), settings, err);

	if (ok && settings->path == NULL)
		ok = error_set(err,
		    "there is no " SETTINGS_FILE " here; run it in the folder "
		    "of the newsletter, or with -C FOLDER");
	c->options.settings = settings;
	ok = ok && doctor_run(&c->options, err);
	arena_release(&arena);
	return ok;
}

int sendcmd_doctor(const struct cmd *cmd, int argc, char **argv)
{
	struct doctor_command c = { .options = { .say = say } };
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first < argc) {
		error_set(
		    &err, "it takes no arguments, but got \"%s\"", argv[first]);
		return cmd_fail(cmd, &err);
	}
	c.options.only = c.only;
	c.options.data = &c;
	if (!run(&c, &err))
		return cmd_fail(cmd, &err);
	return c.wrong ? CMD_NOT_FINE : c.blind ? CMD_FAILED : CMD_FINE;
}
