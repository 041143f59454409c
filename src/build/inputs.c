/* Reading all inputs of a build, and telling whether they changed. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/file.h"
#include "build/site.h"
#include "newsletter/newsletter.h"

#ifndef SENNIGHT_VERSION
#define SENNIGHT_VERSION "unknown"
#endif

void site_note(struct site *site, const char *format, ...)
{
	struct build_report *r = site->report;
	char text[LIMIT_ERROR];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	r->note = ARENA_GROW(site->arena, r->note, r->notes);
	r->note[r->notes++] = arena_cstr(site->arena, str_of(text));
}

static bool read_file(struct site *site, const char *path, const char *name,
    size_t max, struct site_files *files, struct error *err)
{
	struct site_file file = { .path = path, .name = name };

	if (!file_read(path, max, site->arena, &file.text, err))
		return false;
	files->file = ARENA_GROW(site->arena, files->file, files->count);
	files->file[files->count++] = file;
	return true;
}

/* All files of a folder, but for those of folders with a use of their own. */
static bool read_folder(struct site *site, struct str folder, size_t max,
    struct site_files *files, struct error *err)
{
	/* What web servers and hosts of pages look for; RFC 8615. */
	static const char *const dotted[] = { ".well-known", ".nojekyll",
		".htaccess", ".domains", NULL };
	const char *at = arena_cstr(site->arena, folder);
	struct file_list list;

	if (!folder_walk(at, dotted, site->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.notes; i++)
		site_note(site, "%s", list.note[i]);
	for (size_t i = 0; i < list.count; i++) {
		const char *path =
		    path_join(site->arena, at, list.entry[i].path);

		if (newsletter_is_elsewhere(
			site->arena, &site->settings, folder, path))
			continue;
		if (!read_file(site, path, list.entry[i].path, max, files, err))
			return false;
	}
	return true;
}

static bool read_if_there(struct site *site, const char *path, size_t max,
    struct site_file *file, struct error *err)
{
	*file = (struct site_file){ .path = path, .name = path };
	if (!file_exists(path))
		return true;
	return file_read(path, max, site->arena, &file->text, err);
}

static void hash_text(XXH3_state_t *state, struct str text)
{
	uint64_t len = text.len;

	XXH3_128bits_update(state, &len, sizeof(len));
	if (text.len > 0)
		XXH3_128bits_update(state, text.at, text.len);
}

static void hash_files(XXH3_state_t *state, const struct site_files *files)
{
	uint64_t count = files->count;

	XXH3_128bits_update(state, &count, sizeof(count));
	for (size_t i = 0; i < files->count; i++) {
		hash_text(state, str_of(files->file[i].path));
		hash_text(state, files->file[i].text);
	}
}

static struct str option_words(struct site *site)
{
	const struct build_options *o = site->options;

