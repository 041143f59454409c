/* The set: names, loading, suggestions. */
#include "build/template.h"

#include "build/template_priv.h"

#include <string.h>

#include "base/text.h"

/* Names that are compared for likeness are cut to this many bytes. */
enum { NEAREST_LENGTH = 32 };

struct template_set *template_set_new(
    struct arena *arena, template_find *find, void *data)
{
	struct template_set *set = ARENA_NEW(arena, struct template_set);

	set->arena = arena;
	set->find = find;
	set->data = data;
	return set;
}

const struct name *set_name(struct template_set *set, struct str text)
{
	uint32_t hash = 2166136261u;
	struct name **bucket, *name;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * 16777619u;
	bucket = &set->bucket[hash % NAME_BUCKETS];
	for (name = *bucket; name != NULL; name = name->next)
		if (str_eq(name->text, text))
			return name;
	name = ARENA_NEW(set->arena, struct name);
	*name = (struct name){ .text = text, .next = *bucket };
	*bucket = name;
	return name;
}

static struct template_file *find_loaded(
    const struct template_set *set, struct str name)
{
	for (size_t i = 0; i < set->templates; i++)
		if (str_eq(str_of(set->template[i] -> name), name))
			return set->template[i];
	return NULL;
}

static bool invalid_text(const struct source *source, struct error *err)
{
	size_t at = 0, next = 0;

	while (text_next(source->text, &next) != TEXT_INVALID)
		at = next;
	return source_error(err, source, at, at + 1,
	    "these bytes are no UTF-8; save the file as UTF-8");
}

static bool compile(
    struct template_set *set, struct template_file *t, struct error *err)
{
	struct parser p = { .set = set, .template = t, .err = err };

	if (t->source.text.len > LIMIT_SMALL_FILE)
		return error_set(err,
		    "%s is larger than a template may be (%zu bytes); split "
		    "it with `include`",
		    t->source.path, LIMIT_SMALL_FILE);
	if (!text_is_valid(t->source.text))
		return invalid_text(&t->source, err);
	/* As in Jinja, the newline at the end of a file is not part of it. */
	if (str_ends(t->source.text, STR("\n")))
		t->source.text.len--;
	if (!parse_template(&p))
		return false;
	t->main = (struct code){ p.op, p.ops, &t->source };
	return true;
}

static bool too_deep(struct str name, struct error *err)
{
	return error_set(err,
	    "template \"%.*s\" is the end of a chain of more than %d templates "
	    "that extend and include one another",
	    STR_ARG(name), LIMIT_TEMPLATE_DEPTH);
}

enum load_status set_load(struct template_set *set, struct str name,
    struct template_file **ret_template, struct error *err)
{
	struct template_file *t = find_loaded(set, name);
	bool fine;

	*ret_template = t;
	if (t != NULL)
		return t->loading ? LOAD_CIRCLE : LOAD_OK;
	if (set->depth >= LIMIT_TEMPLATE_DEPTH) {
		too_deep(name, err);
		return LOAD_FAILED;
	}
	t = ARENA_NEW(set->arena, struct template_file);
	t->name = arena_cstr(set->arena, name);
	if (!set->find(set->data, t->name, &t->source.text, &t->source.path))
		return LOAD_MISSING;
	set->template = ARENA_GROW(set->arena, set->template, set->templates);
	set->template[set->templates++] = t;
	*ret_template = t;
	t->loading = true;
	set->depth++;
	fine = compile(set, t, err);
	set->depth--;
	t->loading = false;
	return fine ? LOAD_OK : LOAD_FAILED;
}

struct str set_circle(const struct template_set *set, struct str name)
{
	struct strbuf out;
	struct str circle;
	bool inside = false;

	strbuf_init(&out, LIMIT_ERROR);
	/* Those being loaded stand in the order of their needing. */
	for (size_t i = 0; i < set->templates; i++) {
		const struct template_file *t = set->template[i];

		inside = inside || str_eq(str_of(t->name), name);
		if (inside && t->loading)
			strbuf_printf(&out, "%s -> ", t->name);
	}
	strbuf_add(&out, name);
	circle = arena_str(set->arena, strbuf_str(&out));
	strbuf_release(&out);
	return circle;
}

bool template_load(
    struct template_set *set, const char *name, struct error *err)
{
	size_t before = set->templates;
	struct template_file *t;

	switch (set_load(set, str_of(name), &t, err)) {
	case LOAD_OK: return true;
	case LOAD_MISSING:
		return error_set(err, "there is no template \"%s\"", name);
	case LOAD_CIRCLE: /* nothing is being loaded here */
	case LOAD_FAILED: break;
	}
	/* Forget those that were loaded on the way: they are found again. */
	set->templates = before;
	return false;
}

/* ---- suggestions ---- */

struct nearest nearest_to(struct str wanted)
{
	return (struct nearest){ .wanted = str_sub(wanted, 0, NEAREST_LENGTH),
		.distance = SIZE_MAX };
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's: letters to put in, take out or change. */
static size_t letters_changed(struct str a, struct str b)
{
	size_t row[NEAREST_LENGTH + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t same =
			    char_lower(a.at[i - 1]) == char_lower(b.at[j - 1]);
			size_t change = corner + !same;

			corner = row[j];
			row[j] = smallest(change, row[j] + 1, row[j - 1] + 1);
		}
	}
	return row[b.len];
}

void nearest_offer(struct nearest *n, struct str candidate)
{
	struct str cut = str_sub(candidate, 0, NEAREST_LENGTH);
	size_t distance = letters_changed(n->wanted, cut);

	if (distance < n->distance) {
		n->distance = distance;
		n->best = candidate;
	}
}

const char *nearest_hint(const struct nearest *n, struct arena *arena)
{
	if (n->best.at == NULL || n->distance > n->wanted.len / 3 + 1)
		return "";
	return arena_printf(arena, "; did you mean `%.*s`?", STR_ARG(n->best))
	    .at;
}
