/* Raw HTML as plain text: its words, the addresses of its links, what its
 * pictures show. */
#include "base/limits.h"
#include "build/plain_priv.h"
#include "model/md_html.h"

static struct str attribute(
    struct plain *p, const struct md_tag *tag, struct str wanted)
{
	struct str rest = tag->attributes, name, value;

	while (md_attribute_next(&rest, &name, &value))
		if (str_eq_fold(name, wanted) && value.at != NULL)
			return md_decode(p->arena, value);
	return (struct str){ NULL, 0 };
}

static void take_anchor(struct plain *p, const struct md_tag *tag)
{
	if (!tag->closing) {
		p->target = attribute(p, tag, STR("href"));
		return;
	}
	if (p->target.len > 0)
		plain_add_link_number(p, p->target);
	p->target = (struct str){ NULL, 0 };
}

/* Tags that mean something between words. */
static bool take_inline_tag(struct plain *p, const struct md_tag *tag)
{
	if (str_eq_fold(tag->name, STR("a")))
		take_anchor(p, tag);
	else if (str_eq_fold(tag->name, STR("br")) && !plain_is_hidden(p))
		wrap_break(&p->wrap);
	else if (str_eq_fold(tag->name, STR("img")))
		plain_add_picture(p, attribute(p, tag, STR("alt")),
		    attribute(p, tag, STR("src")));
	else
		return false;
	return true;
}

void plain_add_raw(struct plain *p, struct str raw)
{
	struct md_tag tag;

	if (md_comment_length(raw) > 0)
		p->hidden = html_passage(p->medium, raw, p->hidden);
	else if (md_tag_read(raw, &tag) && !html_removes(&tag, &p->removed))
		take_inline_tag(p, &tag);
}

/* Tags that end a paragraph; all others stand inside of one. */
static bool is_block_tag(struct str name)
{
	static const struct str names[] = { STR_INIT("address"),
		STR_INIT("article"), STR_INIT("aside"), STR_INIT("blockquote"),
		STR_INIT("center"), STR_INIT("dd"), STR_INIT("details"),
		STR_INIT("div"), STR_INIT("dl"), STR_INIT("dt"),
		STR_INIT("figcaption"), STR_INIT("figure"), STR_INIT("footer"),
		STR_INIT("h1"), STR_INIT("h2"), STR_INIT("h3"), STR_INIT("h4"),
		STR_INIT("h5"), STR_INIT("h6"), STR_INIT("header"),
		STR_INIT("hr"), STR_INIT("ol"), STR_INIT("p"), STR_INIT("pre"),
		STR_INIT("section"), STR_INIT("summary"), STR_INIT("table"),
		STR_INIT("tbody"), STR_INIT("thead"), STR_INIT("ul") };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq_fold(names[i], name))
			return true;
	return false;
}

/* Rows and entries have a line each, but no empty ones between them. */
static void take_block_tag(struct plain *p, const struct md_tag *tag)
{
	bool entry = str_eq_fold(tag->name, STR("li"));

	if (is_block_tag(tag->name)) {
		size_t from = p->out->len;

		plain_end(p);
		p->gap = p->gap || p->out->len > from;
		p->gap_prefix = p->rest;
		plain_begin(p);
	} else if (entry || str_eq_fold(tag->name, STR("tr"))) {
		plain_end(p);
		plain_begin(p);
		if (entry && !tag->closing)
			plain_add_text(p, STR("* "));
	} else if (str_eq_fold(tag->name, STR("td")) ||
		   str_eq_fold(tag->name, STR("th"))) {
		plain_add_text(p, STR(" "));
	}
}

/* Bytes of raw HTML that are one thing: a comment, a tag, or text. */
static size_t take_piece(struct plain *p, struct str raw)
{
	size_t len = md_comment_length(raw), end;
	struct md_tag tag;

	if (len > 0) {
		p->hidden =
		    html_passage(p->medium, str_sub(raw, 0, len), p->hidden);
		return len;
	}
	if (md_tag_read(raw, &tag) && tag.kind != MD_TAG_NONE) {
		if (!html_removes(&tag, &p->removed) &&
		    !take_inline_tag(p, &tag))
			take_block_tag(p, &tag);
		return tag.len;
	}
	end = str_find_char(raw, '<', 1);
	if (end == STR_NONE)
		end = raw.len;
	plain_add_text(p, md_decode(p->arena, str_sub(raw, 0, end)));
	return end;
}

void plain_add_raw_block(struct plain *p, const struct md_node *node)
{
	struct strbuf all;
	struct str raw;

	strbuf_init(&all, LIMIT_ISSUE_FILE);
	MD_EACH_CHILD (line, node)
		strbuf_add(&all, line->text);
	raw = arena_str(p->arena, strbuf_str(&all));
	strbuf_release(&all);
	plain_begin(p);
	while (raw.len > 0)
		raw = str_sub(raw, take_piece(p, raw), raw.len);
	plain_end(p);
	/* A script that does not end would hide the rest of the issue. */
	p->removed = (struct str){ NULL, 0 };
	p->target = (struct str){ NULL, 0 };
}
