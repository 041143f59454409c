#include "model/settings.h"

#include <string.h>

#include "base/nearest.h"
#include "model/settings_table.h"

enum {
	LONGEST_PATH = 80, /* of a key: "folders.content" */
	MOST_RECORDS = 1000,
};

/* One settings file that is being read over what `settings` has already. */
struct read {
	struct arena *arena;
	struct source source;
	const struct yaml_node *root;
	struct settings *settings;
	struct error *err;
};

static bool fail_at(
    const struct read *r, const struct yaml_node *node, const char *message)
{
	return source_error(
	    r->err, &r->source, node->offset, node->end, "%s", message);
}

static bool fail_at_key(
    const struct read *r, const struct yaml_node *node, const char *message)
{
	return source_error(
	    r->err, &r->source, node->key_offset, node->key_end, "%s", message);
}

/* The part of a key's path behind `prefix`, up to the next dot; unset if the
 * key is not below the prefix. */
static struct str part_below(const char *key, struct str prefix)
{
	struct str path = str_of(key);

	if (!str_starts(path, prefix))
		return (struct str){ 0 };
	path = str_sub(path, prefix.len, path.len);
	return str_take(&path, '.');
}

/* The known key below prefix that is nearest to a wrong one; or unset. */
static struct str nearest_key(const struct field *field, size_t fields,
    struct str prefix, struct str wrong)
{
	struct str best = { 0 };

	for (size_t i = 0; i < fields; i++) {
		struct str part = part_below(field[i].key, prefix);

		if (part.at != NULL && name_is_near(wrong, part) &&
		    (best.at == NULL || name_distance(wrong, part) <
					    name_distance(wrong, best)))
			best = part;
	}
	return best;
}

/* "name, address and language": all keys below prefix. */
static const char *list_keys(struct arena *arena, const struct field *field,
    size_t fields, struct str prefix)
{
	struct str list = STR(""), before = { 0 };

	for (size_t i = 0; i < fields; i++) {
		struct str part = part_below(field[i].key, prefix);

		if (part.at == NULL || str_eq(part, before))
			continue;
		list = arena_printf(arena, "%.*s%s%.*s", STR_ARG(list),
		    list.len > 0 ? ", " : "", STR_ARG(part));
		before = part;
	}
	return arena_cstr(arena, list);
}

static bool fail_unknown(const struct read *r, const struct yaml_node *node,
    const struct field *field, size_t fields, struct str prefix)
{
	struct str near = nearest_key(field, fields, prefix, node->key);

	if (near.at != NULL)
		return source_error(r->err, &r->source, node->key_offset,
		    node->key_end, "unknown key `%.*s`; did you mean `%.*s`?",
		    STR_ARG(node->key), STR_ARG(near));
	return source_error(r->err, &r->source, node->key_offset, node->key_end,
	    "unknown key `%.*s`; there is %s", STR_ARG(node->key),
	    list_keys(r->arena, field, fields, prefix));
}

static const struct field *find_field(
    const struct field *field, size_t fields, const char *path)
{
	for (size_t i = 0; i < fields; i++)
		if (strcmp(field[i].key, path) == 0)
			return &field[i];
	return NULL;
}

static bool read_scalar(const struct read *r, const struct field *f,
    const struct yaml_node *node, void *at)
{
	struct error why = { 0 };
	struct str text = node->text;

	if (node->kind != YAML_SCALAR)
		return source_error(r->err, &r->source, node->offset, node->end,
		    "`%s`: expected %s, not %s", f->key,
		    field_type_name(f->type), yaml_kind_name(node->kind));
	if (field_store(f, r->arena, text, at, &why))
		return true;
	return fail_at(r, node, why.text);
}

/* Each of a list; an entry without text is an error. */
static bool read_texts(const struct read *r, const struct field *f,
    const struct yaml_node *node, void *at)
{
	struct str_list list = { 0 };
	const struct yaml_node *n;

	list.item = ARENA_ARRAY(r->arena, node->count + 1, struct str);
	for (n = node->first; n != NULL; n = n->next) {
		if (n->kind == YAML_SCALAR && n->text.len == 0)
			return fail_at(r, n, "expected a text");
		if (!read_scalar(r, f, n, &list.item[list.count]))
			return false;
		list.count++;
	}
	*(struct str_list *)at = list;
	return true;
}

