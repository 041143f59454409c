#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "draft/draft.h"
#include "model/settings.h"
#include "newsletter/newsletter.h"

static const char settings_path[] = "sennight.yaml";

/* What is in the folder already. */
struct found {
	const char *content; /* folder with issues; NULL: none */
	size_t issues, recognised;
	struct str category; /* of the last issue that has one */
	struct str tested;   /* the last category that was asked about, */
	struct str preset;   /* the preset that recognised it */
	struct str match;    /* and the one that is not neutral */
	const char *drafts, *pages, *images, *static_files, *theme;
};

static const char *const content_folders[] = { "content", "issues", "posts",
	"_posts", "archive", NULL };
static const char *const draft_folders[] = { "draft", "drafts", "_drafts",
	NULL };
static const char *const page_folders[] = { "content/pages", "pages", NULL };
static const char *const image_folders[] = { "content/images", "images", NULL };
static const char *const static_folders[] = { "static", "assets", NULL };
static const char *const theme_folders[] = { "theme", NULL };

static const char *first_folder(const char *const *names)
{
	for (; *names != NULL; names++)
		if (folder_exists(*names))
			return *names;
	return NULL;
}

/* The value of one header line, if it is the one of this name. */
static bool header_value(
    struct str line, struct str name, struct str *ret_value)
{
	line = str_trim(line);
	if (line.len <= name.len || !str_starts_fold(line, name) ||
	    line.at[name.len] != ':')
		return false;
	*ret_value = str_trim(str_sub(line, name.len + 1, line.len));
	return true;
}

/* Is it an issue?  It has a title and a date at its head. */
static bool read_header(struct str text, struct str *ret_category)
{
	struct str title = { 0 }, date = { 0 };
	bool fenced = str_starts(text, STR("---"));

	for (int lines = 0; text.at != NULL && lines < 40; lines++) {
		struct str line = str_take(&text, '\n');
		bool fence = str_eq(str_trim(line), STR("---"));

		if (lines > 0 && (fenced ? fence : str_trim(line).len == 0))
			break;
		header_value(line, STR("title"), &title);
		header_value(line, STR("date"), &date);
		header_value(line, STR("category"), ret_category);
	}
	return title.len > 0 && date.len > 0;
}

/* Ask for the preset of a category, once for each run of the same. */
static void recognise(
    struct found *found, struct arena *arena, struct str category)
{
	if (found->tested.at == NULL || !str_eq(category, found->tested)) {
		found->tested = arena_str(arena, category);
		found->preset = settings_recognise(category);
	}
	found->category = found->tested;
	if (str_eq(found->preset, STR("neutral")))
		return;
	found->match = found->preset;
	found->recognised++;
}

static bool is_below(const char *path, const char *folder)
{
	size_t len = folder != NULL ? strlen(folder) : 0;

	return len > 0 && strncmp(path, folder, len) == 0 && path[len] == '/';
}

/* Count the issues of one folder. */
static bool look_into(struct found *found, struct arena *arena,
    const char *folder, struct error *err)
{
	struct arena file_arena = { 0 };
	struct file_list list;
	bool ok = folder_walk(folder, NULL, arena, &list, err);

	for (size_t i = 0; ok && i < list.count; i++) {
		const char *path = path_join(arena, folder, list.entry[i].path);
		struct str text, category = { 0 };
		struct error ignored = { 0 };

		if (!newsletter_is_markdown(path) ||
		    is_below(path, found->pages) ||
		    !file_read(
			path, LIMIT_ISSUE_FILE, &file_arena, &text, &ignored))
			continue;
		if (read_header(text, &category)) {
			found->issues++;
			if (category.len > 0)
				recognise(found, arena, category);
		}
		arena_reset(&file_arena);
	}
	arena_release(&file_arena);
	return ok;
}

static bool look_around(
    struct found *found, struct arena *arena, struct error *err)
{
	found->drafts = first_folder(draft_folders);
	found->pages = first_folder(page_folders);
	found->images = first_folder(image_folders);
	found->static_files = first_folder(static_folders);
	found->theme = first_folder(theme_folders);
	for (const char *const *name = content_folders; *name != NULL; name++) {
		if (!look_into(found, arena, *name, err))
			return false;
		if (found->issues > 0) {
			found->content = *name;
			return true;
		}
	}
	return true;
}

