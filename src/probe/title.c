#include "probe/title.h"

#include "base/decode.h"
#include "base/html_sax.h"
#include "base/limits.h"
#include "base/text.h"

/* Enough for a title with blanks to collapse; the rest is cut anyway. */
#define RAW_MAX (16 * KIB)

struct finder {
	struct html_sax sax;
	struct strbuf title, card;
	bool in_title, seen;
	int pictures; /* <svg> around us: they have titles of their own */
};

static void end_title(struct finder *f)
{
	f->in_title = false;
	if (str_trim(strbuf_str(&f->title)).len == 0)
		return;
	f->seen = true;
	html_sax_stop(&f->sax);
}

static void on_start(void *data, struct str tag, html_attributes list)
{
	struct finder *f = data;

	if (f->in_title)
		end_title(f);
	if (f->seen)
		return;
	if (str_eq_fold(tag, STR("svg")))
		f->pictures++;
	else if (str_eq_fold(tag, STR("title")) && f->pictures == 0)
		f->in_title = true;
	else if (str_eq_fold(tag, STR("meta")) && f->card.len == 0 &&
		 (str_eq_fold(
		      html_attribute(list, "property"), STR("og:title")) ||
		     str_eq_fold(
			 html_attribute(list, "name"), STR("og:title"))))
		strbuf_add(&f->card, html_attribute(list, "content"));
}

static void on_end(void *data, struct str tag)
{
	struct finder *f = data;

	if (f->in_title)
		end_title(f);
	if (f->pictures > 0 && str_eq_fold(tag, STR("svg")))
		f->pictures--;
}

static void on_text(void *data, struct str text)
{
	struct finder *f = data;

	if (f->in_title)
		strbuf_add(&f->title, text);
	if (f->title.full)
		end_title(f);
}

struct str title_find(
    struct arena *arena, struct str page, struct str content_type)
{
	struct finder f = {
		.sax = { .start = on_start, .end = on_end, .text = on_text }
	};
	struct strbuf html;
	struct str title;

	page = str_sub(page, 0, LIMIT_PROBE_PAGE);
	strbuf_init(&html, LIMIT_PROBE_PAGE * 4);
	strbuf_init(&f.title, RAW_MAX);
	strbuf_init(&f.card, RAW_MAX);
	decode_page(&html, page, content_type);
	f.sax.data = &f;
	if (html.len > 0)
		html_sax_read(&f.sax, strbuf_str(&html));
	title = text_line(arena, strbuf_str(&f.title), LIMIT_PAGE_TITLE);
	if (title.len == 0)
		title = text_line(arena, strbuf_str(&f.card), LIMIT_PAGE_TITLE);
	strbuf_release(&html);
	strbuf_release(&f.title);
	strbuf_release(&f.card);
	return title;
}