static bool read_records(
    const struct read *r, const struct field *f, const struct yaml_node *node);

static bool read_value(const struct read *r, const struct field *f,
    const struct yaml_node *node, void *base)
{
	void *at = (char *)base + f->offset;
	bool list = f->type == FIELD_LINES || f->type == FIELD_COUNTRIES ||
		    f->type == FIELD_DATES || f->type == FIELD_RECORDS;

	if (!list)
		return read_scalar(r, f, node, at);
	if (node->kind != YAML_LIST)
		return source_error(r->err, &r->source, node->offset, node->end,
		    "`%s`: expected %s, not %s", f->key,
		    field_type_name(f->type), yaml_kind_name(node->kind));
	if (f->type == FIELD_RECORDS)
		return read_records(r, f, node);
	return read_texts(r, f, node, at);
}

/* What a record does not say, and whether it may leave that out. */
static bool complete_record(const struct read *r, const struct record *record,
    const struct yaml_node *node, void *base)
{
	for (size_t i = 0; i < record->fields; i++) {
		const struct field *f = &record->field[i];

		if (yaml_find(node, str_of(f->key)) != NULL)
			continue;
		if (f->required)
			return source_error(r->err, &r->source, node->offset,
			    node->offset, "the %s has no `%s`", record->name,
			    f->key);
		if (f->initial != NULL &&
		    !field_store(f, r->arena, str_of(f->initial),
			(char *)base + f->offset, r->err))
			return false;
	}
	return true;
}

static bool read_record(const struct read *r, const struct record *record,
    const struct yaml_node *node, void *base)
{
	const struct yaml_node *n;

	if (node->kind != YAML_MAP)
		return source_error(r->err, &r->source, node->offset, node->end,
		    "expected a %s, that is a map with `%s`", record->name,
		    record->field[0].key);
	for (n = node->first; n != NULL; n = n->next) {
		const char *key = arena_cstr(r->arena, n->key);
		const struct field *f =
		    find_field(record->field, record->fields, key);

		if (f == NULL)
			return fail_unknown(
			    r, n, record->field, record->fields, STR(""));
		if (!read_value(r, f, n, base))
			return false;
	}
	return complete_record(r, record, node, base);
}

/* The record whose first field, its name, is the same; or `count`. */
static size_t find_record(const struct record *record, const char *list,
    size_t count, const void *wanted)
{
	const struct str *name = wanted;
	size_t i;

	for (i = 0; i < count; i++) {
		const void *other = list + i * record->size;

		if (str_eq(*(const struct str *)other, *name))
			break;
	}
	return i;
}

static bool read_records(
    const struct read *r, const struct field *f, const struct yaml_node *node)
{
	const struct record *record = f->record;
	char *base = (char *)r->settings;
	void **list = (void *)(base + f->offset);
	size_t *count = (void *)(base + f->count_offset);
	size_t old = f->add ? *count : 0, used = old;
	const struct yaml_node *n;
	char *all;

	if (old + node->count > MOST_RECORDS)
		return fail_at(r, node, "more than 1000 entries");
	all = arena_array(r->arena, old + node->count + 1, record->size);
	if (old > 0)
		memcpy(all, *list, old * record->size);
	for (n = node->first; n != NULL; n = n->next) {
		char *last = all + used * record->size;
		size_t same;

		memset(last, 0, record->size);
		if (!read_record(r, record, n, last))
			return false;
		same = find_record(record, all, used, last);
		if (same == used)
			used++;
		else if (same < old)
			memcpy(all + same * record->size, last, record->size);
		else
			return source_error(r->err, &r->source, n->offset,
			    n->end, "two entries have the %s `%.*s`",
			    record->field[0].key,
			    STR_ARG(*(struct str *)(void *)last));
	}
	*list = all;
	*count = used;
	return true;
}

static bool read_map(const struct read *r, const struct yaml_node *map,
    const char *prefix, int depth);