static void say(const char *what, struct str value, const char *note)
{
	printf("%-9s %.*s%s\n", what, STR_ARG(value), note);
}

/* Write a file that is not there yet, and say so. */
static bool write_new(const char *path, struct str text, struct error *err)
{
	if (file_exists(path)) {
		say("kept", str_of(path), " (it was there already)");
		return true;
	}
	if (!file_write(path, text, NULL, err))
		return false;
	say("wrote", str_of(path), "");
	return true;
}

/* "  content: issues", unless the preset says the same. */
static void add_folder(struct strbuf *out, bool *any, const char *key,
    const char *found, struct str usual)
{
	if (found == NULL || str_eq(str_of(found), usual))
		return;
	if (!*any)
		strbuf_lit(out, "\nfolders:\n");
	*any = true;
	strbuf_printf(out, "  %s: %s\n", key, found);
}

static void add_folders(
    struct strbuf *out, const struct found *found, const struct settings *s)
{
	bool any = false;

	add_folder(out, &any, "content", found->content, s->folders.content);
	add_folder(out, &any, "drafts", found->drafts, s->folders.drafts);
	add_folder(out, &any, "pages", found->pages, s->folders.pages);
	add_folder(out, &any, "images", found->images, s->folders.images);
	add_folder(
	    out, &any, "static", found->static_files, s->folders.static_files);
}

/* A text as YAML in double quotes. */
static void add_quoted(struct strbuf *out, struct str text)
{
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == '"' || c == '\\')
			strbuf_add_char(out, '\\');
		if (c >= ' ' && c != 0x7f)
			strbuf_add_char(out, text.at[i]);
	}
	strbuf_add_char(out, '"');
}

/* The name of the newsletter, as far as it can be known. */
static struct str guess_name(
    const struct found *found, const struct settings *s)
{
	if (!str_eq(s->preset, STR("neutral")))
		return s->name;
	if (found->category.len > 0)
		return found->category;
	return STR("My Newsletter");
}

static void add_settings(
    struct strbuf *out, const struct found *found, const struct settings *s)
{
	strbuf_printf(out,
	    "# The settings of this newsletter. What is not said here comes "
	    "from the\n# preset; `sennight help settings` describes all that "
	    "can be said.\npreset: %.*s\n",
	    STR_ARG(s->preset));
	if (str_eq(s->preset, STR("neutral"))) {
		strbuf_lit(out, "\n# The name, and where the site will be.\n"
				"name: ");
		add_quoted(out, guess_name(found, s));
		strbuf_printf(out,
		    "\naddress: %.*s\nlanguage: %.*s\ntime_zone: %.*s\n",
		    STR_ARG(s->address), STR_ARG(s->language),
		    STR_ARG(s->time_zone));
	}
	add_folders(out, found, s);
}

