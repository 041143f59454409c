/* What an edit of an issue that is out changed, by meaning. */
#include "model/correction.h"

#include "base/text.h"
#include "base/url.h"

/* An event or item, and whether the other side has it. */
struct thing {
	const struct event *event; /* or NULL */
	struct str key;            /* canonical address, or the text */
	struct str title, url;
	struct str words;           /* all that is written, blanks as one */
	struct str section, region; /* ids of the settings */
	struct str name;            /* of an event, in calendars */
	bool linked;                /* the key is an address */
	struct thing *same;         /* on the other side */
};

struct side {
	struct issue issue;
	struct thing *thing;
	size_t count;
};

struct finding_changes {
	struct arena *arena;
	const struct correction_ask *ask;
	struct side before, after;
	struct corrections *out;
};

/* --------------------------------------------------------------------- things */

/* A bullet, or what only stresses. */
static bool is_form(struct str text, size_t i, bool at_start)
{
	return text.at[i] == '*' ||
	       (at_start && (text.at[i] == '-' || text.at[i] == '+') &&
		   i + 1 < text.len && char_is_space(text.at[i + 1]));
}

/* What is written, without form. */
static struct str words_of(
    struct arena *arena, struct str text, size_t from, size_t to)
{
	struct strbuf out;
	struct str words;
	bool blank = false, at_start = true;

	if (from == MD_UNKNOWN)
		return STR("");
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = from; i < to && i < text.len; i++) {
		if (char_is_space(text.at[i])) {
			blank = out.len > 0;
			at_start |= text.at[i] == '\n';
			continue;
		}
		if (is_form(text, i, at_start))
			continue;
		at_start = false;
		if (blank)
			strbuf_add_char(&out, ' ');
		blank = false;
		strbuf_add_char(&out, text.at[i]);
	}
	words = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return words;
}

static void add_thing(
    struct arena *arena, struct side *side, struct thing thing)
{
	side->thing = ARENA_GROW(arena, side->thing, side->count);
	side->thing[side->count++] = thing;
}

static struct thing event_thing(
    struct finding_changes *f, struct side *side, const struct event *e)
{
	const struct settings *s = f->ask->settings;
	const struct section_rule *rule = side->issue.section[e->section].rule;

	return (struct thing){
		.event = e,
		.linked = e->url.at != NULL,
		.key = e->url.at != NULL ? url_canonical(f->arena, e->url)
					 : e->title,
		.title = e->title,
		.url = e->url,
		.words = words_of(
		    f->arena, side->issue.source.text, e->offset, e->end),
		.region =
		    e->region != STR_NONE ? s->region[e->region].id : STR(""),
		.section = rule != NULL ? rule->id : STR(""),
	};
}

static void add_item(struct finding_changes *f, struct side *side,
    const struct section *section, const struct item *item)
{
	struct thing t = {
		.title = item->text,
		.key = item->text,
		.words = words_of(
		    f->arena, side->issue.source.text, item->offset, item->end),
		.section = section->rule != NULL ? section->rule->id : STR(""),
	};

	if (item->links > 0) {
		t.linked = true;
		t.title = item->link[0].text;
		t.url = item->link[0].url;
		t.key = url_canonical(f->arena, t.url);
	}
	add_thing(f->arena, side, t);
}

static bool read_side(struct finding_changes *f, struct source source,
    struct side *side, struct error *err)
{
	const struct issue *issue = &side->issue;
	const struct str *names;

	if (issue_read(f->arena, source, f->ask->settings, &side->issue) !=
	    ISSUE_OK)
		return error_set(err,
		    "%s: its links or nesting expand beyond all measure",
		    source.path);
	names = correction_event_names(f->arena, f->ask->known, issue);
	for (size_t i = 0; i < issue->events; i++) {
		struct thing t = event_thing(f, side, &issue->event[i]);

		t.name = names[i];
		if (t.title.len > 0)
			add_thing(f->arena, side, t);
	}
	for (size_t i = 0; i < issue->sections; i++)
		for (size_t k = 0; k < issue->section[i].items; k++) {
			const struct item *item = &issue->section[i].item[k];

			if (item->kind != ITEM_EVENT && item->kind != ITEM_NONE)
				add_item(f, side, &issue->section[i], item);
		}
	return true;
}

