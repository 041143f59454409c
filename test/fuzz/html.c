/* Any bytes give HTML that is UTF-8, closes what it opens, and runs nothing. */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "build/html.h"
#include "model/md_html.h"

enum { DEPTH_MAX = 2000 };

/* The elements that are open. */
struct stack {
	struct str name[DEPTH_MAX];
	size_t depth;
};

static bool is_one_of(struct str name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq(name, str_of(*list)))
			return true;
	return false;
}

static void check_attributes(struct arena *arena, struct str rest)
{
	static const char *const addresses[] = { "href", "src", "cite", NULL };
	struct str name, value;

	while (md_attribute_next(&rest, &name, &value)) {
		assert(name.len > 0 && name.at[0] >= 'a' && name.at[0] <= 'z');
		assert(!str_starts(name, STR("on")));
		assert(!str_eq(name, STR("style")));
		if (is_one_of(name, addresses))
			assert(url_scheme_is_safe(md_decode(arena, value)));
	}
}

static void check_tag(
    struct arena *arena, struct stack *stack, const struct md_tag *tag)
{
	static const char *const empty[] = { "br", "hr", "img", "wbr", NULL };
	static const char *const never[] = { "script", "style", "iframe",
		"object", "embed", "form", "svg", "math", "base", "meta",
		"link", "template", NULL };

	assert(!is_one_of(tag->name, never));
	if (tag->closing) {
		assert(stack->depth > 0);
		stack->depth--;
		assert(str_eq(stack->name[stack->depth], tag->name));
		return;
	}
	check_attributes(arena, tag->attributes);
	if (is_one_of(tag->name, empty))
		return;
	assert(stack->depth < DEPTH_MAX);
	stack->name[stack->depth++] = tag->name;
}

static void check(struct arena *arena, struct str html)
{
	static struct stack stack;

	stack.depth = 0;
	assert(text_is_valid(html));
	for (size_t at = 0; (at = str_find_char(html, '<', at)) != STR_NONE;) {
		struct md_tag tag;

		assert(md_tag_read(str_sub(html, at, html.len), &tag));
		check_tag(arena, &stack, &tag);
		at += tag.len;
	}
	assert(stack.depth == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str file =
	    arena_str(&arena, (struct str){ (const char *)data, size });
	struct md_tree tree;
	struct strbuf out;
	struct html html;

	if (md_tree_parse(&arena, file, 0, &tree) == MD_OK) {
		strbuf_init(&out, LIMIT_PAGE);
		html_init(&html, &out, &arena, HTML_WEB,
		    size % 2 ? STR("https://a.example/b/")
			     : (struct str){ NULL, 0 });
		html_add_blocks(&html, tree.root->first, NULL);
		check(&arena, strbuf_str(&out));
		strbuf_release(&out);
	}
	arena_release(&arena);
	return 0;
}
