/* Reading the options of a command, and explaining them. */
#include <getopt.h>
#include <string.h>

#include "base/limits.h"
#include "base/nearest.h"
#include "base/wrap.h"
#include "cmd/cmd.h"

enum {
	OPTIONS_MAX = 32, /* of one command */
	LONG_ONLY = 256,  /* value of an option without a letter, and up */
};

/* What getopt_long wants, made from the record. */
struct getopt_tables {
	struct option longs[OPTIONS_MAX + 2];
	char letters[2 * OPTIONS_MAX + 3];
};

static void make_tables(const struct cmd *cmd, struct getopt_tables *t)
{
	size_t at = 0;

	memset(t, 0, sizeof(*t));
	t->letters[at++] = ':'; /* a value that is missing is another thing */
	for (size_t i = 0; i < cmd->options && i < OPTIONS_MAX; i++) {
		const struct cmd_option *o = &cmd->option[i];

		t->longs[i].name = o->name;
		t->longs[i].has_arg = o->argument == NULL ? no_argument
				      : o->argument[0] == '['
					  ? optional_argument
					  : required_argument;
		t->longs[i].val = LONG_ONLY + (int)i;
		if (o->letter == '\0')
			continue;
		t->letters[at++] = o->letter;
		if (o->argument != NULL)
			t->letters[at++] = ':';
	}
	t->longs[cmd->options].name = "help";
	t->longs[cmd->options].val = 'h';
}

/* The index of what getopt_long returned; cmd->options if it is none. */
static size_t option_index(const struct cmd *cmd, int found)
{
	if (found >= LONG_ONLY)
		return (size_t)(found - LONG_ONLY);
	for (size_t i = 0; i < cmd->options; i++)
		if (cmd->option[i].letter != '\0' &&
		    cmd->option[i].letter == (char)found)
			return i;
	return cmd->options;
}

/* "--dryrun=1": a name that is none, or the beginning of several. */
static void explain_name(const struct cmd *cmd, const char *said)
{
	struct str rest = str_sub(str_of(said), 2, strlen(said));
	struct str name = str_take(&rest, '=');
	const char *near = NULL;
	size_t begin = 0;

	for (size_t i = 0; i < cmd->options; i++) {
		begin += str_starts(str_of(cmd->option[i].name), name);
		if (near == NULL &&
		    name_is_near(name, str_of(cmd->option[i].name)))
			near = cmd->option[i].name;
	}
	if (begin > 1)
		fprintf(stderr, "several options begin with %s", said);
	else if (near != NULL)
		fprintf(stderr, "there is no option %s; did you mean --%s?",
		    said, near);
	else
		fprintf(stderr, "there is no option %s", said);
}

/* Why getopt_long returned '?' or ':', behind `said`. */
static void explain(const struct cmd *cmd, int found, const char *said)
{
	size_t index = option_index(cmd, optopt);

	fprintf(stderr, "sennight %s: ", cmd->name);
	if (found == ':' && index < cmd->options)
		fprintf(stderr, "--%s wants %s: %s", cmd->option[index].name,
		    cmd->option[index].argument, cmd->option[index].help);
	else if (optopt >= LONG_ONLY || optopt == 'h')
		fprintf(stderr, "%s: that option takes no value", said);
	else if (optopt != 0)
		fprintf(stderr, "there is no option -%c", optopt);
	else
		explain_name(cmd, said);
	fprintf(stderr, "\n`sennight %s --help` lists all\n", cmd->name);
}

bool cmd_read_options(const struct cmd *cmd, int argc, char **argv,
    cmd_take *take, void *data, int *ret_first, int *ret_status)
{
	struct getopt_tables tables;
	int found;

	make_tables(cmd, &tables);
	opterr = 0;
	while ((found = getopt_long(
		    argc, argv, tables.letters, tables.longs, NULL)) != -1) {
		size_t index = option_index(cmd, found);

		if (found == 'h' && index == cmd->options) {
			cmd_print_help(cmd, stdout);
			*ret_status = CMD_FINE;
			return false;
		}
		*ret_status = CMD_FAILED;
		if (index == cmd->options) {
			explain(cmd, found, argv[optind - 1]);
			return false;
		}
		if (!take(data, index, optarg)) {
			fprintf(stderr,
			    "sennight %s: --%s cannot be %s; it is %s: %s\n",
			    cmd->name, cmd->option[index].name, optarg,
			    cmd->option[index].argument,
			    cmd->option[index].help);
			return false;
		}
	}
	*ret_first = optind;
	return true;
}

/* "-o, --output DIR"; returns its width. */
static int option_names(const struct cmd_option *o, char *names, size_t size)
{
	char letter[8] = "    ";

	if (o->letter != '\0')
		snprintf(letter, sizeof(letter), "-%c, ", o->letter);
	return snprintf(names, size, "%s--%s%s%s", letter, o->name,
	    o->argument != NULL && o->argument[0] != '[' ? " " : "",
	    o->argument != NULL ? o->argument : "");
}

