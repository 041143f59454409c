/* Any bytes as a line about a candidate: what is read has what its kind needs,
 * and is written as a line. */
#include <assert.h>

#include "base/text.h"
#include "inbox/inbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct section_rule sections[] = {
	{ .id = STR_INIT("news"), .title = STR_INIT("News") },
};
static const struct settings settings = { .section = sections, .sections = 1 };

static void check(struct arena *arena, const struct candidate *c)
{
	struct candidate again;
	struct error err = { "" };
	struct strbuf out;

	assert(c->title.len > 0 && text_is_valid(c->title));
	assert(c->source.len > 0 && c->fields.len > 0);
	assert(c->url.len <= LIMIT_URL);
	assert(c->kind != CANDIDATE_EVENT || date_is_set(c->day));
	assert(candidate_key(arena, c).len < LIMIT_URL);
	candidate_fields(arena, c->fields);
	strbuf_init(&out, 16 * MIB);
	candidate_add_json(&out, c, NULL);
	assert(!out.full && memchr(out.buf, '\n', out.len) == NULL);
	/* Too long, if escapes made it longer; else it is the same thing. */
	if (candidate_read(
		arena, strbuf_str(&out), &settings, STR("x"), &again, &err))
		assert(c->kind == again.kind && str_eq(c->title, again.title) &&
		       str_eq(c->fields, again.fields));
	else
		assert(out.len > LIMIT_CANDIDATE);
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct candidate c;
	struct error err = { "" };

	if (candidate_read(&arena, (struct str){ (const char *)data, size },
		&settings, STR("command"), &c, &err))
		check(&arena, &c);
	else
		assert(err.text[0] != '\0');
	arena_release(&arena);
	return 0;
}