/* A group of settings, "folders:". */
static bool read_group(const struct read *r, const struct yaml_node *node,
    const char *path, int depth)
{
	struct str below = arena_printf(r->arena, "%s.", path);
	bool known = false;

	for (size_t i = 0; i < settings_field_count; i++)
		known |= str_starts(str_of(settings_fields[i].key), below);
	if (!known)
		return fail_unknown(r, node, settings_fields,
		    settings_field_count,
		    str_of(arena_cstr(
			r->arena, str_sub(str_of(path), 0,
				      strlen(path) - node->key.len))));
	if (node->kind != YAML_MAP)
		return source_error(r->err, &r->source, node->offset, node->end,
		    "`%s`: expected a map, not %s", path,
		    yaml_kind_name(node->kind));
	return read_map(r, node, below.at, depth + 1);
}

static bool read_map(const struct read *r, const struct yaml_node *map,
    const char *prefix, int depth)
{
	const struct yaml_node *n;

	if (depth > 2)
		return fail_at(r, map, "nested too deep");
	for (n = map->first; n != NULL; n = n->next) {
		const char *path =
		    arena_printf(r->arena, "%s%.*s", prefix, STR_ARG(n->key))
			.at;
		const struct field *f =
		    find_field(settings_fields, settings_field_count, path);

		if (strchr(arena_cstr(r->arena, n->key), '.') != NULL)
			return fail_at_key(r, n,
			    "a key has no dots; nest it: one key below the "
			    "other");
		if (f == NULL && !read_group(r, n, path, depth))
			return false;
		if (f != NULL && !read_value(r, f, n, r->settings))
			return false;
	}
	return true;
}

/* Where a key of the file is; the start of the file if it is not there. */
static struct yaml_node place_of(
    const struct read *r, struct str group, struct str key)
{
	const struct yaml_node *node = yaml_find(r->root, group);

	if (key.len > 0 && yaml_find(node, key) != NULL)
		node = yaml_find(node, key);
	return node != NULL ? *node : (struct yaml_node){ 0 };
}

static bool is_inside(struct str path, struct str folder)
{
	return str_starts(path, folder) &&
	       (path.len == folder.len || path.at[folder.len] == '/');
}

/* The output folder is cleaned: nothing else may be in it, nor around it. */
static bool check_folders(const struct read *r)
{
	const struct settings *s = r->settings;
	const struct str others[] = { s->folders.content, s->folders.drafts,
		s->folders.pages, s->folders.images, s->folders.static_files,
		s->folders.theme, s->folders.cache };
	struct yaml_node at = place_of(r, STR("folders"), STR("output"));

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_inside(others[i], s->folders.output) ||
		    is_inside(s->folders.output, others[i]))
			return source_error(r->err, &r->source, at.offset,
			    at.end,
			    "`folders.output` (%.*s) must be apart from the "
			    "folder %.*s",
			    STR_ARG(s->folders.output), STR_ARG(others[i]));
	return true;
}

/* A section's kind and feature belong together. */
static bool check_features(const struct read *r)
{
	for (size_t i = 0; i < r->settings->sections; i++) {
		const struct section_rule *rule = &r->settings->section[i];
		struct yaml_node at = place_of(r, STR("sections"), STR(""));

		if ((rule->kind == SECTION_FEATURE) ==
		    (rule->feature.at != NULL))
			continue;
		return source_error(r->err, &r->source, at.offset, at.offset,
		    rule->feature.at == NULL
			? "section `%.*s` is of kind feature, but has no "
			  "`feature`"
			: "section `%.*s` has a `feature`, but is not of "
			  "kind feature",
		    STR_ARG(rule->id));
	}
	return true;
}

static bool check_virtual(const struct read *r)
{
	struct yaml_node at = place_of(r, STR("regions"), STR(""));
	size_t count = 0;

	for (size_t i = 0; i < r->settings->regions; i++)
		count += r->settings->region[i].virtual_events;
	if (count <= 1)
		return true;
	return source_error(r->err, &r->source, at.offset, at.offset,
	    "more than one region has `virtual: yes`");
}

static bool check_headings(const struct read *r)
{
	const struct settings *s = r->settings;
	struct str heading, id;
	struct yaml_node at;
	const char *list;
	size_t rule;

	if (settings_index_check(s, &list, &rule, &heading))
		return true;
	id = strcmp(list, "sections") == 0  ? s->section[rule].id
	     : strcmp(list, "regions") == 0 ? s->region[rule].id
					    : s->group[rule].title;
	at = place_of(r, str_of(list), STR(""));
	return source_error(r->err, &r->source, at.offset, at.offset,
	    "%s: heading `%.*s` of `%.*s` is too long, or one before it has "
	    "it too",
	    list, STR_ARG(heading), STR_ARG(id));
}

