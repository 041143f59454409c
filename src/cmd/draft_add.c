/* draft add: put links, events and other things into a draft. */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/url.h"
#include "cmd/cmd.h"
#include "draft/draft.h"
#include "newsletter/newsletter.h"

struct options {
	struct addition one; /* of the command line */
	const char *from;    /* a list; "-": the standard input */
	const char *path;    /* of the draft; NULL: the only one */
	bool feature, none, keep_going, dry_run, json;
	struct arena arena;
};

/* -------------------------------------------------------------------- reading */

/* The settings, and the draft with its text. */
static bool read_draft(struct options *o, struct settings *settings,
    struct source *ret_source, struct error *err)
{
	struct header header = { 0 };
	struct str text;

	if (o->path != NULL && !file_exists(SETTINGS_FILE)) {
		if (!file_read(
			o->path, LIMIT_ISSUE_FILE, &o->arena, &text, err))
			return false;
		header_read(&o->arena, text, &header);
	}
	if (!newsletter_settings(
		&o->arena, NULL, header.category, settings, err) ||
	    !draft_find(&o->arena, settings, o->path, &o->path, err))
		return false;
	ret_source->path = o->path;
	return file_read(
	    o->path, LIMIT_ISSUE_FILE, &o->arena, &ret_source->text, err);
}

static bool check_tags(const struct settings *settings,
    const struct addition *one, struct error *err)
{
	for (size_t i = 0; i < one->tags.count; i++) {
		struct str tag = one->tags.item[i], near;

		if (draft_tag_is_known(settings, tag, &near))
			continue;
		if (near.at != NULL)
			return error_set(err,
			    "there is no tag %.*s; did you mean %.*s?",
			    STR_ARG(tag), STR_ARG(near));
		return error_set(err,
		    "there is no tag %.*s; the settings list them under "
		    "`tags`",
		    STR_ARG(tag));
	}
	return true;
}

static bool check_one(
    const struct options *o, const struct settings *settings, struct error *err)
{
	struct str url = o->feature ? o->one.feature.url : o->one.link.url;

	if (!url_is_absolute(url) || !url_scheme_is_safe(url) ||
	    url.len > LIMIT_URL)
		return error_set(err,
		    "%.*s is no web address; expected one such as "
		    "https://example.org/",
		    STR_ARG(url));
	return check_tags(settings, &o->one, err);
}

static bool read_additions(struct options *o, const struct settings *settings,
    struct addition_list *ret_list, struct error *err)
{
	struct source source;

	if (o->from == NULL) {
		*ret_list = (struct addition_list){ &o->one, 1, NULL, 0 };
		return check_one(o, settings, err);
	}
	source.path = file_input_name(o->from);
	if (!file_read_input(
		o->from, LIMIT_ADDITIONS_FILE, &o->arena, &source.text, err))
		return false;
	additions_read(&o->arena, settings, source, ret_list);
	return true;
}

/* ------------------------------------------------------------------- printing */

static void print_text(const struct options *o, const struct placed *p)
{
	if (p->line > 0)
		printf("%s:%zu: ", o->path, p->line);
	else
		printf("%s: ", o->path);
	if (p->section.len > 0)
		printf("%.*s: ", STR_ARG(p->section));
	printf("%.*s%s\n", STR_ARG(p->title),
	    p->state == PLACED_TWO ? " (already there)" : "");
}

static void print_json(
    const struct options *o, const struct placed *p, const char *state)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_PAGE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "state", str_of(state));
	json_member(&j, "file", str_of(o->path));
	json_key(&j, "line");
	if (p->line > 0)
		json_number(&j, (int64_t)p->line);
	else
		json_null(&j);
	json_member(&j, "section", p->section);
	json_member(&j, "title", p->title);
	json_member(
	    &j, "why", p->why != NULL ? str_of(p->why) : (struct str){ 0 });
	json_end(&j);
	strbuf_add_char(&out, '\n');
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
}

static void print_refused(const struct options *o, const struct placed *p)
{
	if (p->addition->line > 0)
		fprintf(stderr, "%s:%zu: ", file_input_name(o->from),
		    p->addition->line);
	else
		fputs("sennight draft add: ", stderr);
	fprintf(
	    stderr, "\"%.*s\" is left out: %s\n", STR_ARG(p->title), p->why);
}

