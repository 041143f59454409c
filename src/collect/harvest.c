/* What kinds of sources share: from what they found to candidates. */
#include "base/moment.h"
#include "collect/kind.h"
#include "inbox/inbox.h"

void harvest_leave(struct harvest *h, struct str why)
{
	if (h->left++ == 0)
		h->trouble = arena_str(h->arena, why);
}

/* Events count until they are over, everything else from when it came up. */
static bool is_inside(const struct harvest *h, const struct candidate *c)
{
	struct date came;

	if (c->kind == CANDIDATE_EVENT)
		return date_cmp(c->day, h->options->today) >= 0;
	if (c->seen == 0)
		return true;
	came = date_from_days((int32_t)(c->seen / (24 * 60 * 60)));
	return date_cmp(came, h->options->since) >= 0;
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
	if (!is_inside(h, &c)) {
		h->outside++;
		return;
	}
	if (c.section.at == NULL && h->rule->section.len > 0)
		c.section =
		    section_named(h->options->settings, h->rule->section);
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
	strbuf_reset(out);
	json_init(j, out);
	json_object(j);
	json_member(j, "kind", str_of(kind));
	json_member(j, "source", h->rule->id);
	if (h->answer.url.len > 0)
		json_member(j, "source_address", h->answer.url);
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
