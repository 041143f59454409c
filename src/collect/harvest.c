/* What kinds of sources share: from what they found to candidates. */
#include "base/moment.h"
#include "collect/kind.h"
#include "inbox/inbox.h"

void harvest_leave(struct harvest *h, struct str why)
{
	if (h->left++ == 0)
		h->trouble = arena_str(h->arena, why);
}

void harvest_note(struct harvest *h, struct str text)
{
	for (size_t i = 0; i < h->notes.count; i++)
		if (str_eq(h->notes.item[i], text))
			return;
	h->notes.item = ARENA_GROW(h->arena, h->notes.item, h->notes.count);
	h->notes.item[h->notes.count++] = arena_str(h->arena, text);
}

static bool is_within(struct date day, struct date from, struct date until)
{
	return date_cmp(day, from) >= 0 &&
	       (until.year == 0 || date_cmp(day, until) < 0);
}

/* Events count until they begin, everything else from when it came up. */
static bool is_inside(const struct harvest *h, const struct candidate *c)
{
	const struct collect_options *o = h->options;

	if (c->kind == CANDIDATE_EVENT)
		return is_within(c->day, o->today, o->events_until);
	return c->seen == 0 ||
	       is_within(date_from_days((int32_t)(c->seen / (24 * 60 * 60))),
		   o->since, o->until);
}

/* Does the source want things with one of some words only? */
static bool has_words(const struct harvest *h, const struct candidate *c)
{
	const struct str_list *words = &h->rule->words;

	for (size_t i = 0; i < words->count; i++)
		if (str_contains_fold(c->title, words->item[i]) ||
		    str_contains_fold(c->url, words->item[i]))
			return true;
	return words->count == 0;
}

void harvest_line(struct harvest *h, struct str line)
{
	struct candidate c;
	struct error why;

	if (!candidate_read(
		h->arena, line, h->options->settings, h->rule->id, &c, &why)) {
		harvest_leave(h, str_of(why.text));
		return;
	}
	if (!is_inside(h, &c) || !has_words(h, &c)) {
		h->outside++;
		return;
	}
	if (c.section.at == NULL && h->rule->section.len > 0)
		c.section =
		    section_named(h->options->settings, h->rule->section);
	if (c.section.at == NULL && h->section.len > 0)
		c.section = section_named(h->options->settings, h->section);
	h->candidate = ARENA_GROW(h->arena, h->candidate, h->count);
	h->candidate[h->count++] = c;
}

static void add_moment(struct json *j, const char *name, int64_t seconds)
{
	struct strbuf text;

	if (seconds <= 0 || seconds > MOMENT_LAST)
		return;
	strbuf_init(&text, 64);
	moment_add(&text, seconds);
	json_member(j, name, strbuf_str(&text));
	strbuf_release(&text);
}

void harvest_begin(struct harvest *h, struct json *j, struct strbuf *out,
    const char *kind, int64_t seen)
{
	char hash[2 * ANSWER_HASH_BYTES];

	strbuf_reset(out);
	json_init(j, out);
	json_object(j);
	json_member(j, "kind", str_of(kind));
	json_member(j, "source", h->rule->id);
	if (h->answer.url.len > 0)
		json_member(j, "source_address", h->answer.url);
	json_member(j, "rule", h->because.len > 0 ? h->because : h->rule->kind);
	if (h->answer.status != 0) {
		hex_write(h->answer.hash, ANSWER_HASH_BYTES, hash);
		json_member(j, "raw_hash", (struct str){ hash, sizeof(hash) });
	}
	add_moment(j, "seen", seen);
	json_key(j, "fields");
	json_object(j);
}

void harvest_end(struct harvest *h, struct json *j, const char *const *origin)
{
	json_end(j);
	json_key(j, "origin");
	json_object(j);
	for (; origin[0] != NULL; origin += 2)
		json_member(j, origin[0], str_of(origin[1]));
	json_end(j);
	json_end(j);
	if (j->out->full)
		harvest_leave(h, STR("one of its things is too large"));
	else
		harvest_line(h, strbuf_str(j->out));
}
