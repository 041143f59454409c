#include "draft/add.h"

#include <stdlib.h>

#include "base/url.h"
#include "model/item_write.h"
#include "model/order.h"

/* A place that is not there after so many preparations never will be. */
enum { MAX_TRIES = 12 };

struct str addition_title(const struct addition *addition)
{
	switch (addition->kind) {
	case ADD_EVENT: return addition->event.title;
	case ADD_CALL: return addition->call.title;
	case ADD_DECISION: return addition->decision.title;
	case ADD_CHANGE: return addition->change.title;
	case ADD_FEATURE:
		return addition->feature.name.len > 0 ? addition->feature.name
						      : addition->feature.text;
	case ADD_LINK:
	case ADD_JOBS: break;
	}
	return addition->link.text;
}

struct str addition_url(const struct addition *addition)
{
	switch (addition->kind) {
	case ADD_EVENT: return addition->event.url;
	case ADD_CALL: return addition->call.url;
	case ADD_DECISION: return addition->decision.url;
	case ADD_CHANGE: return addition->change.url;
	case ADD_FEATURE: return addition->feature.url;
	case ADD_LINK:
	case ADD_JOBS: break;
	}
	return addition->link.url;
}

void job_refuse(struct job *job, const char *why)
{
	job->done = true;
	job->placed->state = PLACED_NOT;
	job->placed->why = why;
}

void job_was_there(struct job *job, size_t offset, struct str section)
{
	job->done = true;
	job->placed->state = PLACED_TWO;
	job->placed->offset = offset;
	job->placed->section = section;
}

/* --------------------------------------------------------------------- edits */

/* Line ends as the draft has them; *at moves with them. */
static struct str with_line_ends(struct adder *a, struct str text, size_t *at)
{
	struct strbuf out;
	struct str s;
	size_t moved = *at;

	if (!a->crlf)
		return text;
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < text.len; i++) {
		if (i == *at)
			moved = out.len;
		if (text.at[i] == '\n' && (i == 0 || text.at[i - 1] != '\r'))
			strbuf_add_char(&out, '\r');
		strbuf_add_char(&out, text.at[i]);
	}
	*at = moved;
	s = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return s;
}

void add_note(struct adder *a, struct edit edit, size_t job, size_t at)
{
	edit.insert = with_line_ends(a, edit.insert, &at);
	a->edit = ARENA_GROW(a->arena, a->edit, a->edits);
	a->edit[a->edits] = (struct add_edit){ edit, job, at, a->edits };
	a->edits++;
}

