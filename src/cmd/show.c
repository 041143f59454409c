#include <string.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "cmd/cmd.h"
#include "model/issue_json.h"
#include "newsletter/newsletter.h"

struct show_options {
	bool json;
	const char *preset;
	const char *path;
};

static void print_line(const char *what, struct str text)
{
	if (text.at != NULL)
		printf("%-10s %.*s\n", what, STR_ARG(text));
}

static void print_count(const char *what, size_t count)
{
	if (count > 0)
		printf("%-10s %zu\n", what, count);
}

static void print_sections(const struct issue *issue)
{
	for (size_t i = 1; i < issue->sections; i++) {
		const struct section *s = &issue->section[i];
		struct str kind = section_kind_name(s->kind);

		printf("%6zu  %*s%.*s", s->items, 2 * (s->level - 1), "",
		    STR_ARG(s->title));
		if (s->rule != NULL)
			printf("  (%.*s)", STR_ARG(kind));
		putchar('\n');
	}
}

static void print_text(const struct issue *issue)
{
	const struct header *h = &issue->header;

	print_line("title", h->title);
	if (h->number >= 0)
		printf("%-10s %lld\n", "number", (long long)h->number);
	if (date_is_set(h->date))
		printf("%-10s %04d-%02d-%02d\n", "date", h->date.year,
		    h->date.month, h->date.day);
	print_line("category", h->category);
	print_count("links", issue->tree.links);
	print_count("events", issue->events);
	print_count("calls", issue->calls);
	print_count("decisions", issue->decisions);
	print_count("changes", issue->changes);
	print_count("features", issue->features);
	print_count("comments", issue->tree.comments);
	puts("\n items  sections");
	print_sections(issue);
}

static bool print_json(const struct issue *issue,
    const struct settings *settings, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_PAGE);
	issue_add_json(&out, issue, settings);
	strbuf_add_char(&out, '\n');
	ok = !out.full || error_set(err, "the result is too large to print");
	if (ok)
		fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	return ok;
}

static bool show(
    const struct show_options *options, struct arena *arena, struct error *err)
{
	struct source source = { .path = options->path };
	struct settings settings;
	struct header header;
	struct issue issue;

	if (!file_read(
		options->path, LIMIT_ISSUE_FILE, arena, &source.text, err))
		return false;
	header_read(arena, source.text, &header);
	if (!newsletter_settings(
		arena, options->preset, header.category, &settings, err))
		return false;
	if (issue_read(arena, source, &settings, &issue) != ISSUE_OK)
		return error_set(err,
		    "cannot read %s: its links or nesting expand beyond all "
		    "measure",
		    options->path);
	if (options->json)
		return print_json(&issue, &settings, err);
	print_text(&issue);
	return true;
}

enum { OPTION_FORMAT, OPTION_PRESET };

static const struct cmd_option options[] = {
	[OPTION_FORMAT] = { '\0', "format", "text|json",
	    "json: one object with all of it, see docs/show.md" },
	[OPTION_PRESET] = { '\0', "preset", "NAME", "these settings instead" },
};

static bool take(void *data, size_t index, const char *value)
{
	struct show_options *o = data;

	if (index == OPTION_PRESET) {
		o->preset = value;
		return true;
	}
	o->json = strcmp(value, "json") == 0;
	return o->json || strcmp(value, "text") == 0;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct show_options o = { .json = false };
	struct arena arena = { 0 };
	struct error err;
	int first, status;
	bool ok;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	if (first + 1 != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	o.path = argv[first];
	ok = show(&o, &arena, &err);
	arena_release(&arena);
	return ok ? CMD_FINE : cmd_fail(cmd, &err);
}

const struct cmd cmd_show = {
	.name = "show",
	.line = "print the typed view of an issue",
	.arguments = "FILE",
	.text = "Prints what Sennight reads out of an issue. The settings are "
		"those of\nthis folder; without any, those of the preset that "
		"knows the file's\ncategory.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
