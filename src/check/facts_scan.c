/* The links of an issue without parsing it. */
#include "base/text.h"
#include "base/url.h"
#include "check/facts.h"
#include "model/link_scan.h"
#include "newsletter/newsletter.h"

/* Where the scan is. */
struct scan {
	struct arena *keep, scratch;
	const struct settings *settings;
	const struct link_filter *filter; /* NULL: every link counts */
	struct str text;
	struct facts *facts;
	uint32_t rule; /* of the section, + 1 */
	bool comment;  /* inside <!-- */
	bool featured; /* what its section features was seen */
};

static void add_link(struct scan *s, struct str url)
{
	uint64_t key;

	if (s->filter != NULL && !link_filter_may(s->filter, url))
		return;
	key = facts_url_key(&s->scratch, url);
	arena_reset(&s->scratch);
	if (key == 0)
		return;
	s->facts->link = ARENA_GROW(s->keep, s->facts->link, s->facts->links);
	s->facts->link[s->facts->links++] =
	    (struct seen_link){ key, (uint32_t)(url.at - s->text.at), s->rule };
}

static void scan_links(struct scan *s, struct str line)
{
	size_t at = 0;
	struct str url;

	while (link_scan(line, &at, &url))
		add_link(s, url);
}

/* The first link of a sentence in a section of features is what is featured. */
static void scan_feature(struct scan *s, struct str line)
{
	const struct section_rule *rule =
	    s->rule > 0 ? &s->settings->section[s->rule - 1] : NULL;
	size_t close = str_find(line, STR("]("), 0);
	size_t open = str_find_char(line, '[', 0);

	if (rule == NULL || rule->kind != SECTION_FEATURE || s->featured ||
	    close == STR_NONE || open > close || !char_is_alpha(line.at[0]) ||
	    str_starts_fold(line, STR("thanks")) ||
	    str_starts_fold(line, STR("submit")))
		return;
	s->facts->feature =
	    ARENA_GROW(s->keep, s->facts->feature, s->facts->features);
	s->facts->feature[s->facts->features++] = (struct seen_feature){
		.kind = rule->feature,
		.name = str_sub(line, open + 1, close),
		.name_key =
		    facts_text_key(&s->scratch, str_sub(line, open + 1, close)),
		.offset = (size_t)(line.at - s->text.at),
		.end = (size_t)(line.at - s->text.at) + line.len,
		.thanks_offset = MD_UNKNOWN,
		.thanks_end = MD_UNKNOWN,
	};
	arena_reset(&s->scratch);
	s->featured = true;
}

/* The plain text of a heading: links give their text. */
static struct str heading_text(struct arena *arena, struct str line)
{
	char *text = arena_alloc(arena, line.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == ']' && i + 1 < line.len &&
		    line.at[i + 1] == '(') {
			struct str url = link_address_at(line, i + 2);

			i = (size_t)(url.at - line.at) + url.len;
		} else if (line.at[i] != '[') {
			text[len++] = line.at[i];
		}
	}
	return str_trim((struct str){ text, len });
}

/* A heading without a rule belongs to the one above, as in an issue. */
static void scan_heading(struct scan *s, struct str line)
{
	size_t level = 0, rule;

	while (level < line.len && line.at[level] == '#')
		level++;
	if (level > 6)
		return;
	rule = settings_section(
	    s->settings, heading_text(&s->scratch,
			     str_trim(str_sub(line, level, line.len))));
	arena_reset(&s->scratch);
	s->featured = false;
	if (rule != STR_NONE)
		s->rule = (uint32_t)rule + 1;
	else if (level == 1)
		s->rule = 0;
}

/* Comments of whole lines are passed over; what stands beside one is not. */
static bool is_comment(struct scan *s, struct str line)
{
	bool was = s->comment;

	if (!s->comment && str_starts(line, STR("<!--")))
		s->comment = true;
	if (!s->comment)
		return false;
	if (str_find(line, STR("-->"), 0) != STR_NONE)
		s->comment = false;
	return was || str_starts(line, STR("<!--"));
}

void facts_scan(struct arena *keep, const struct settings *settings,
    const char *path, struct str text, const struct link_filter *filter,
    struct facts *ret_facts)
{
	struct facts facts = { .path = path,
		.text = text,
		.change_count = -1,
		.perf_offset = MD_UNKNOWN,
		.none_offset = MD_UNKNOWN,
		.none_end = MD_UNKNOWN };
	struct scan s = { .keep = keep,
		.settings = settings,
		.filter = filter,
		.text = text,
		.facts = &facts };
	struct header header;
	struct str rest = text;

	rest = str_sub(text, header_read(&s.scratch, text, &header), text.len);
	facts.number = header.number;
	facts.date = header.date;
	if (!date_is_set(facts.date))
		newsletter_date_of_name(path, &facts.date);
	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (is_comment(&s, line) || line.len == 0)
			continue;
		if (line.at[0] == '#')
			scan_heading(&s, line);
		scan_links(&s, line);
		scan_feature(&s, line);
	}
	arena_release(&s.scratch);
	*ret_facts = facts;
}
