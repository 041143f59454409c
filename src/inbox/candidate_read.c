/* Candidates read from JSON. */
#include <jansson.h>

#include "base/moment.h"
#include "base/text.h"
#include "base/url.h"
#include "inbox/inbox.h"

/* What is shown as the title of a quote; all of it is in the fields. */
enum { TITLE_BYTES = 300, STAGE_BYTES = 100 };

struct reading {
	struct arena *arena;
	const struct settings *settings;
	json_t *line, *fields;
	struct candidate c;
	struct error *err;
};

/* Unset if it is missing, null, empty or no text. */
static struct str text_of(struct arena *arena, const json_t *value)
{
	struct str text;

	if (!json_is_string(value))
		return (struct str){ NULL, 0 };
	text = str_trim((struct str){
	    json_string_value(value), json_string_length(value) });
	return text.len > 0 ? arena_str(arena, text) : (struct str){ NULL, 0 };
}

static struct str member(struct reading *r, const char *key)
{
	return text_of(r->arena, json_object_get(r->line, key));
}

static struct str field(struct reading *r, const char *key)
{
	return text_of(r->arena, json_object_get(r->fields, key));
}

/* JSON of a value, in the arena. */
static struct str dump(struct arena *arena, const json_t *value)
{
	size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;
	size_t size = json_dumpb(value, NULL, 0, flags);
	char *bytes = arena_alloc(arena, size + 1);

	json_dumpb(value, bytes, size, flags);
	return (struct str){ bytes, size };
}

/* ------------------------------------------------------------------ the line */

struct str section_named(const struct settings *settings, struct str name)
{
	size_t at = settings_section_named(settings, name);

	return at != STR_NONE ? settings->section[at].id
			      : (struct str){ NULL, 0 };
}

bool section_unknown(
    const struct settings *settings, struct str name, struct error *err)
{
	struct strbuf ids;
	bool no;

	strbuf_init(&ids, LIMIT_ERROR);
	for (size_t i = 0; i < settings->sections; i++) {
		strbuf_add_cstr(&ids, i > 0 ? ", " : "");
		strbuf_add(&ids, settings->section[i].id);
	}
	no = error_set(err,
	    "the settings have no section \"%.*s\", but these: %.*s",
	    STR_ARG(str_sub(name, 0, 100)), STR_ARG(strbuf_str(&ids)));
	strbuf_release(&ids);
	return no;
}

static bool read_section(struct reading *r)
{
	struct str name = member(r, "section");

	if (name.at == NULL)
		return true;
	r->c.section = section_named(r->settings, name);
	return r->c.section.at != NULL ||
	       section_unknown(r->settings, name, r->err);
}

static bool read_hash(struct reading *r)
{
	struct str hex = member(r, "raw_hash");
	char *bytes;

	if (hex.at == NULL)
		return true;
	bytes = arena_alloc(r->arena, hex.len / 2 + 1);
	for (size_t i = 0; i + 1 < hex.len; i += 2) {
		int high = char_hex(hex.at[i]), low = char_hex(hex.at[i + 1]);

		if (high < 0 || low < 0)
			return error_set(
			    r->err, "its \"raw_hash\" is not hexadecimal");
		bytes[i / 2] = (char)(high << 4 | low);
	}
	r->c.raw_hash = (struct str){ bytes, hex.len / 2 };
	return true;
}

static bool read_line_members(struct reading *r)
{
	struct str kind = member(r, "kind"), seen = member(r, "seen");
	const json_t *origin = json_object_get(r->line, "origin");

	if (!candidate_kind_named(kind, &r->c.kind))
		return error_set(r->err,
		    "its \"kind\" is none of link, event, call, decision, "
		    "change, feature, follow");
	r->fields = json_object_get(r->line, "fields");
	if (!json_is_object(r->fields))
		return error_set(r->err, "it has no object \"fields\"");
	if (seen.at != NULL && !moment_read(seen, &r->c.seen))
		return error_set(r->err, "its \"seen\" is no time such as "
					 "2026-03-04T17:05:00Z");
	if (member(r, "source").at != NULL)
		r->c.source = member(r, "source");
	r->c.source_address = member(r, "source_address");
	r->c.rule = member(r, "rule");
	if (json_is_object(origin))
		r->c.origin = dump(r->arena, origin);
	return read_section(r) && read_hash(r);
}

/* ---------------------------------------------------------------- the fields */

/* "title"; of a feature "name", or the beginning of its text. */
static struct str find_title(struct reading *r)
{
	static const char *const keys[] = { "title", "name", "text" };
	struct str title = { NULL, 0 };

	for (size_t i = 0; title.at == NULL && i < sizeof(keys) / sizeof(*keys);
	     i++)
		title = field(r, keys[i]);
	return str_sub(title, 0,
	    text_boundary(
		title, title.len < TITLE_BYTES ? title.len : TITLE_BYTES));
}

/* "url", or as items of `show` have it the first of "links". */
static struct str find_url(struct reading *r)
{
	struct str url = field(r, "url");
	const json_t *link =
	    json_array_get(json_object_get(r->fields, "links"), 0);

	return url.at != NULL ? url
			      : text_of(r->arena, json_object_get(link, "url"));
}

/* All texts in a value, for the search; there is a limit to the depth of what
 * jansson reads. */
static void add_words(struct strbuf *out, const json_t *value)
{
	const json_t *child;
	const char *key;
	size_t i;

	if (json_is_string(value)) {
		strbuf_add(out, (struct str){ json_string_value(value),
				    json_string_length(value) });
		strbuf_add_char(out, '\n');
	}
	json_array_foreach(value, i, child) add_words(out, child);
	if (json_is_object(value))
		json_object_foreach((json_t *)(uintptr_t)value, key, child)
		    add_words(out, child);
}