/* -------------------------------------------------------------------- matching */

static bool is_same_day(const struct thing *a, const struct thing *b)
{
	return a->event == NULL ||
	       date_cmp(a->event->first, b->event->first) == 0;
}

static bool has_same_key(const struct thing *a, const struct thing *b)
{
	return (a->event != NULL) == (b->event != NULL) &&
	       a->linked == b->linked && str_eq(a->key, b->key);
}

static bool is_unchanged(const struct thing *a, const struct thing *b)
{
	return has_same_key(a, b) && is_same_day(a, b) &&
	       str_eq(a->words, b->words);
}

static bool is_same(const struct thing *a, const struct thing *b)
{
	return has_same_key(a, b) && is_same_day(a, b);
}

/* One of two things of one title that leads elsewhere, or a text that is
 * nearly the same. */
static bool has_same_title(const struct thing *a, const struct thing *b)
{
	return (a->event != NULL) == (b->event != NULL) && is_same_day(a, b) &&
	       a->title.len > 0 && str_eq_fold(a->title, b->title);
}

static void match(struct finding_changes *f,
    bool (*fits)(const struct thing *a, const struct thing *b))
{
	for (size_t i = 0; i < f->before.count; i++) {
		struct thing *was = &f->before.thing[i];

		for (size_t k = 0; was->same == NULL && k < f->after.count;
		     k++) {
			struct thing *is = &f->after.thing[k];

			if (is->same != NULL || !fits(was, is))
				continue;
			was->same = is;
			is->same = was;
		}
	}
}

/* --------------------------------------------------------------------- telling */

/* As people write it: "Virtual (Linz, AT)". */
static struct str place_of(struct arena *arena, const struct event *e)
{
	struct str mode = STR(""), all = STR("");

	if (e == NULL)
		return all;
	if (e->mode == MODE_VIRTUAL || e->mode == MODE_HYBRID)
		mode = e->mode == MODE_HYBRID ? STR("Hybrid") : STR("Virtual");
	for (size_t i = 0; i < e->places; i++)
		all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all),
		    i > 0 ? "; " : "", STR_ARG(e->place[i].text));
	if (mode.len > 0 && all.len > 0)
		return arena_printf(arena, "%.*s (%.*s)", STR_ARG(mode),
		    STR_ARG(text_clean(arena, all)));
	return mode.len > 0 ? mode : text_clean(arena, all);
}

static void add_id(struct arena *arena, struct str_list *list, struct str id)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->item[i], id))
			return;
	list->item = ARENA_GROW(arena, list->item, list->count);
	list->item[list->count++] = id;
}

/* Who had it in their mail is asked by this. */
static void add_where(
    struct finding_changes *f, const struct thing *t, struct correction *c)
{
	const struct event *e = t->event;

	if (e == NULL)
		return;
	c->everywhere |= t->region.len == 0;
	if (t->region.len > 0)
		add_id(f->arena, &c->regions, t->region);
	for (size_t i = 0; i < e->places; i++)
		if (e->place[i].country.len > 0)
			add_id(f->arena, &c->countries, e->place[i].country);
}

/* One event may be listed under several regions. */
static struct correction *known(
    const struct finding_changes *f, const struct correction *c)
{
	for (size_t i = 0; i < f->out->count; i++) {
		struct correction *o = &f->out->correction[i];

		if (o->kind == c->kind && str_eq(o->title, c->title) &&
		    str_eq(o->url, c->url) && date_cmp(o->now, c->now) == 0 &&
		    date_cmp(o->was, c->was) == 0)
			return o;
	}
	return NULL;
}

