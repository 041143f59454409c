#include "cmd/draft_merge_install.h"

#include <stdio.h>

#include "base/child.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "cmd/cmd.h"
#include "newsletter/newsletter.h"

#define ATTRIBUTES ".gitattributes"
#define DRIVER "merge=sennight"
#define SECTION "merge.sennight"

/* What git puts in for the letters is quoted by git, but old ones leave those
 * of the labels as they are. */
#define ARGUMENTS \
	"draft merge --marker-size %L --path %P --ours %X --theirs %Y %O %A %B"

enum { MAX_OUTPUT = 64 * 1024 };

/* An argument for a program: it could write into it. */
static char *own(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(arena_alloc(arena, size), text, size);
}

/* Run git with up to four arguments; its output is not wanted. */
static bool run_git(struct arena *arena, const char *const argument[4],
    struct str *ret_output, int *ret_status, struct error *err)
{
	char *argv[7] = { NULL };
	int count = 0;
	struct child child = {
		.path = "/usr/bin/env", .argv = argv, .max = MAX_OUTPUT
	};

	argv[count++] = own(arena, "env");
	argv[count++] = own(arena, "git");
	for (int i = 0; i < 4 && argument[i] != NULL; i++)
		argv[count++] = own(arena, argument[i]);
	return child_run(&child, arena, ret_output, ret_status, err);
}

static bool in_repository(struct arena *arena, struct error *err)
{
	const char *const argument[4] = { "rev-parse", "--git-dir" };
	struct str output;
	int status;

	if (!run_git(arena, argument, &output, &status, err))
		return false;
	return status == 0 ||
	       error_set(err, "this folder is in no git repository; make "
			      "one with: git init");
}

/* Set a key, and say so if it had another value. */
static bool configure(
    struct arena *arena, const char *key, const char *value, struct error *err)
{
	const char *const get[4] = { "config", "--local", "--get", key };
	const char *const set[4] = { "config", "--local", key, value };
	struct str output;
	int status;

	if (!run_git(arena, get, &output, &status, err))
		return false;
	if (status == 0 && str_eq(str_trim_right(output), str_of(value))) {
		printf("git config %s: is so already\n", key);
		return true;
	}
	if (!run_git(arena, set, &output, &status, err))
		return false;
	if (status != 0)
		return error_set(err, "git config %s failed", key);
	printf("git config %s: %s\n", key, value);
	return true;
}

/* For a shell: in single quotes. */
static void add_quoted(struct strbuf *out, const char *text)
{
	strbuf_add_char(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			strbuf_lit(out, "'\\''");
		else
			strbuf_add_char(out, *text);
	}
	strbuf_add_char(out, '\'');
}

static const char *driver_command(struct arena *arena)
{
	const char *own = cmd_own_path(arena), *command;
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	if (own != NULL)
		add_quoted(&out, own);
	else
		strbuf_lit(&out, "sennight");
	strbuf_lit(&out, " " ARGUMENTS);
	command = arena_cstr(arena, strbuf_str(&out));
	strbuf_release(&out);
	return command;
}

/* A pattern for the Markdown in a folder, with what git would take for more
 * than itself escaped, and then once more for the quotes around it. */
static void add_pattern(
    struct strbuf *out, struct str folder, const char *ending)
{
	strbuf_lit(out, "\"/");
	for (size_t i = 0; i < folder.len; i++) {
		char c = folder.at[i];

		if (c == '*' || c == '?' || c == '[')
			strbuf_lit(out, "\\\\");
		else if (c == '"')
			strbuf_lit(out, "\\");
		else if (c == '\\')
			strbuf_lit(out, "\\\\\\");
		strbuf_add_char(out, c);
	}
	strbuf_printf(out, "/**/*%s\" " DRIVER "\n", ending);
}

static bool is_ours(struct str line)
{
	line = str_trim(line);
	return str_ends(line, STR(" " DRIVER));
}

/* The attributes without the lines that name the driver. */
static bool read_others(
    struct arena *arena, struct strbuf *out, struct error *err)
{
	struct str text;

	if (!file_exists(ATTRIBUTES))
		return true;
	if (!file_read(ATTRIBUTES, LIMIT_SMALL_FILE, arena, &text, err))
		return false;
	while (text.len > 0) {
		struct str line = str_take(&text, '\n');

		if (is_ours(line))
			continue;
		strbuf_add(out, line);
		strbuf_add_char(out, '\n');
	}
	return true;
}

static bool write_attributes(struct strbuf *out, struct error *err)
{
	bool changed;

	if (out->len == 0 && file_exists(ATTRIBUTES)) {
		if (remove(ATTRIBUTES) != 0)
			return error_set(err, "cannot remove " ATTRIBUTES);
		puts(ATTRIBUTES ": removed, nothing else was in it");
		return true;
	}
	if (out->len == 0 && !file_exists(ATTRIBUTES)) {
		puts(ATTRIBUTES ": there is none");
		return true;
	}
	if (!file_write(ATTRIBUTES, strbuf_str(out), &changed, err))
		return false;
	puts(changed ? ATTRIBUTES ": written, commit it"
		     : ATTRIBUTES ": is so already");
	return true;
}

static bool name_driver(struct arena *arena, struct error *err)
{
	static const char *const ending[] = { ".md", ".markdown" };
	struct settings s;
	struct strbuf out;
	bool ok;

	if (!newsletter_settings(arena, NULL, STR(""), &s, err))
		return false;
	strbuf_init(&out, LIMIT_SMALL_FILE);
	ok = read_others(arena, &out, err);
	for (int i = 0; i < 2; i++) {
		add_pattern(&out, s.folders.drafts, ending[i]);
		add_pattern(&out, s.folders.content, ending[i]);
	}
	ok = ok && write_attributes(&out, err);
	strbuf_release(&out);
	return ok;
}

bool merge_install(struct arena *arena, struct error *err)
{
	return in_repository(arena, err) && name_driver(arena, err) &&
	       configure(arena, SECTION ".name",
		   "issues of a newsletter, by meaning", err) &&
	       configure(arena, SECTION ".driver", driver_command(arena), err);
}

bool merge_uninstall(struct arena *arena, struct error *err)
{
	const char *const get[4] = { "config", "--local", "--get",
		SECTION ".driver" };
	const char *const unset[4] = { "config", "--local", "--remove-section",
		SECTION };
	struct str output;
	struct strbuf out;
	int status;
	bool ok;

	if (!in_repository(arena, err))
		return false;
	strbuf_init(&out, LIMIT_SMALL_FILE);
	ok = read_others(arena, &out, err) && write_attributes(&out, err);
	strbuf_release(&out);
	if (!ok || !run_git(arena, get, &output, &status, err))
		return false;
	if (status != 0) {
		puts("git config " SECTION ": there is none");
		return true;
	}
	if (!run_git(arena, unset, &output, &status, err))
		return false;
	if (status != 0)
		return error_set(
		    err, "git config --remove-section " SECTION " failed");
	puts("git config " SECTION ": removed");
	return true;
}