static void print_option(const struct cmd_option *o, int width, FILE *to)
{
	enum { COLUMNS = 80 };
	char names[64], first[128], rest[128];
	struct strbuf out;
	struct wrap wrap;

	option_names(o, names, sizeof(names));
	snprintf(first, sizeof(first), "  %-*s  ", width, names);
	snprintf(rest, sizeof(rest), "  %-*s  ", width, "");
	strbuf_init(&out, LIMIT_PAGE);
	wrap_init(&wrap, &out, COLUMNS);
	wrap_begin(&wrap, str_of(first), str_of(rest));
	wrap_add(&wrap, str_of(o->help));
	wrap_end(&wrap);
	wrap_release(&wrap);
	fwrite(out.buf, 1, out.len, to);
	strbuf_release(&out);
}

static void print_commands(const struct cmd *cmd, FILE *to)
{
	int width = 0;

	for (const struct cmd *const *sub = cmd->group; *sub != NULL; sub++)
		if ((int)strlen((*sub)->name) > width)
			width = (int)strlen((*sub)->name);
	for (const struct cmd *const *sub = cmd->group; *sub != NULL; sub++)
		fprintf(to, "  %-*s  %s\n", width, (*sub)->name, (*sub)->line);
	fputs("\nEach has a --help of its own.\n", to);
}

static void print_options(const struct cmd *cmd, FILE *to)
{
	static const struct cmd_option help = { .name = "help",
		.help = "this text" };
	char names[64];
	int width = 0;

	for (size_t i = 0; i < cmd->options; i++) {
		int needed =
		    option_names(&cmd->option[i], names, sizeof(names));

		if (needed > width)
			width = needed;
	}
	for (size_t i = 0; i < cmd->options; i++)
		print_option(&cmd->option[i], width, to);
	print_option(&help, width, to);
}

/* Nothing but its commands? */
static bool is_group(const struct cmd *cmd)
{
	return cmd->group != NULL && cmd->run == cmd_run_group;
}

void cmd_print_help(const struct cmd *cmd, FILE *to)
{
	if (is_group(cmd))
		fprintf(to, "usage: sennight %s COMMAND [OPTION...] [ARG...]",
		    cmd->name);
	else
		fprintf(to, "usage: sennight %s [OPTION...]%s%s", cmd->name,
		    cmd->arguments[0] != '\0' ? " " : "", cmd->arguments);
	fprintf(to, "\n\n%s\n\n", cmd->text);
	if (!is_group(cmd))
		print_options(cmd, to);
	if (cmd->group != NULL && !is_group(cmd))
		fputs("\n", to);
	if (cmd->group != NULL)
		print_commands(cmd, to);
}

/* Text of a manual page: a backslash and a dot at the start of a line mean
 * something there; an empty line begins a paragraph. */
static void print_roff(const char *text, FILE *to)
{
	bool start = true;

	for (; *text != '\0'; text++) {
		if (start && *text == '\n') {
			fputs(".Pp\n", to);
			continue;
		}
		if (start && (*text == '.' || *text == '\''))
			fputs("\\&", to);
		fputs(*text == '\\' ? "\\e" : (char[2]){ *text, '\0' }, to);
		start = *text == '\n';
	}
	fputc('\n', to);
}

static void print_manual_option(const struct cmd_option *o, FILE *to)
{
	fputs(".It ", to);
	if (o->letter != '\0')
		fprintf(to, "Fl %c , ", o->letter);
	fprintf(to, "Fl -%s", o->name);
	if (o->argument != NULL)
		fprintf(to, " Ar %s", o->argument);
	fputc('\n', to);
	print_roff(o->help, to);
}

/* A page is named with hyphens: sennight-draft-new. */
static void print_dashed(const char *name, FILE *to)
{
	for (; *name != '\0'; name++)
		fputc(*name == ' ' ? '-' : *name, to);
}

static void print_manual_head(const struct cmd *cmd, FILE *to)
{
	fputs(".Dd Sennight " SENNIGHT_VERSION "\n.Dt SENNIGHT-", to);
	print_dashed(cmd->name, to);
	fputs(" 1\n.Os\n.Sh NAME\n.Nm sennight-", to);
	print_dashed(cmd->name, to);
	fprintf(to,
	    "\n.Nd %s\n.Sh SYNOPSIS\n.Nm sennight\n.Op Fl C Ar DIR\n"
	    ".Cm %s\n",
	    cmd->line, cmd->name);
	if (is_group(cmd))
		fputs(".Ar COMMAND\n", to);
	fputs(".Op Ar OPTION ...\n", to);
	if (cmd->arguments[0] != '\0')
		fprintf(to, ".Ar %s\n", cmd->arguments);
}

void cmd_print_manual(const struct cmd *cmd, FILE *to)
{
	print_manual_head(cmd, to);
	fputs(".Sh DESCRIPTION\n", to);
	print_roff(cmd->text, to);
	fputs(".Bl -tag -width Ds\n", to);
	for (const struct cmd *const *sub = cmd->group;
	     sub != NULL && *sub != NULL; sub++)
		fprintf(to, ".It Cm %s\n%s\n", (*sub)->name, (*sub)->line);
	for (size_t i = 0; i < cmd->options; i++)
		print_manual_option(&cmd->option[i], to);
	fputs(".El\n.Sh EXIT STATUS\n0: fine; 1: looked at it and it is not "
	      "fine; 2: could not look.\n",
	    to);
}