static void tell(struct finding_changes *f, enum correction_kind kind,
    const struct thing *was, const struct thing *is)
{
	const struct thing *t = is != NULL ? is : was;
	const struct thing *wrong = was != NULL ? was : is;
	struct correction *same, c = {
		.issue = f->ask->issue,
		.date = f->ask->date,
		.kind = kind,
		.title = text_clean(f->arena, t->title),
		.url = t->url,
		.url_was = kind == CORRECTION_LINK ? was->url
						   : (struct str){ NULL, 0 },
		.section = wrong->section,
		.place = place_of(f->arena, t->event),
	};

	if (was != NULL && was->event != NULL) {
		c.was = was->event->first;
		c.event = was->name;
	}
	if (t->event != NULL) {
		c.now = t->event->first;
		c.last = t->event->last;
	}
	same = known(f, &c);
	if (same == NULL) {
		f->out->correction =
		    ARENA_GROW(f->arena, f->out->correction, f->out->count);
		same = &f->out->correction[f->out->count++];
		*same = c;
	}
	add_where(f, wrong, same);
}

static bool is_same_place(
    struct finding_changes *f, const struct thing *was, const struct thing *is)
{
	return is->event == NULL || str_eq(place_of(f->arena, was->event),
					place_of(f->arena, is->event));
}

static bool ends_same_day(const struct thing *was, const struct thing *is)
{
	return is->event == NULL ||
	       date_cmp(was->event->last, is->event->last) == 0;
}

static void tell_changed(
    struct finding_changes *f, const struct thing *was, const struct thing *is)
{
	if (!is_same_day(was, is) || !ends_same_day(was, is))
		tell(f, CORRECTION_MOVED, was, is);
	else if (is->linked && was->linked && !str_eq(was->key, is->key))
		tell(f, CORRECTION_LINK, was, is);
	else if (!is_same_place(f, was, is))
		tell(f, CORRECTION_CHANGED, was, is);
	else if (!str_eq(was->words, is->words))
		tell(f, CORRECTION_WORDS, was, is);
	else if (is->linked && !str_eq(was->name, is->name))
		tell(f, CORRECTION_SAME, was, is);
}

/* Listed once more, or once less: under another region, or twice. */
static bool is_listed(const struct side *side, const struct thing *t)
{
	for (size_t i = 0; i < side->count; i++)
		if (is_same(&side->thing[i], t) &&
		    has_same_title(&side->thing[i], t))
			return true;
	return false;
}

static void tell_all(struct finding_changes *f)
{
	for (size_t i = 0; i < f->before.count; i++) {
		const struct thing *was = &f->before.thing[i];

		if (was->same != NULL)
			tell_changed(f, was, was->same);
		else if (!is_listed(&f->after, was))
			tell(f,
			    was->event != NULL ? CORRECTION_OFF
					       : CORRECTION_REMOVED,
			    was, NULL);
	}
	for (size_t i = 0; i < f->after.count; i++) {
		const struct thing *is = &f->after.thing[i];

		if (is->same == NULL && !is_listed(&f->before, is))
			tell(f, CORRECTION_ADDED, NULL, is);
	}
}

bool corrections_find(struct arena *arena, const struct correction_ask *ask,
    struct corrections *ret_corrections, struct error *err)
{
	enum { MOST = 50 * 1000 * 1000 /* pairs */ };
	struct finding_changes f = {
		.arena = arena, .ask = ask, .out = ret_corrections
	};

	*ret_corrections = (struct corrections){ .count = 0 };
	if (!read_side(&f, ask->before, &f.before, err) ||
	    !read_side(&f, ask->after, &f.after, err))
		return false;
	if (f.before.count > MOST / (f.after.count + 1))
		return error_set(err, "%s: it has too many items to compare",
		    ask->after.path);
	/* The nearest first: what did not change at all, then the same thing
	 * with other words, on another day, or leading elsewhere. */
	match(&f, is_unchanged);
	match(&f, is_same);
	match(&f, has_same_key);
	match(&f, has_same_title);
	tell_all(&f);
	return true;
}