/* Read one file over *s. */
static bool read_over(struct arena *arena, const struct source *source,
    const struct yaml_node *root, struct settings *s, struct error *err)
{
	struct read r = { arena, *source, root, s, err };

	if (root->kind != YAML_MAP)
		return source_error(err, source, root->offset, root->offset,
		    "expected keys and values, such as `name: My "
		    "newsletter`");
	if (!read_map(&r, root, "", 0))
		return false;
	s->index = settings_index_make(arena, s);
	return check_folders(&r) && check_features(&r) && check_virtual(&r) &&
	       check_headings(&r);
}

static const struct embedded_file *find_preset(struct str name)
{
	const struct embedded_file *f;

	for (f = embedded_presets; f->name != NULL; f++) {
		struct str file = str_of(f->name);

		if (str_ends(file, STR(".yaml")) &&
		    str_eq(str_sub(file, 0, file.len - 5), name))
			return f;
	}
	return NULL;
}

static bool unknown_preset(struct str name, struct error *err)
{
	struct strbuf list;

	strbuf_init(&list, LIMIT_ERROR / 2);
	for (const struct embedded_file *f = embedded_presets; f->name != NULL;
	     f++) {
		struct str file = str_of(f->name);

		if (list.len > 0)
			strbuf_lit(&list, ", ");
		strbuf_add(&list, str_sub(file, 0, file.len - 5));
	}
	error_set(
	    err, "unknown preset `%.*s`; there is %s", STR_ARG(name), list.buf);
	strbuf_release(&list);
	return false;
}

/* Read a preset over *s. */
static bool read_preset(
    struct arena *arena, struct str name, struct settings *s, struct error *err)
{
	const struct embedded_file *file = find_preset(name);
	struct source source;
	const struct yaml_node *root;

	if (file == NULL)
		return unknown_preset(name, err);
	source.path = arena_printf(arena, "presets/%s", file->name).at;
	source.text = (struct str){ file->data, file->size };
	root = yaml_read(arena, &source, err);
	return root != NULL && read_over(arena, &source, root, s, err);
}

bool settings_preset(struct arena *arena, struct str name,
    struct settings *ret_settings, struct error *err)
{
	struct settings s = { 0 };

	if (!read_preset(arena, STR("neutral"), &s, err))
		return false;
	if (!str_eq(name, STR("neutral")) && !read_preset(arena, name, &s, err))
		return false;
	s.preset = arena_str(arena, name);
	*ret_settings = s;
	return true;
}

bool settings_read(struct arena *arena, const char *path, struct str text,
    struct settings *ret_settings, struct error *err)
{
	struct source source = { path, text };
	const struct yaml_node *root = yaml_read(arena, &source, err);
	const struct yaml_node *named;
	struct str preset = STR("neutral");
	struct settings s;

	if (root == NULL)
		return false;
	named = yaml_find(root, STR("preset"));
	if (named != NULL && named->kind == YAML_SCALAR && !named->empty)
		preset = named->text;
	if (named != NULL && find_preset(preset) == NULL) {
		struct error why = { 0 };

		unknown_preset(preset, &why);
		return source_error(
		    err, &source, named->offset, named->end, "%s", why.text);
	}
	if (!settings_preset(arena, preset, &s, err) ||
	    !read_over(arena, &source, root, &s, err))
		return false;
	s.path = arena_cstr(arena, str_of(path));
	s.preset = preset;
	*ret_settings = s;
	return true;
}

struct str settings_recognise(struct str category)
{
	for (const struct embedded_file *f = embedded_presets; f->name != NULL;
	     f++) {
		struct str name = str_of(f->name);
		struct arena arena = { 0 };
		struct error err = { 0 };
		struct settings s;
		bool same;

		name.len -= 5;
		same = settings_preset(&arena, name, &s, &err) &&
		       s.recognise.category.at != NULL &&
		       str_eq_fold(s.recognise.category, str_trim(category));
		arena_release(&arena);
		if (same)
			return name;
	}
	return STR("neutral");
}