static int by_offset(const void *left, const void *right)
{
	const struct add_edit *a = left, *b = right;

	if (a->edit.offset != b->edit.offset)
		return a->edit.offset < b->edit.offset ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* What is inserted at one place becomes one edit. */
static struct edit *joined_edits(struct adder *a, size_t *ret_count)
{
	struct edit *list = ARENA_ARRAY(a->arena, a->edits, struct edit);
	size_t count = 0;

	for (size_t i = 0; i < a->edits;) {
		struct edit edit = a->edit[i].edit;
		struct strbuf out;

		strbuf_init(&out, LIMIT_ISSUE_FILE);
		for (; i < a->edits && a->edit[i].edit.offset == edit.offset;
		     i++) {
			a->edit[i].at += out.len;
			strbuf_add(&out, a->edit[i].edit.insert);
			if (a->edit[i].edit.remove > edit.remove)
				edit.remove = a->edit[i].edit.remove;
		}
		edit.insert = arena_str(a->arena, strbuf_str(&out));
		strbuf_release(&out);
		list[count++] = edit;
	}
	*ret_count = count;
	return list;
}

/* How far an offset of the old text moves: by all edits at or before it. */
static size_t moved(
    const struct edit *edit, const size_t *grown, size_t count, size_t offset)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (edit[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return offset + grown[low];
}

/* Positions of what stands there already follow the edits. */
static void move_placed(
    struct adder *a, const struct edit *edit, const size_t *grown, size_t count)
{
	size_t before = 0;

	for (size_t i = 0; i < a->jobs; i++) {
		struct placed *p = a->job[i].placed;

		if (a->job[i].done && p->offset != MD_UNKNOWN)
			p->offset = moved(edit, grown, count, p->offset);
	}
	for (size_t i = 0; i < a->edits; i++) {
		const struct add_edit *e = &a->edit[i];

		if (e->job == STR_NONE)
			continue;
		while (before < count && edit[before].offset < e->edit.offset)
			before++;
		a->job[e->job].done = true;
		a->job[e->job].placed->state = PLACED;
		a->job[e->job].placed->offset =
		    e->edit.offset + grown[before] + e->at;
	}
}

void adder_apply(struct adder *a)
{
	size_t count, *grown;
	struct edit *edit;

	if (a->edits == 0)
		return;
	qsort(a->edit, a->edits, sizeof(a->edit[0]), by_offset);
	edit = joined_edits(a, &count);
	grown = ARENA_ARRAY(a->arena, count + 1, size_t);
	/* Unsigned, so that what shrinks wraps around and back. */
	for (size_t i = 0; i < count; i++)
		grown[i + 1] = grown[i] + edit[i].insert.len - edit[i].remove;
	move_placed(a, edit, grown, count);
	a->text = edits_apply(a->arena, a->text, edit, count);
}

/* -------------------------------------------------------------------- rounds */

/* As the lists of the draft have it. */
static char usual_marker(const struct adder *a)
{
	for (size_t i = 0; i < a->issue->sections; i++) {
		const struct section *s = &a->issue->section[i];

		for (size_t k = 0; k < s->items; k++)
			if (item_is_listed(&s->item[k]))
				return a->text.at[s->item[k].offset];
	}
	return '*';
}

bool adder_read(struct adder *a)
{
	struct source source = { a->path, a->text };

	a->issue = ARENA_NEW(a->arena, struct issue);
	if (!draft_read(a->arena, a->settings, source, a->issue, a->err))
		return false;
	a->state =
	    ARENA_ARRAY(a->arena, a->issue->sections, struct section_state);
	a->edit = NULL;
	a->edits = 0;
	a->marker = usual_marker(a);
	places_find(a);
	return true;
}

static bool is_slot(const struct addition *addition)
{
	return addition->kind == ADD_FEATURE || addition->kind == ADD_JOBS;
}

static void put(struct adder *a, size_t job, size_t section)
{
	if (is_slot(a->job[job].addition))
		slot_fill(a, job, section);
	else
		list_put(a, job, section);
	a->job[job].placed->section = a->issue->section[section].title;
}

/* All that have a place; *ret_waiting is the first that has none yet. */
static void put_what_can_be(
    struct adder *a, size_t *ret_waiting, struct target *ret_target)
{
	*ret_waiting = STR_NONE;
	for (size_t i = 0; i < a->jobs; i++) {
		struct target target;

		if (a->job[i].done)
			continue;
		target = job_target(a, &a->job[i]);
		if (target.why != NULL) {
			job_refuse(&a->job[i], target.why);
		} else if (target.section != STR_NONE) {
			put(a, i, target.section);
		} else if (*ret_waiting == STR_NONE) {
			*ret_waiting = i;
			*ret_target = target;
		}
	}
}

static bool is_waiting(const struct adder *a)
{
	for (size_t i = 0; i < a->jobs; i++)
		if (!a->job[i].done)
			return true;
	return false;
}

static bool run_rounds(struct adder *a)
{
	while (is_waiting(a)) {
		struct target target;
		size_t waiting;

		if (!adder_read(a))
			return false;
		put_what_can_be(a, &waiting, &target);
		if (a->edits == 0 && waiting != STR_NONE) {
			if (++a->job[waiting].tries > MAX_TRIES)
				return error_set(a->err,
				    "%s: \"%.*s\" has no place: its heading "
				    "would be no heading there; is a comment "
				    "or code left open above it?",
				    a->path, STR_ARG(target.heading));
			heading_make(a, &target);
		}
		if (a->edits == 0 && is_waiting(a))
			return error_set(a->err,
			    "%s: there is no place for \"%.*s\"", a->path,
			    STR_ARG(addition_title(
				a->job[waiting == STR_NONE ? 0 : waiting]
				    .addition)));
		adder_apply(a);
	}
	return true;
}

/* The sentences that say there is nothing go where there is something now. */
static bool drop_none(struct adder *a)
{
	if (!adder_read(a))
		return false;
	for (size_t i = 0; i < a->jobs; i++) {
		const struct placed *p = a->job[i].placed;
		size_t section = p->state == PLACED
				     ? section_at(a->issue, p->offset)
				     : STR_NONE;

		if (section == STR_NONE || a->state[section].taken)
			continue;
		a->state[section].taken = true;
		list_drop_none(a, section);
	}
	if (a->edits > 0)
		adder_apply(a);
	return true;
}

/* --------------------------------------------------------------------- check */

static int by_size(const void *left, const void *right)
{
	size_t a = *(const size_t *)left, b = *(const size_t *)right;

	return a < b ? -1 : a > b;
}

/* Does an item begin where each of them was put? */
static bool reads_back(struct adder *a)
{
	size_t *offset, count = 0, items = 0;

	if (!adder_read(a))
		return false;
	for (size_t i = 0; i < a->issue->sections; i++)
		items += a->issue->section[i].items;
	offset = ARENA_ARRAY(a->arena, items + 1, size_t);
	for (size_t i = 0; i < a->issue->sections; i++)
		for (size_t k = 0; k < a->issue->section[i].items; k++)
			offset[count++] = a->issue->section[i].item[k].offset;
	qsort(offset, count, sizeof(offset[0]), by_size);
	for (size_t i = 0; i < a->jobs; i++) {
		const struct placed *p = a->job[i].placed;

		if (p->state == PLACED && !is_slot(p->addition) &&
		    bsearch(&p->offset, offset, count, sizeof(offset[0]),
			by_size) == NULL)
			return error_set(a->err,
			    "%s: \"%.*s\" would be no item of a list where it "
			    "belongs; is a comment, code or HTML left open "
			    "above it?",
			    a->path, STR_ARG(p->title));
	}
	return true;
}

/* ---------------------------------------------------------------- duplicates */

/* Two with equal keys are the same thing. */
struct key {
	int class;
	size_t region;
	int32_t day;
	struct str url;
	size_t order; /* what is in the draft, then the jobs */
	size_t job;   /* STR_NONE: of the draft */
	size_t offset;
	struct str section;
};

struct keys {
	struct key *key;
	size_t count;
};

enum { CLASS_LINK, CLASS_EVENT, CLASS_OF_SECTION };

static void add_key(struct adder *a, struct keys *keys, struct key key)
{
	key.url = url_canonical(a->arena, url_as_written(a->arena, key.url));
	key.order = keys->count;
	keys->key = ARENA_GROW(a->arena, keys->key, keys->count);
	keys->key[keys->count++] = key;
}

static void add_item_keys(struct adder *a, struct keys *keys,
    const struct section *s, const struct item *item)
{
	struct key key = { .job = STR_NONE,
		.region = STR_NONE,
		.offset = item->offset,
		.section = s->title };

	if (item->kind == ITEM_NONE)
		return;
	for (size_t i = 0; i < item->links; i++) {
		key.class = CLASS_LINK;
		key.url = item->link[i].url;
		add_key(a, keys, key);
	}
	if (item->links > 0) {
		key.class = CLASS_OF_SECTION + (int)s->kind;
		key.url = item->link[0].url;
		add_key(a, keys, key);
	}
}

static void add_event_key(
    struct adder *a, struct keys *keys, const struct event *event, bool regions)
{
	add_key(a, keys,
	    (struct key){ .class = CLASS_EVENT,
		.job = STR_NONE,
		.region = regions ? event->region : STR_NONE,
		.day = date_to_days(event->first),
		.url = event->url,
		.offset = event->offset,
		.section = a->issue->section[event->section].title });
}

static void add_job_key(struct adder *a, struct keys *keys, size_t job)
{
	const struct addition *addition = a->job[job].addition;
	size_t rule = draft_section_of(a->settings, addition);
	struct key key = { .job = job,
		.offset = MD_UNKNOWN,
		.region = a->job[job].region,
		.url = addition_url(addition) };

	switch (addition->kind) {
	case ADD_LINK: key.class = CLASS_LINK; break;
	case ADD_EVENT:
		key.class = CLASS_EVENT;
		key.day = date_to_days(addition->event.first);
		break;
	case ADD_CALL:
	case ADD_DECISION:
	case ADD_CHANGE:
		key.class = CLASS_OF_SECTION;
		if (rule != STR_NONE)
			key.class += (int)a->settings->section[rule].kind;
		break;
	case ADD_FEATURE:
	case ADD_JOBS: return; /* the slot says so */
	}
	if (key.url.len > 0)
		add_key(a, keys, key);
}

static int by_key(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	int order = (a->class > b->class) - (a->class < b->class);

	if (order == 0)
		order = (a->region > b->region) - (a->region < b->region);
	if (order == 0)
		order = (a->day > b->day) - (a->day < b->day);
	if (order == 0)
		order = str_cmp(a->url, b->url);
	return order;
}

static int by_key_and_order(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	int order = by_key(a, b);

	return order != 0 ? order
			  : (a->order > b->order) - (a->order < b->order);
}

static void mark_twins(struct adder *a, const struct keys *keys)
{
	const struct key *first = keys->key;

	for (size_t i = 1; i < keys->count; i++) {
		const struct key *key = &keys->key[i];

		if (by_key(first, key) != 0) {
			first = key;
			continue;
		}
		if (key->job == STR_NONE)
			continue;
		job_was_there(&a->job[key->job], first->offset, first->section);
		if (first->job != STR_NONE)
			a->job[key->job].twin = a->job[first->job].placed;
	}
}

static void find_twins(struct adder *a)
{
	bool regions = events_have_regions(a);
	struct keys keys = { 0 };

	for (size_t i = 0; i < a->issue->sections; i++)
		for (size_t k = 0; k < a->issue->section[i].items; k++)
			add_item_keys(a, &keys, &a->issue->section[i],
			    &a->issue->section[i].item[k]);
	for (size_t i = 0; i < a->issue->events; i++)
		add_event_key(a, &keys, &a->issue->event[i], regions);
	for (size_t i = 0; i < a->jobs; i++)
		add_job_key(a, &keys, i);
	if (keys.count > 0)
		qsort(keys.key, keys.count, sizeof(keys.key[0]),
		    by_key_and_order);
	mark_twins(a, &keys);
}

/* ---------------------------------------------------------------------- jobs */

static void add_job(
    struct adder *a, const struct addition *addition, size_t region)
{
	a->job = ARENA_GROW(a->arena, a->job, a->jobs);
	a->job[a->jobs++] =
	    (struct job){ .addition = addition, .region = region };
}

/* Once for each region that an event belongs to. */
static void add_event_jobs(struct adder *a, const struct addition *addition)
{
	const struct event *e = &addition->event;
	size_t first = a->jobs, away = settings_region_virtual(a->settings);

	if (away != STR_NONE &&
	    (e->mode == MODE_VIRTUAL || e->mode == MODE_HYBRID))
		add_job(a, addition, away);
	for (size_t i = 0; i < e->places; i++) {
		struct str country = e->place[i].country;
		size_t region = country.at == NULL ? STR_NONE
						   : settings_region_of_country(
							 a->settings, country);
		size_t k = first;

		if (e->mode == MODE_VIRTUAL && a->jobs > first)
			break;
		while (k < a->jobs && a->job[k].region != region)
			k++;
		if (region != STR_NONE && k == a->jobs)
			add_job(a, addition, region);
	}
	if (a->jobs == first)
		add_job(a, addition, e->region);
}

/* Events first, as they are to stand; equal ones in the order given. */
static int by_event(const void *left, const void *right)
{
	const struct job *a = left, *b = right;
	bool x = a->addition->kind == ADD_EVENT;
	bool y = b->addition->kind == ADD_EVENT;
	int order = x && y ? event_cmp(&a->addition->event, &b->addition->event)
			   : y - x;

	if (order == 0)
		order = a->placed < b->placed ? -1 : a->placed > b->placed;
	return order;
}

static struct str shown_title(struct adder *a, const struct addition *addition)
{
	struct str title = text_one_line(a->arena, addition_title(addition));

	return title.len > 0 ? title : addition_url(addition);
}

/* A link for the jobs section fills its slot. */
static struct addition *prepared(
    struct adder *a, const struct addition *addition, size_t count)
{
	struct addition *copy = ARENA_ARRAY(a->arena, count, struct addition);

	for (size_t i = 0; i < count; i++) {
		size_t rule = draft_section_of(a->settings, &addition[i]);

		copy[i] = addition[i];
		if (copy[i].kind == ADD_LINK && rule != STR_NONE &&
		    a->settings->section[rule].kind == SECTION_JOBS)
			copy[i].kind = ADD_JOBS;
	}
	return copy;
}

static void make_jobs(struct adder *a, const struct addition *addition,
    size_t count, struct draft_added *added)
{
	bool regions = events_have_regions(a);

	addition = prepared(a, addition, count);
	for (size_t i = 0; i < count; i++) {
		if (addition[i].kind == ADD_EVENT && regions)
			add_event_jobs(a, &addition[i]);
		else
			add_job(a, &addition[i], STR_NONE);
	}
	added->count = a->jobs;
	added->placed = ARENA_ARRAY(a->arena, a->jobs + 1, struct placed);
	for (size_t i = 0; i < a->jobs; i++) {
		added->placed[i] =
		    (struct placed){ .addition = a->job[i].addition,
			    .offset = MD_UNKNOWN,
			    .title = shown_title(a, a->job[i].addition) };
		a->job[i].placed = &added->placed[i];
	}
	if (a->jobs > 0)
		qsort(a->job, a->jobs, sizeof(a->job[0]), by_event);
}

void adder_take(struct adder *a, struct str text)
{
	size_t end = str_find_char(text, '\n', 0);

	a->text = text;
	a->crlf = end != STR_NONE && end > 0 && text.at[end - 1] == '\r';
	if (text.len > 0 && text.at[text.len - 1] != '\n')
		a->text = arena_printf(
		    a->arena, "%.*s%s", STR_ARG(text), a->crlf ? "\r\n" : "\n");
}

/* Without the line end that was lent to the last line. */
struct str adder_text(const struct adder *a, struct str before)
{
	struct str text = a->text;

	if (before.len == 0 || before.at[before.len - 1] == '\n' ||
	    text.len == 0 || text.at[text.len - 1] != '\n')
		return text;
	text.len -= a->crlf && str_ends(text, STR("\r\n")) ? 2 : 1;
	return text;
}

static void follow_twins(struct adder *a)
{
	for (size_t i = 0; i < a->jobs; i++) {
		const struct placed *twin = a->job[i].twin;

		if (twin == NULL)
			continue;
		a->job[i].placed->offset = twin->offset;
		a->job[i].placed->section = twin->section;
	}
}

void placed_count_lines(struct adder *a, struct placed *placed, size_t count)
{
	size_t *start = NULL, lines = 0;

	for (size_t at = 0; at < a->text.len; at = line_behind(a->text, at)) {
		start = ARENA_GROW(a->arena, start, lines);
		start[lines++] = at;
	}
	for (size_t i = 0; i < count; i++) {
		struct placed *p = &placed[i];
		size_t low = 0, high = lines;

		while (p->offset != MD_UNKNOWN && low < high) {
			size_t middle = low + (high - low) / 2;

			if (start[middle] <= p->offset)
				low = middle + 1;
			else
				high = middle;
		}
		p->line = low;
	}
}

bool draft_add(struct arena *arena, const struct settings *settings,
    struct source source, const struct addition *addition, size_t count,
    struct draft_added *ret_added, struct error *err)
{
	struct adder a = { .arena = arena,
		.settings = settings,
		.path = source.path,
		.err = err };
	struct draft_added added = { 0 };

	adder_take(&a, source.text);
	if (!adder_read(&a))
		return false;
	make_jobs(&a, addition, count, &added);
	find_twins(&a);
	if (!run_rounds(&a) || !drop_none(&a) || !reads_back(&a))
		return false;
	follow_twins(&a);
	placed_count_lines(&a, added.placed, added.count);
	added.text = adder_text(&a, source.text);
	if (added.text.len > LIMIT_ISSUE_FILE)
		return error_set(
		    err, "%s would be too large a file", source.path);
	*ret_added = added;
	return true;
}