/* Prints what became of all; *ret_refused of them are not in. */
static int print_added(const struct options *o, const struct draft_added *added,
    size_t *ret_refused)
{
	static const char *const states[] = {
		[PLACED] = "added",
		[PLACED_TWO] = "there",
		[PLACED_NOT] = "refused",
	};
	int status = CMD_FINE;

	*ret_refused = 0;
	for (size_t i = 0; i < added->count; i++) {
		const struct placed *p = &added->placed[i];

		if (p->state == PLACED_NOT) {
			(*ret_refused)++;
			print_refused(o, p);
		}
		if (p->state != PLACED)
			status = CMD_NOT_FINE;
	}
	if (*ret_refused > 0 && !o->keep_going)
		return CMD_FAILED;
	for (size_t i = 0; i < added->count; i++) {
		if (o->json)
			print_json(o, &added->placed[i],
			    states[added->placed[i].state]);
		else if (added->placed[i].state != PLACED_NOT)
			print_text(o, &added->placed[i]);
	}
	return status;
}

/* --------------------------------------------------------------------- adding */

static int give_up(const struct options *o, size_t wrong)
{
	fprintf(stderr,
	    "sennight draft add: nothing was written, because of %zu %s%s\n",
	    wrong, wrong == 1 ? "line" : "lines",
	    o->keep_going ? "" : "; --keep-going leaves those out");
	return CMD_FAILED;
}

static int add(const struct cmd *cmd, struct options *o)
{
	struct addition_list list;
	struct draft_added added;
	struct settings settings;
	struct source source;
	struct error err;
	size_t refused;
	int status;

	if (!read_draft(o, &settings, &source, &err) ||
	    !read_additions(o, &settings, &list, &err))
		return cmd_fail(cmd, &err);
	for (size_t i = 0; i < list.wrongs; i++)
		fprintf(stderr, "%.*s\n", STR_ARG(list.wrong[i]));
	if (list.wrongs > 0 && !o->keep_going)
		return give_up(o, list.wrongs);
	if (!draft_add(&o->arena, &settings, source, list.addition, list.count,
		&added, &err))
		return cmd_fail(cmd, &err);
	status = print_added(o, &added, &refused);
	if (status == CMD_FAILED)
		return o->from != NULL ? give_up(o, refused) : CMD_FAILED;
	if (!o->dry_run && !str_eq(added.text, source.text) &&
	    !file_write(o->path, added.text, NULL, &err))
		return cmd_fail(cmd, &err);
	return list.wrongs > 0 ? CMD_NOT_FINE : status;
}

static void print_none(const struct options *o, const struct draft_none *none)
{
	for (size_t i = 0; i < none->count; i++) {
		if (o->json)
			print_json(o, &none->said[i], "added");
		else
			print_text(o, &none->said[i]);
	}
	for (size_t i = 0; i < none->gones; i++) {
		struct placed gone = { .title = none->gone[i] };

		if (o->json)
			print_json(o, &gone, "gone");
		else
			printf("%s: the heading \"%.*s\" is gone\n", o->path,
			    STR_ARG(gone.title));
	}
	if (none->count + none->gones == 0 && !o->json)
		printf("%s: nothing is empty that should say so\n", o->path);
}

static int fill_none(const struct cmd *cmd, struct options *o)
{
	struct draft_none none;
	struct settings settings;
	struct source source;
	struct error err;

	if (!read_draft(o, &settings, &source, &err) ||
	    !draft_fill_none(&o->arena, &settings, source, &none, &err) ||
	    (!o->dry_run && !file_write(o->path, none.text, NULL, &err)))
		return cmd_fail(cmd, &err);
	print_none(o, &none);
	return CMD_FINE;
}

/* -------------------------------------------------------------------- options */

enum {
	OPTION_SECTION,
	OPTION_TAG,
	OPTION_TITLE,
	OPTION_FROM,
	OPTION_KEEP_GOING,
	OPTION_FEATURE,
	OPTION_NAME,
	OPTION_TEXT,
	OPTION_SOURCE,
	OPTION_THANKS,
	OPTION_THANKS_URL,
	OPTION_SELF,
	OPTION_NONE,
	OPTION_DRY_RUN,
	OPTION_FORMAT,
};

