/*
 * A title, a line end and an address: any bytes.  The item that is written is
 * one item with one link and nothing else.
 */
#include <assert.h>

#include "base/limits.h"
#include "model/item_write.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str written(struct arena *arena, struct str title, struct str url)
{
	struct item_link link = { title, url, 0, 0 };
	struct item item = { .link = &link, .links = 1 };
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	strbuf_lit(&out, "Title: A\n\n## Official\n\n");
	item_add_link(&out, '*', &item);
	strbuf_lit(&out, "\n\n## Jobs\n");
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str url = { (const char *)data, size };
	struct str title = str_take(&url, '\n');
	struct source source = { "fuzz", { NULL, 0 } };
	struct issue issue;

	url = arena_printf(&arena, "https://a.example/%.*s", STR_ARG(url));
	source.text = written(&arena, title, url);
	if (text_one_line(&arena, title).len > 0 &&
	    issue_read(&arena, source, twir_settings(), &issue) == ISSUE_OK) {
		assert(issue.sections == 3 && issue.section[1].items == 1);
		assert(issue.section[1].item[0].links == 1);
		assert(issue.section[1].item[0].kind == ITEM_LINK);
		assert(issue.section[1].item[0].tags.count == 0);
	}
	arena_release(&arena);
	return 0;
}
