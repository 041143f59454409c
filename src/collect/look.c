#include "collect/look.h"

#include "base/limits.h"
#include "base/pattern.h"
#include "base/url.h"
#include "inbox/inbox.h"
#include "model/event_fields.h"

enum { WORDS_A_MINUTE = 220 };

/* Who tells about its pages in a better way than by them (oembed.com). */
static const struct {
	const char *host, *address;
} providers[] = {
	{ "youtube.com", "https://www.youtube.com/oembed?format=json&url=" },
	{ "youtu.be", "https://www.youtube.com/oembed?format=json&url=" },
	{ "vimeo.com", "https://vimeo.com/api/oembed.json?url=" },
};

/* ------------------------------------------------------------------------ tags */

static const struct tag_rule *rule_for(
    const struct settings *s, struct str canonical, enum page_medium medium)
{
	static const char *const names[] = { [PAGE_READ] = NULL,
		[PAGE_WATCHED] = "video",
		[PAGE_HEARD] = "audio" };
	const struct tag_rule *named = NULL;

	for (size_t i = 0; i < s->tags; i++) {
		if (patterns_match_address(&s->tag[i].links, canonical))
			return &s->tag[i];
		if (names[medium] != NULL &&
		    str_eq_fold(s->tag[i].name, str_of(names[medium])))
			named = &s->tag[i];
	}
	return named;
}

/* "DE" of "de-AT"; unset if it is no language, or that of the newsletter. */
static struct str foreign(
    struct arena *arena, const struct settings *settings, struct str language)
{
	enum { LETTERS = 2 };
	struct str own = str_sub(settings->language, 0, LETTERS);
	bool ends = language.len == LETTERS ||
		    (language.len > LETTERS && !char_is_alpha(language.at[2]));
	char *upper;

	if (!ends || str_eq_fold(str_sub(language, 0, LETTERS), own) ||
	    !char_is_alpha(language.at[0]) || !char_is_alpha(language.at[1]))
		return (struct str){ NULL, 0 };
	upper = arena_alloc(arena, LETTERS);
	for (size_t i = 0; i < LETTERS; i++)
		upper[i] = char_upper(language.at[i]);
	return (struct str){ upper, LETTERS };
}

static void add_tag(struct arena *arena, struct str_list *list, struct str tag)
{
	list->item = ARENA_GROW(arena, list->item, list->count);
	list->item[list->count++] = tag;
}

struct str_list link_tags(struct arena *arena, const struct settings *settings,
    struct str url, enum page_medium medium, struct str language)
{
	const struct tag_rule *rule =
	    rule_for(settings, url_canonical(arena, url), medium);
	struct str other = foreign(arena, settings, language);
	struct str_list list = { NULL, 0 };

	if (rule != NULL)
		add_tag(arena, &list, rule->name);
	if (other.len > 0)
		add_tag(arena, &list, other);
	return list;
}

/* ---------------------------------------------------------------------- answers */

static void add_text(struct json *j, const char *name, struct str text)
{
	if (text.len > 0)
		json_member(j, name, text);
}

static bool has_field(
    struct arena *arena, const struct candidate *c, const char *name)
{
	return candidate_field_text(arena, c, name).at != NULL;
}

/* The address that the page says it has, if that is another one; those that say
 * it of the front page of their site mean nothing by it. */
static struct str other_address(struct arena *arena, const struct candidate *c,
    const struct page_link *page)
{
	struct str own = url_canonical(arena, page->canonical);

	return own.len > 0 && url_split(own).path.len > 1 &&
		       !str_eq(own, url_canonical(arena, c->url))
		   ? page->canonical
		   : STR("");
}

