/* sennight collect --add: a source by its address. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "collectcmd/collectcmd.h"
#include "inbox/inbox.h"
#include "newsletter/newsletter.h"

enum { SHOWN = 10 };

struct preview {
	const struct settings *settings;
	size_t shown;
};

/* -------------------------------------------------------------------- what it is */

/* A text as YAML reads it: that of JSON, if it is not plain. */
static void add_value(struct strbuf *out, struct str text)
{
	bool plain = text.len > 0;
	struct json j;

	for (size_t i = 0; i < text.len; i++)
		plain =
		    plain && (char_is_alnum(text.at[i]) ||
				 (i > 0 && strchr("-_./", text.at[i]) != NULL));
	if (plain && !char_is_digit(text.at[0])) {
		strbuf_add(out, text);
		return;
	}
	json_init(&j, out);
	json_str(&j, text);
}

static void add_line(struct strbuf *out, struct str indent, const char *before,
    const char *key, struct str value)
{
	if (value.len == 0)
		return;
	strbuf_add(out, indent);
	strbuf_printf(out, "%s%s: ", before, key);
	add_value(out, value);
	strbuf_add_char(out, '\n');
}

static void add_source(
    struct strbuf *out, struct str indent, const struct source_rule *rule)
{
	add_line(out, indent, "- ", "id", rule->id);
	add_line(out, indent, "  ", "kind", rule->kind);
	add_line(out, indent, "  ", "url", rule->url);
	if (rule->of.count > 0) {
		strbuf_add(out, indent);
		strbuf_lit(out, "  of: [");
		for (size_t i = 0; i < rule->of.count; i++) {
			strbuf_add_cstr(out, i > 0 ? ", " : "");
			add_value(out, rule->of.item[i]);
		}
		strbuf_lit(out, "]\n");
	}
	add_line(out, indent, "  ", "section", rule->section);
}

/* ------------------------------------------------------------------- the preview */

static void show_thing(void *data, struct str line)
{
	struct preview *p = data;
	struct arena arena = { 0 };
	struct candidate c;
	struct error ignored;
	struct strbuf text;

	if (p->shown++ < SHOWN &&
	    candidate_read(&arena, line, p->settings, STR("-"), &c, &ignored)) {
		strbuf_init(&text, LIMIT_LETTER);
		if (date_is_set(c.day)) {
			date_add_iso(&text, c.day);
			strbuf_add_char(&text, ' ');
		}
		text_add_clean(&text, c.title);
		printf("    %s\n", text.buf);
		strbuf_release(&text);
	}
	arena_release(&arena);
}

static void show_report(void *data, const struct collect_report *r)
{
	const struct preview *p = data;
	struct strbuf trouble;

	if (p->shown > SHOWN)
		printf("    ... and %zu more\n", p->shown - SHOWN);
	if (p->shown == 0 && r->state != COLLECT_INCOMPLETE)
		printf("    nothing new now (%zu outside of the days that are "
		       "asked for)\n",
		    r->outside);
	strbuf_init(&trouble, LIMIT_LETTER);
	text_add_clean(&trouble, r->trouble);
	if (trouble.len > 0)
		printf("    %s%s\n",
		    r->state == COLLECT_INCOMPLETE ? "not all could be read: "
						   : "",
		    trouble.buf);
	strbuf_release(&trouble);
}

/* What it has now, as a run would find it; nothing is kept. */
static bool preview(const struct collect_options *options,
    const struct source_rule *rule, struct error *err)
{
	struct settings settings = *options->settings;
	struct source_rule alone = *rule;
	struct collect_options o = *options;
	struct preview p = { .settings = options->settings };
	size_t incomplete;

	settings.source = &alone;
	settings.sources = 1;
	o.settings = &settings;
	o.only = NULL;
	o.onlys = 0;
	o.dry_run = o.anew = true;
	o.look = false;
	o.say = show_report;
	o.show = show_thing;
	o.data = &p;
	return collect_run(&o, &incomplete, err);
}

/* -------------------------------------------------------------------- the settings */

static bool is_blank(struct str line)
{
	line = str_trim(line);
	return line.len == 0 || line.at[0] == '#';
}

/* The blanks in front of the first entry of a list. */
static struct str indent_of(struct str list)
{
	while (list.len > 0) {
		struct str line = str_take(&list, '\n');
		struct str bare = str_trim_left(line);

		if (str_starts(bare, STR("- ")))
			return str_sub(line, 0, line.len - bare.len);
	}
	return STR("  ");
}