static bool read_day(struct reading *r)
{
	struct str first = field(r, "first");

	if (r->c.kind != CANDIDATE_EVENT)
		return true;
	return date_parse(first, false, &r->c.day) ||
	       error_set(r->err,
		   first.at == NULL
		       ? "an event needs its day: \"first\" in its fields"
		       : "its \"first\" is no day such as 2026-03-04");
}

/* "approved", "proposed updated", "comment-period 2026-11-18": the same thing
 * is decided on again and again. */
static void read_stage(struct reading *r)
{
	struct str kind = field(r, "kind"), more = field(r, "opened");

	if (r->c.kind != CANDIDATE_DECISION || kind.at == NULL)
		return;
	if (more.at == NULL && str_eq(kind, STR("proposed")) &&
	    str_eq(field(r, "disposition"), STR("updated")))
		more = STR("updated");
	r->c.stage = more.at == NULL
			 ? kind
			 : arena_printf(r->arena, "%.*s %.*s",
			       STR_ARG(str_sub(kind, 0, STAGE_BYTES)),
			       STR_ARG(str_sub(more, 0, STAGE_BYTES)));
}

/* What has no address is not listed; only a quote may have none. */
static bool check_url(struct reading *r)
{
	struct str url = r->c.url;

	if (url.len == 0)
		return r->c.kind == CANDIDATE_FEATURE ||
		       error_set(r->err, "it has no \"url\" in its fields");
	if (url.len > LIMIT_URL)
		return error_set(r->err, "its \"url\" is too long");
	return (url_is_absolute(url) && url_scheme_is_safe(url)) ||
	       error_set(r->err, "its \"url\" is no web address: %.*s",
		   STR_ARG(str_sub(url, 0, 200)));
}

static bool read_fields(struct reading *r)
{
	struct strbuf words;

	r->c.title = find_title(r);
	read_stage(r);
	if (r->c.title.len == 0)
		return error_set(r->err, "it has no \"title\" in its fields");
	r->c.url = find_url(r);
	r->c.fields = dump(r->arena, r->fields);
	strbuf_init(&words, LIMIT_CANDIDATE);
	add_words(&words, r->fields);
	r->c.words = arena_str(r->arena, strbuf_str(&words));
	strbuf_release(&words);
	return check_url(r) && read_day(r);
}

bool candidate_read(struct arena *arena, struct str line,
    const struct settings *settings, struct str source,
    struct candidate *ret_candidate, struct error *err)
{
	struct reading r = { .arena = arena,
		.settings = settings,
		.c.source = source,
		.err = err };
	json_error_t where;
	bool ok;

	if (line.len > LIMIT_CANDIDATE)
		return error_set(
		    err, "it is longer than %zu KiB", LIMIT_CANDIDATE / KIB);
	r.line = json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, &where);
	if (r.line == NULL)
		return error_set(err, "this is no JSON: %s", where.text);
	ok = json_is_object(r.line) ? read_line_members(&r) && read_fields(&r)
				    : error_set(err, "this is no JSON object");
	json_decref(r.line);
	if (ok)
		*ret_candidate = r.c;
	return ok;
}

/* ----------------------------------------------------------------- adding to it */

/* The object of a text, or a new one.  jansson's json_object() makes one too,
 * but base/json.h has a function of that name, which the linker takes. */
static json_t *object_of(struct str text)
{
	json_t *object = text.len > 0 ? json_loadb(text.at, text.len,
					    JSON_REJECT_DUPLICATES, NULL)
				      : NULL;

	if (json_is_object(object))
		return object;
	json_decref(object);
	return json_loads("{}", 0, NULL);
}

static json_t *updated(struct str text, struct str more)
{
	json_t *object = object_of(text), *added = object_of(more);

	json_object_update(object, added);
	json_decref(added);
	return object;
}

void candidate_add_fields(struct arena *arena, struct candidate *candidate,
    struct str fields, struct str origin)
{
	struct error ignored;
	struct reading r = { .arena = arena,
		.fields = updated(candidate->fields, fields),
		.c = *candidate,
		.err = &ignored };
	json_t *origins = updated(candidate->origin, origin);

	if (read_fields(&r) && r.c.fields.len <= LIMIT_CANDIDATE / 2) {
		r.c.url = candidate->url;
		r.c.day = candidate->day;
		r.c.origin = dump(arena, origins);
		*candidate = r.c;
	}
	json_decref(r.fields);
	json_decref(origins);
}

/* ------------------------------------------------------------------ for people */

static bool is_empty(const json_t *value)
{
	return json_is_null(value) ||
	       (json_is_string(value) && json_string_length(value) == 0) ||
	       (json_is_array(value) && json_array_size(value) == 0) ||
	       (json_is_object(value) && json_object_size(value) == 0);
}

struct candidate_fields candidate_fields(
    struct arena *arena, struct str json_object)
{
	struct candidate_fields list = { NULL, 0 };
	json_t *object = json_loadb(json_object.at, json_object.len, 0, NULL);
	const json_t *value;
	const char *key;

	json_object_foreach(object, key, value)
	{
		struct str text = json_is_string(value)
				      ? text_of(arena, value)
				      : (struct str){ NULL, 0 };

		if (is_empty(value))
			continue;
		if (text.at == NULL)
			text = dump(arena, value);
		list.field = ARENA_GROW(arena, list.field, list.count);
		list.field[list.count++] =
		    (struct candidate_field){ arena_str(arena, str_of(key)),
			    text };
	}
	json_decref(object);
	return list;
}
