#include "merge_generate.h"

#include "base/limits.h"
#include "base/strbuf.h"

enum { MAX_SECTIONS = 16, MAX_ENTRIES = 24, MAX_TWINS = 4 };

enum entry_kind { LINK, EVENT, TEXT };

/* An item or a line; the numbers are those of its words. */
struct entry {
	enum entry_kind kind;
	unsigned title, url;
	int day;    /* of an event, since the first of the month */
	bool alone; /* a blank line stands before it */
	bool tag;
	bool twin; /* both sides may add it, and do not spell it anew */
};

struct section {
	const char *name;
	unsigned title;
	bool events, removed;
	struct entry entry[MAX_ENTRIES];
	size_t entries;
};

struct doc {
	struct section section[MAX_SECTIONS];
	size_t sections;
	bool crlf, cut;
};

struct dice {
	uint64_t state;
	unsigned words;
};

/* SplitMix64. */
static uint64_t next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static size_t roll(struct dice *d, size_t sides)
{
	return (size_t)(next(d) % sides);
}

static struct entry new_entry(struct dice *d, bool event)
{
	struct entry e = { .kind = event ? EVENT : LINK };

	if (!event && roll(d, 6) == 0)
		e.kind = TEXT;
	e.title = d->words++;
	e.url = d->words++;
	e.day = (int)roll(d, 28);
	e.alone = roll(d, 12) == 0;
	e.tag = roll(d, 8) == 0;
	return e;
}

static struct entry new_twin(struct dice *d, bool event)
{
	struct entry e = new_entry(d, event);

	if (e.kind == TEXT)
		e.kind = LINK;
	e.twin = true;
	return e;
}

static const char *const names[] = { "Observing", "Articles", "Nebulae",
	"Instruments", "Charts", "Radio", "Tools", "Jobs", "Research" };
static const char *const regions[] = { "Virtual", "Europe", "Asia" };

static struct section new_section(struct dice *d, bool events)
{
	struct section s = { .events = events, .title = d->words++ };

	s.name = events ? regions[roll(d, 3)] : names[roll(d, 9)];
	s.entries = roll(d, 7);
	for (size_t i = 0; i < s.entries; i++)
		s.entry[i] = new_entry(d, events);
	return s;
}

static void sort_days(struct section *s)
{
	for (size_t i = 1; i < s->entries; i++) {
		struct entry e = s->entry[i];
		size_t k = i;

		for (; k > 0 && s->entry[k - 1].day > e.day; k--)
			s->entry[k] = s->entry[k - 1];
		s->entry[k] = e;
	}
}

static struct doc new_doc(struct dice *d)
{
	struct doc doc = { .sections = 1 + roll(d, 6) };

	for (size_t i = 0; i < doc.sections; i++) {
		doc.section[i] = new_section(d, i + 2 >= doc.sections && i > 0);
		if (doc.section[i].events)
			sort_days(&doc.section[i]);
	}
	return doc;
}

static void insert_entry(struct dice *d, struct section *s, struct entry e)
{
	size_t at = roll(d, s->entries + 1);

	if (s->entries == MAX_ENTRIES)
		return;
	if (roll(d, 2) == 0)
		at = s->entries;
	memmove(
	    &s->entry[at + 1], &s->entry[at], (s->entries - at) * sizeof(e));
	s->entry[at] = e;
	s->entries++;
	if (s->events)
		sort_days(s);
}

static struct entry remove_entry(struct section *s, size_t at)
{
	struct entry e = s->entry[at];

	s->entries--;
	memmove(
	    &s->entry[at], &s->entry[at + 1], (s->entries - at) * sizeof(e));
	return e;
}

static void edit_entry(struct dice *d, struct section *s)
{
	struct entry *e;

	if (s->entries == 0)
		return;
	e = &s->entry[roll(d, s->entries)];
	switch (e->twin ? 3 + roll(d, 2) : roll(d, 5)) {
	case 0:
	case 1: e->title = d->words++; break;
	case 2: e->url = d->words++; break;
	case 3: e->alone = !e->alone; break;
	default:
		if (e->kind == EVENT)
			e->day = (int)roll(d, 28);
		else
			e->tag = !e->tag;
		break;
	}
}

static void move_entry(struct dice *d, struct doc *doc, struct section *s)
{
	struct section *to = &doc->section[roll(d, doc->sections)];

	if (s->entries == 0 || to->events != s->events ||
	    to->entries == MAX_ENTRIES)
		return;
	insert_entry(d, to, remove_entry(s, roll(d, s->entries)));
}

static void add_section(struct dice *d, struct doc *doc)
{
	size_t at = roll(d, doc->sections + 1);

	if (doc->sections == MAX_SECTIONS)
		return;
	memmove(&doc->section[at + 1], &doc->section[at],
	    (doc->sections - at) * sizeof(doc->section[0]));
	doc->section[at] = new_section(d, false);
	doc->sections++;
}