/*
 * Where the list of sources ends: behind its last line that is no comment.
 * STR_NONE if there is no such list; *ret_inline if it is one in brackets.
 */
static size_t end_of_list(struct str text, size_t *ret_begin, bool *ret_inline)
{
	struct str rest = text;
	size_t end = STR_NONE;

	*ret_inline = false;
	while (rest.at != NULL && rest.len > 0) {
		struct str line = str_take(&rest, '\n');
		size_t behind = (size_t)(line.at - text.at) + line.len;
		bool outer =
		    line.len > 0 && line.at[0] != ' ' && line.at[0] != '-';

		behind += behind < text.len;
		if (end == STR_NONE && str_starts(line, STR("sources:"))) {
			*ret_inline = !is_blank(str_sub(line, 8, line.len));
			*ret_begin = end = behind;
		} else if (end != STR_NONE && outer && !is_blank(line)) {
			return end;
		} else if (end != STR_NONE && !is_blank(line)) {
			end = behind;
		}
	}
	return end;
}

/* The settings with one more source; all else as it was, byte for byte. */
static void add_to_text(struct strbuf *out, struct str text,
    const struct source_rule *rule, bool *ret_inline)
{
	size_t begin = 0, end = end_of_list(text, &begin, ret_inline);

	if (end == STR_NONE) {
		strbuf_add(out, text);
		if (text.len > 0 && text.at[text.len - 1] != '\n')
			strbuf_add_char(out, '\n');
		strbuf_lit(out, "\nsources:\n");
		add_source(out, STR("  "), rule);
		return;
	}
	strbuf_add(out, str_sub(text, 0, end));
	if (end > 0 && text.at[end - 1] != '\n')
		strbuf_add_char(out, '\n');
	add_source(out, indent_of(str_sub(text, begin, end)), rule);
	strbuf_add(out, str_sub(text, end, text.len));
}

/* Whatever the file looks like: what is written reads as it was, and one
 * source more. */
static bool is_sound(struct arena *arena, const struct settings *before,
    struct str text, struct error *err)
{
	struct settings after;
	struct error why;

	return (settings_read(arena, before->path, text, &after, &why) &&
		   after.sources == before->sources + 1) ||
	       error_set(err,
		   "the list `sources` in %s is written in a way that is not "
		   "added to; add these lines yourself",
		   before->path);
}

static bool write_settings(struct arena *arena, const struct settings *settings,
    const struct source_rule *rule, struct error *err)
{
	struct str text;
	struct strbuf out;
	bool in_brackets, ok;

	if (!file_read(settings->path, LIMIT_SMALL_FILE, arena, &text, err))
		return false;
	strbuf_init(&out, LIMIT_SMALL_FILE);
	add_to_text(&out, text, rule, &in_brackets);
	ok = is_sound(arena, settings, in_brackets ? STR("") : strbuf_str(&out),
		 err) &&
	     file_write(settings->path, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return ok;
}

/* ---------------------------------------------------------------------- the command */

/* Unset if it is NULL. */
static struct str given(const char *text)
{
	return text != NULL ? str_of(text) : (struct str){ NULL, 0 };
}

bool collectcmd_add(struct arena *arena, const struct collect_options *options,
    const struct collectcmd_added *added, struct error *err)
{
	struct source_rule rule;
	struct strbuf lines;
	struct str id = given(added->id), section = given(added->section);
	bool yes = added->yes;

	if (added->address[0] == '\0')
		return error_set(err,
		    "--add needs the address of a feed, a calendar or a page, "
		    "such as https://example.org/blog/");
	if (!collect_may_add(options->settings, id, section, err) ||
	    !collect_recognise(
		arena, options, str_of(added->address), &rule, err))
		return false;
	if (id.at != NULL)
		rule.id = id;
	if (section.len > 0)
		rule.section = section_named(options->settings, section);
	strbuf_init(&lines, LIMIT_LETTER);
	add_source(&lines, STR("  "), &rule);
	printf("%s\n", lines.buf);
	strbuf_release(&lines);
	if (!preview(options, &rule, err))
		return false;
	putchar('\n');
	fflush(stdout);
	if (options->dry_run)
		return true;
	if (!yes && !storecmd_ask("Add it to the settings?", &yes, err))
		return false;
	if (!yes)
		return true;
	if (!write_settings(arena, options->settings, &rule, err))
		return false;
	printf("added to %s; `sennight collect %.*s` asks it\n",
	    options->settings->path, STR_ARG(rule.id));
	return true;
}