	return arena_printf(site->arena, "%s%s%s", o->drafts ? "drafts " : "",
	    o->reload != NULL ? "reload " : "",
	    o->reload != NULL ? o->reload : "");
}

/* The program itself, theme included; where the system does not show it, the
 * version must do. */
static void hash_program(XXH3_state_t *state)
{
	struct arena arena = { 0 };
	struct str program = STR(SENNIGHT_VERSION);
	struct error ignored;

	file_read(
	    "/proc/self/exe", LIMIT_DATA_FILE, &arena, &program, &ignored);
	hash_text(state, program);
	arena_release(&arena);
}

void site_take_fingerprint(struct site *site)
{
	const struct site_files *files[] = { &site->content, &site->drafts,
		&site->pages, &site->images, &site->static_files,
		&site->theme };
	XXH3_state_t state;
	XXH128_hash_t hash;

	XXH3_128bits_reset(&state);
	hash_program(&state);
	hash_text(&state, option_words(site));
	hash_text(&state, site->settings.preset);
	hash_text(&state, site->settings_file.text);
	hash_text(&state, site->data_file.text);
	hash_text(&state, site->corrections_file.text);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		hash_files(&state, files[i]);
	hash = XXH3_128bits_digest(&state);
	snprintf(site->fingerprint, sizeof(site->fingerprint), "%016llx%016llx",
	    (unsigned long long)hash.high64, (unsigned long long)hash.low64);
}

static bool has_content(const struct site *site, struct error *err)
{
	const char *folder =
	    arena_cstr(site->arena, site->settings.folders.content);

	if (folder_exists(folder))
		return true;
	return error_set(err,
	    "there is no folder %s, where the issues should be; make it, or "
	    "name theirs in " SETTINGS_FILE ": folders: content",
	    folder);
}

/*
 * What is built must not be read as a source by the next build, and must not
 * lie around the sources.  A folder that holds the whole newsletter is no
 * source of it alone: the output may lie there.
 */
static bool has_own_output(struct site *site, struct error *err)
{
	const struct settings *s = &site->settings;
	const struct str folders[] = { s->folders.content, s->folders.drafts,
		s->folders.pages, s->folders.images, s->folders.static_files,
		s->folders.theme };
	const char *output = site->report->output;

	if (output[0] == '\0')
		return error_set(
		    err, "the name of the output folder is empty; name one");
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const char *at = arena_cstr(site->arena, folders[i]);

		if (folder_is_inside(".", at) || !folder_exists(at))
			continue;
		if (folder_is_inside(output, at) ||
		    folder_is_inside(at, output))
			return error_set(err,
			    "cannot build into %s: it and the folder %s, which "
			    "is read, lie in one another; name another folder",
			    output, at);
	}
	return true;
}

bool site_read_texts(struct site *site, struct error *err)
{
	const struct settings *s = &site->settings;

	return has_content(site, err) &&
	       read_if_there(site, SETTINGS_FILE, LIMIT_SMALL_FILE,
		   &site->settings_file, err) &&
	       read_folder(site, s->folders.content, LIMIT_DATA_FILE,
		   &site->content, err) &&
	       read_folder(site, s->folders.pages, LIMIT_ISSUE_FILE,
		   &site->pages, err) &&
	       read_folder(
		   site, s->folders.theme, LIMIT_SMALL_FILE, &site->theme, err);
}

bool site_read_for_mail(struct site *site, struct error *err)
{
	const struct settings *s = &site->settings;

	return site_read_texts(site, err) &&
	       read_if_there(site, arena_cstr(site->arena, s->events.data),
		   LIMIT_DATA_FILE, &site->data_file, err) &&
	       read_if_there(site, arena_cstr(site->arena, s->corrections),
		   LIMIT_DATA_FILE, &site->corrections_file, err) &&
	       read_folder(site, s->folders.drafts, LIMIT_ISSUE_FILE,
		   &site->drafts, err);
}

bool site_read_inputs(struct site *site, struct error *err)
{
	const struct settings *s = &site->settings;
	const char *data = arena_cstr(site->arena, s->events.data);

	if (!has_content(site, err) || !has_own_output(site, err) ||
	    !read_if_there(site, SETTINGS_FILE, LIMIT_SMALL_FILE,
		&site->settings_file, err) ||
	    !read_if_there(
		site, data, LIMIT_DATA_FILE, &site->data_file, err) ||
	    !read_if_there(site, arena_cstr(site->arena, s->corrections),
		LIMIT_DATA_FILE, &site->corrections_file, err))
		return false;
	if (!read_folder(site, s->folders.content, LIMIT_DATA_FILE,
		&site->content, err) ||
	    !read_folder(
		site, s->folders.pages, LIMIT_ISSUE_FILE, &site->pages, err) ||
	    !read_folder(
		site, s->folders.images, LIMIT_DATA_FILE, &site->images, err) ||
	    !read_folder(site, s->folders.static_files, LIMIT_DATA_FILE,
		&site->static_files, err) ||
	    !read_folder(
		site, s->folders.theme, LIMIT_SMALL_FILE, &site->theme, err))
		return false;
	if (site->options->drafts && !read_folder(site, s->folders.drafts,
					 LIMIT_ISSUE_FILE, &site->drafts, err))
		return false;
	site_take_fingerprint(site);
	return true;
}