static const struct cmd_option options[] = {
	[OPTION_SECTION] = { 's', "section", "S",
	    "the section: its id, its title, or a heading of the draft" },
	[OPTION_TAG] = { '\0', "tag", "TAG",
	    "a mark before the link, such as video; may be given again" },
	[OPTION_TITLE] = { 't', "title", "T", "the text of the link" },
	[OPTION_FROM] = { '\0', "from", "FILE",
	    "add what FILE lists, a JSON object a line; - is the standard "
	    "input" },
	[OPTION_KEEP_GOING] = { '\0', "keep-going", NULL,
	    "leave out lines of the list that are wrong" },
	[OPTION_FEATURE] = { '\0', "feature", "KIND",
	    "fill the place of what is featured, such as crate or quote" },
	[OPTION_NAME] = { '\0', "name", "N", "with --feature: its name" },
	[OPTION_TEXT] = { '\0', "text", "T",
	    "with --feature: the quote, or what is said of it" },
	[OPTION_SOURCE] = { '\0', "source", "S",
	    "with --feature: whose words a quote are" },
	[OPTION_THANKS] = { '\0', "thanks", "N",
	    "with --feature: who suggested it" },
	[OPTION_THANKS_URL] = { '\0', "thanks-url", "URL",
	    "with --thanks: where they did" },
	[OPTION_SELF] = { '\0', "self", NULL,
	    "with --thanks: they suggested their own" },
	[OPTION_NONE] = { '\0', "none", NULL,
	    "instead: say of all that is empty that there is nothing" },
	[OPTION_DRY_RUN] = { 'n', "dry-run", NULL,
	    "print what would be added, and write nothing" },
	[OPTION_FORMAT] = { '\0', "format", "text|json",
	    "json: an object a line, see docs/drafts.md" },
};

static void add_tag(struct options *o, const char *tag)
{
	struct str_list *tags = &o->one.tags;

	tags->item = ARENA_GROW(&o->arena, tags->item, tags->count);
	tags->item[tags->count++] = str_of(tag);
}

/* Take the value of an option that is a text; false for others. */
static bool take_text(struct options *o, size_t index, const char *value)
{
	struct feature *f = &o->one.feature;
	struct str text = value != NULL ? str_of(value) : STR("");

	switch (index) {
	case OPTION_SECTION: o->one.section = text; return true;
	case OPTION_TITLE: o->one.link.text = text; return true;
	case OPTION_FEATURE:
		f->kind = text;
		o->feature = true;
		return true;
	case OPTION_NAME: f->name = text; return true;
	case OPTION_TEXT: f->text = text; return true;
	case OPTION_SOURCE: f->source = text; return true;
	case OPTION_THANKS: f->thanks.name = text; return true;
	case OPTION_THANKS_URL: f->thanks.url = text; return true;
	default: return false;
	}
}

static bool take(void *data, size_t index, const char *value)
{
	struct options *o = data;

	if (take_text(o, index, value))
		return true;
	switch (index) {
	case OPTION_TAG: add_tag(o, value); return true;
	case OPTION_FROM: o->from = value; return true;
	case OPTION_NONE: o->none = true; return true;
	case OPTION_KEEP_GOING: o->keep_going = true; return true;
	case OPTION_SELF: o->one.feature.self_suggested = true; return true;
	case OPTION_DRY_RUN: o->dry_run = true; return true;
	default: break;
	}
	o->json = strcmp(value, "json") == 0;
	return o->json || strcmp(value, "text") == 0;
}

/* The arguments: a URL unless there is a list, and perhaps the draft. */
static bool take_arguments(struct options *o, int count, char **argv)
{
	if (o->from == NULL && !o->none) {
		if (count < 1)
			return false;
		o->one.kind = o->feature ? ADD_FEATURE : ADD_LINK;
		o->one.link.url = o->one.feature.url = str_of(argv[0]);
		argv++;
		count--;
	}
	if (count > 0)
		o->path = argv[0];
	return count <= 1;
}

/* Is there all that the options call for? */
static const char *missing(const struct options *o)
{
	const struct feature *f = &o->one.feature;

	if (o->none)
		return o->from != NULL || o->feature
			   ? "--none adds nothing else"
			   : NULL;
	if (o->from != NULL)
		return NULL;
	if (o->feature)
		return str_trim(f->name).len == 0 && str_trim(f->text).len == 0
			   ? "--feature needs a --name or a --text"
			   : NULL;
	return str_trim(o->one.link.text).len == 0 && o->one.section.len == 0
		   ? "a link needs its --title"
		   : NULL;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct options o = { .path = NULL };
	const char *why;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	why = missing(&o);
	if (!take_arguments(&o, argc - first, argv + first) || why != NULL) {
		if (why != NULL)
			fprintf(stderr, "sennight %s: %s\n\n", cmd->name, why);
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	status = o.none ? fill_none(cmd, &o) : add(cmd, &o);
	arena_release(&o.arena);
	return status;
}

const struct cmd cmd_draft_add = {
	.name = "draft add",
	.line = "put links, events and other things into a draft",
	.arguments = "URL|--from FILE|--none [DRAFT]",
	.text =
	    "Puts a link at the end of the list of its section, or what a list "
	    "holds each\nat its place: events by region and day, changes and "
	    "decisions under their\ngroups, a crate or quote where the "
	    "template keeps room for it. A link without\n--section goes to the "
	    "unsorted ones, which check reports.\n\nWhat is there already is "
	    "said, and not added again: exit status 1.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