static void swap_sections(struct dice *d, struct doc *doc)
{
	size_t a = roll(d, doc->sections), b = roll(d, doc->sections);
	struct section s = doc->section[a];

	doc->section[a] = doc->section[b];
	doc->section[b] = s;
}

static void edit(
    struct dice *d, struct doc *doc, const struct entry *twin, size_t twins)
{
	struct section *s = &doc->section[roll(d, doc->sections)];

	switch (roll(d, 20)) {
	case 0: add_section(d, doc); break;
	case 1:
		if (doc->sections > 1 && roll(d, 2) == 0)
			s->removed = true;
		break;
	case 2: swap_sections(d, doc); break;
	case 3: doc->crlf = !doc->crlf; break;
	case 4: doc->cut = !doc->cut; break;
	case 5:
		if (roll(d, 3) == 0)
			s->title = d->words++;
		break;
	case 6:
	case 7: move_entry(d, doc, s); break;
	case 8:
	case 9:
	case 10:
		if (s->entries > 0)
			remove_entry(s, roll(d, s->entries));
		break;
	case 11:
	case 12: insert_entry(d, s, twin[roll(d, twins)]); break;
	case 13:
	case 14:
	case 15: edit_entry(d, s); break;
	default: insert_entry(d, s, new_entry(d, s->events)); break;
	}
}

static void print_entry(struct strbuf *out, const struct entry *e)
{
	const char *tag = e->tag ? "[video] " : "";

	if (e->alone || e->kind == TEXT)
		strbuf_lit(out, "\n");
	if (e->kind == LINK)
		strbuf_printf(out,
		    "* %s[Dust qx%uz](https://example.org/qx%uz)\n", tag,
		    e->title, e->url);
	else if (e->kind == EVENT)
		strbuf_printf(out,
		    "* 2026-03-%02d | Porto, PT | "
		    "[Stargazers](https://example.org/)\n"
		    "    * [**Night qx%uz**](https://example.org/qx%uz)\n",
		    e->day + 1, e->title, e->url);
	else
		strbuf_printf(out, "Of the sky qx%uz\nwe saw qx%uz that.\n\n",
		    e->title, e->url);
}

static struct str print_doc(struct arena *arena, const struct doc *doc)
{
	struct strbuf out, ends;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	strbuf_init(&ends, LIMIT_ISSUE_FILE);
	strbuf_lit(&out, "Title: Averted Vision 7\nNumber: 7\n"
			 "Date: 2026-03-01\nCategory: Newsletter\n");
	for (size_t i = 0; i < doc->sections; i++) {
		const struct section *s = &doc->section[i];

		if (s->removed)
			continue;
		/* With a word it is the name of no region, and what stands
		 * under it is read as no event. */
		if (s->events && s->title % 2 == 0)
			strbuf_printf(&out, "\n## %s\n\n", s->name);
		else
			strbuf_printf(
			    &out, "\n## %s qx%uz\n\n", s->name, s->title);
		for (size_t k = 0; k < s->entries; k++)
			print_entry(&out, &s->entry[k]);
	}
	if (doc->cut)
		strbuf_truncate(&out, out.len - 1);
	for (size_t i = 0; i < out.len; i++) {
		if (out.buf[i] == '\n' && doc->crlf)
			strbuf_add_char(&ends, '\r');
		strbuf_add_char(&ends, out.buf[i]);
	}
	text = arena_str(arena, strbuf_str(&ends));
	strbuf_release(&ends);
	strbuf_release(&out);
	return text;
}

struct generated merge_generate(
    struct arena *arena, uint64_t seed, unsigned edits)
{
	struct dice d = { .state = seed };
	struct doc *doc = ARENA_ARRAY(arena, 3, struct doc);
	struct entry twin[MAX_TWINS];
	struct generated g;

	doc[0] = new_doc(&d);
	for (size_t i = 0; i < MAX_TWINS; i++)
		twin[i] = new_twin(&d, i >= MAX_TWINS / 2);
	for (size_t i = 1; i < 3; i++) {
		doc[i] = doc[0];
		for (size_t k = roll(&d, (size_t)edits + 1); k > 0; k--)
			edit(&d, &doc[i], twin, MAX_TWINS);
	}
	g.base = print_doc(arena, &doc[0]);
	g.ours = print_doc(arena, &doc[1]);
	g.theirs = print_doc(arena, &doc[2]);
	g.words = d.words;
	return g;
}

void merge_words_of(struct str text, size_t words, bool *ret_in)
{
	size_t at = 0;

	memset(ret_in, 0, words * sizeof(*ret_in));
	while ((at = str_find(text, STR("qx"), at)) != STR_NONE) {
		size_t end = at + 2;
		uint64_t number;

		while (end < text.len && char_is_digit(text.at[end]))
			end++;
		if (end < text.len && text.at[end] == 'z' &&
		    str_to_number(
			str_sub(text, at + 2, end), words - 1, &number))
			ret_in[number] = true;
		at = end;
	}
}