static void add_page(struct harvest *h, struct json *j,
    const struct candidate *c, const struct page_link *page)
{
	struct str_list tags = link_tags(h->arena, h->options->settings, c->url,
	    page->medium, page->language);
	int64_t minutes =
	    (int64_t)(page->words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE;

	add_text(j, "title", page_title_said(page->title, c->title));
	add_text(j, "canonical", other_address(h->arena, c, page));
	/* What the source says of a recording counts more. */
	if (tags.count > 0 && !has_field(h->arena, c, "tags"))
		json_member_list(j, "tags", &tags);
	add_text(j, "language", page->language);
	add_text(j, "author", page->author);
	if (minutes > 0)
		json_member_number(j, "minutes", minutes);
	if (page->paid) {
		json_key(j, "paid");
		json_bool(j, true);
	}
}

static struct str origin_of(struct arena *arena, const struct page_link *page)
{
	struct strbuf out;
	struct json j;
	struct str text;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	if (page->title.len > 0)
		json_member(&j, "title",
		    arena_printf(arena, "page: %s", page->title_from));
	json_end(&j);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

/* What is known of the page now, if anything. */
static void note_page(
    struct harvest *h, struct candidate *c, const struct page_link *page)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "looked", date_text(h->arena, h->options->today));
	if (h->answer.status != 200)
		json_member_number(&j, "page_status", h->answer.status);
	add_page(h, &j, c, page);
	json_end(&j);
	if (!out.full)
		candidate_add_fields(
		    h->arena, c, strbuf_str(&out), origin_of(h->arena, page));
	strbuf_release(&out);
}

/* Of each link there is one candidate; its address is what is remembered, as
 * the array of candidates moves. */
struct looking {
	size_t candidate;
	bool oembed;
	bool again; /* the page was there, and names this */
};

static void ask_embedded(struct harvest *h, size_t candidate, struct str url);

static bool read_page(struct harvest *h, struct error *err)
{
	const struct looking *looking = h->answer.data;
	struct candidate *c = &h->candidate[looking->candidate];
	struct page_link page = { .medium = PAGE_READ };

	(void)err;
	if (h->answer.status == 200 && looking->oembed)
		page_oembed_read(h->arena, h->answer.body, &page);
	else if (h->answer.status == 200)
		page_link_read(h->arena, h->answer.body, h->answer.content_type,
		    h->answer.url, &page);
	if (looking->again && page.title.len == 0)
		return true;
	note_page(h, c, &page);
	if (page.oembed.len > 0 && !page_title_is_good(&page))
		ask_embedded(h, looking->candidate, page.oembed);
	return true;
}

/* ------------------------------------------------------------------------ asking */

static const char *provider_of(struct str url)
{
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		if (kind_is_at(url, providers[i].host))
			return providers[i].address;
	return NULL;
}

static struct str embedded_address(
    struct arena *arena, const char *provider, struct str url)
{
	struct strbuf out;
	struct str address;

	strbuf_init(&out, LIMIT_URL * 3);
	strbuf_add_cstr(&out, provider);
	url_add_value(&out, url);
	address = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return address;
}

static void ask_for(
    struct harvest *h, struct str url, const struct looking *looking)
{
	harvest_ask(
	    h, &(struct ask){ .url = url,
		   .accept = "text/html, application/xhtml+xml, */*;q=0.5",
		   .read = read_page,
		   .data = (void *)(uintptr_t)looking,
		   .may_fail = true,
		   .most = LIMIT_SOURCE_PAGE });
}

static void ask_embedded(struct harvest *h, size_t candidate, struct str url)
{
	struct looking *looking = ARENA_NEW(h->arena, struct looking);

	*looking = (struct looking){ candidate, true, true };
	ask_for(h, url, looking);
}

static void ask_page(struct harvest *h, size_t index)
{
	struct looking *looking = ARENA_NEW(h->arena, struct looking);
	struct str url = h->candidate[index].url;
	const char *provider = provider_of(url);

	*looking = (struct looking){ index, provider != NULL, false };
	if (provider != NULL)
		url = embedded_address(h->arena, provider, url);
	ask_for(h, url, looking);
}

/* True if the inbox has it; what was seen when it came stays. */
static bool is_known(struct harvest *h, struct candidate *c)
{
	struct candidate there;
	struct error ignored;
	bool found = false;

	if (!inbox_find_same(
		h->options->store, h->arena, c, &found, &there, &ignored) ||
	    !found)
		return false;
	if (has_field(h->arena, &there, "looked"))
		candidate_add_fields(h->arena, c, there.fields, there.origin);
	return true;
}

void look_at_links(struct harvest *h)
{
	size_t asked = 0;

	for (size_t i = 0; i < h->count; i++) {
		struct candidate *c = &h->candidate[i];

		if (c->kind != CANDIDATE_LINK || !url_is_web(c->url) ||
		    is_known(h, c) || asked == LIMIT_SOURCE_LOOKS)
			continue;
		ask_page(h, i);
		asked++;
	}
}
