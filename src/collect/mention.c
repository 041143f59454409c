#include "collect/mention.h"

#include "base/limits.h"
#include "base/text.h"

void harvest_mention(struct harvest *h, const struct mention *m)
{
	static const char *const origin[] = { "title", "card", "url", "link",
		"mentioned", "post", "mentioned_by", "author", NULL };
	enum { TITLE_MAX = 200 };
	struct str title = m->title.len > 0 ? m->title : m->text;
	struct strbuf out;
	struct json j;

	title = str_sub(title, 0,
	    text_boundary(
		title, title.len < TITLE_MAX ? title.len : TITLE_MAX));
	strbuf_init(&out, LIMIT_LETTER);
	harvest_begin(h, &j, &out, "link", m->seen);
	json_member(&j, "title", title.len > 0 ? title : m->page);
	json_member(&j, "url", m->link.len > 0 ? m->link : m->page);
	json_member(&j, "mentioned", m->page);
	json_member(&j, "mentioned_by", m->author);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}
