/*
 * Any bytes as templates: "main" and, after each line "====", one of "a",
 * "b", "c", ... .  What compiles is rendered.
 */
#include "build/template.h"

static bool find_part(
    void *data, const char *name, struct str *ret_text, const char **ret_path)
{
	struct str rest = *(const struct str *)data;
	char part = 'a' - 1;

	while (rest.at != NULL) {
		size_t end = str_find(rest, STR("====\n"), 0);

		*ret_text = str_sub(rest, 0, end);
		*ret_path = name;
		if (part < 'a' ? str_eq(str_of(name), STR("main"))
			       : name[0] == part && name[1] == '\0')
			return true;
		if (end == STR_NONE || part++ == 'z')
			return false;
		rest = str_sub(rest, end + 5, rest.len);
	}
	return false;
}

static struct value variables(struct arena *arena)
{
	struct value v = value_map(arena), m = value_map(arena);
	struct value list = value_list(arena);

	value_set(arena, m, "t", value_text(STR("T\xc3\xa4 <&> \xff")));
	value_set(arena, m, "h", value_html(STR("<p>&amp; x</p>")));
	value_set(arena, m, "n", value_number(-1234));
	value_set(arena, m, "d", value_text(STR("2026-08-19")));
	value_append(arena, list, m);
	value_append(arena, list, value_none());
	value_append(arena, list, value_bool(true));
	value_set(arena, v, "m", m);
	value_set(arena, v, "l", list);
	return v;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text =
	    arena_str(&arena, (struct str){ (const char *)data, size });
	struct template_set *set = template_set_new(&arena, find_part, &text);
	struct strbuf out;
	struct error err;

	strbuf_init(&out, 64 * 1024);
	if (template_load(set, "main", &err))
		template_render(
		    set, "main", variables(&arena), &arena, &out, &err);
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