/* Read back what will be written: it has to be in order. */
static bool write_settings(struct arena *arena, const struct found *found,
    const struct settings *s, struct error *err)
{
	struct settings check;
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	add_settings(&out, found, s);
	ok = settings_read(
		 arena, settings_path, strbuf_str(&out), &check, err) &&
	     write_new(settings_path, strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

static void say_found(const struct found *found)
{
	printf(
	    "%-9s %zu issues in %s\n", "found", found->issues, found->content);
	if (found->drafts != NULL)
		say("", STR("drafts in "), found->drafts);
	if (found->pages != NULL)
		say("", STR("pages in "), found->pages);
	if (found->images != NULL)
		say("", STR("images in "), found->images);
	if (found->static_files != NULL)
		say("", STR("static files in "), found->static_files);
	if (found->theme != NULL)
		say("", STR("files instead of the built-in theme's in "),
		    found->theme);
}

static bool write_template(
    struct arena *arena, const struct settings *s, struct error *err)
{
	const char *path = arena_printf(
	    arena, "%.*s/DRAFT_TEMPLATE", STR_ARG(s->folders.drafts))
			       .at;
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	draft_add_template(&out, s);
	ok = write_new(path, strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

/* "Events between 2026-03-04 - 2026-04-01", and one event in a week. */
static struct str first_events(
    struct arena *arena, const struct settings *s, struct date d)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, KIB);
	strbuf_printf(&out, "\n%.*s ", STR_ARG(s->events.heading_window));
	date_add_iso(&out, d);
	strbuf_lit(&out, " - ");
	date_add_iso(&out, date_add(d, s->events.window_days));
	strbuf_lit(&out, "\n\n### Virtual\n\n* ");
	date_add_iso(&out, date_add(d, 7));
	strbuf_lit(&out, " | Virtual | [A group](https://example.org/group)\n"
			 "    * [**Its first meeting**]"
			 "(https://example.org/meeting)\n");
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static bool write_first_issue(struct arena *arena, const struct settings *s,
    struct str name, struct error *err)
{
	struct date d = cmd_today(s->time_zone);
	struct strbuf out, path;
	bool ok;

	strbuf_init(&path, KIB);
	strbuf_printf(&path, "%.*s/", STR_ARG(s->folders.content));
	date_add_iso(&path, d);
	strbuf_lit(&path, "-first-issue.md");
	strbuf_init(&out, LIMIT_SMALL_FILE);
	strbuf_printf(&out, "Title: %.*s 1\nNumber: 1\nDate: ", STR_ARG(name));
	date_add_iso(&out, d);
	strbuf_printf(&out,
	    "\nCategory: %.*s\n\nThis is the first issue. "
	    "Change it, or delete it and write your own.\n",
	    STR_ARG(name));
	draft_add_sections(&out, s, first_events(arena, s, d),
	    STR("\n* [The first link](https://example.org/)\n"
		"* [video] [A film](https://example.org/film)\n"));
	ok = write_new(path.buf, strbuf_str(&out), err);
	strbuf_release(&path);
	strbuf_release(&out);
	return ok;
}

/*
 * All files of a newsletter that begins.  The issue is the last of them: a run
 * that was interrupted before is completed by the next, and one after it left
 * a repository that the next adopts.
 */
static bool make_newsletter(struct arena *arena, const struct settings *s,
    const struct found *found, struct error *err)
{
	struct str name = guess_name(found, s);
	struct str ignored = arena_printf(arena, "/%.*s/\n/%.*s/\n",
	    STR_ARG(s->folders.output), STR_ARG(s->folders.cache));

	return write_new(".gitignore", ignored, err) &&
	       folder_make(arena_cstr(arena, s->folders.static_files), err) &&
	       write_template(arena, s, err) &&
	       write_first_issue(arena, s, name, err);
}

/* `preset` is what the user asked for; unset if nothing. */
static bool init(struct arena *arena, struct str preset, struct error *err)
{
	struct found found = { 0 };
	struct settings s;
	bool guessed = preset.at == NULL;

	if (file_exists(settings_path))
		return error_set(err, "%s is here already; nothing was changed",
		    settings_path);
	if (!guessed && !settings_preset(arena, preset, &s, err))
		return false;
	if (!look_around(&found, arena, err))
		return false;
	if (guessed)
		preset = found.recognised * 2 > found.issues ? found.match
							     : STR("neutral");
	if (!settings_preset(arena, preset, &s, err))
		return false;
	if (found.content != NULL)
		say_found(&found);
	say("preset", preset,
	    guessed && found.match.at != NULL
		? " (by the category of the issues)"
		: "");
	if (found.content == NULL && !make_newsletter(arena, &s, &found, err))
		return false;
	return write_settings(arena, &found, &s, err);
}

static const struct cmd_option options[] = {
	{ '\0', "preset", "neutral|twir",
	    "start from this; else it is found by the issues there" },
};

static bool take(void *data, size_t index, const char *value)
{
	struct str *preset = data;

	(void)index;
	*preset = str_of(value);
	return true;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct str preset = { 0 };
	int first, status;
	bool ok;

	if (!cmd_read_options(cmd, argc, argv, take, &preset, &first, &status))
		return status;
	if (first < argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	ok = init(&arena, preset, &err);
	arena_release(&arena);
	return ok ? CMD_FINE : cmd_fail(cmd, &err);
}

const struct cmd cmd_init = {
	.name = "init",
	.line = "make a newsletter folder, or adopt a repository",
	.arguments = "",
	.text = "Makes a newsletter in this folder: settings, a first issue "
		"and a template\nfor new ones. Where issues are already, it "
		"writes only sennight.yaml\nbeside them. A file that exists is "
		"never changed.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
