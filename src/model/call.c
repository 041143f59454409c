#include "model/closing.h"
#include "model/place.h"
#include "model/reader.h"
#include "model/when.h"

enum { MAX_FIELDS = 8 };

/* The first dash between blanks; *ret_length is its own and the blanks'. */
static size_t find_dash(struct str s, size_t *ret_length)
{
	static const struct str dashes[] = { STR_INIT(" - "), STR_INIT(" – "),
		STR_INIT(" — ") };
	size_t first = STR_NONE;

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		size_t at = str_find(s, dashes[i], 0);

		if (at < first) {
			first = at;
			*ret_length = dashes[i].len;
		}
	}
	return first;
}

/* "Motor OS - Add a driver": the project, and the title behind it. */
static void split_project(struct str text, struct call *call)
{
	size_t length = 0, dash = find_dash(text, &length);
	size_t colon = str_find(text, STR(": "), 0);
	struct str before = str_sub(text, 0, colon);

	call->title = str_trim(text);
	if (dash != STR_NONE && dash > 0) {
		call->project = str_trim(str_sub(text, 0, dash));
		call->title = str_trim(str_sub(text, dash + length, STR_NONE));
	} else if (colon != STR_NONE && colon > 0 &&
		   str_find_char(before, ' ', 0) == STR_NONE) {
		call->project = before;
		call->title = str_trim(str_sub(text, colon + 2, STR_NONE));
	}
}

static bool read_participation(
    struct reader *r, const struct item *item, struct call *call)
{
	struct line line = line_of_block(r->arena, item->node);

	if (item->links == 0)
		return false;
	if (line.links == 0)
		split_project(item->text, call);
	else
		split_project(line.link[0].text, call);
	call->url = item->link[0].url;
	call->repository = repository_of(call->url);
	return true;
}

/* Where the steps are: the first link of a nested item that speaks of them,
 * or a link called so. */
static struct str find_steps(struct reader *r, const struct item *item)
{
	const struct md_node *list = nested_block(item->node);

	for (size_t i = 1; i < item->links; i++) {
		if (str_contains_fold(item->link[i].text, STR("steps")))
			return item->link[i].url;
	}
	if (list == NULL || list->kind != MD_LIST)
		return (struct str){ 0 };
	MD_EACH_CHILD (nested, list) {
		struct line line = line_of_block(r->arena, nested);

		if (line.links > 0 &&
		    str_contains_fold(line.text, STR("steps")))
			return line.link[0].url;
	}
	return (struct str){ 0 };
}

/* The project that a heading such as "[Cargo](https://github.com/...)" is
 * of; its text if it has no such link. */
static struct str group_repository(struct reader *r, const struct section *s)
{
	const struct md_node *link = heading_link(r, s);
	struct str repository = { 0 };

	if (link != NULL)
		repository = repository_of(link->target);
	return repository.at != NULL ? repository : s->group;
}

static bool read_testing(struct reader *r, const struct section *s,
    const struct item *item, struct call *call)
{
	struct line line = line_of_block(r->arena, item->node);

	if (item->links == 0)
		return false;
	call->title = line.links > 0 ? line.link[0].text : item->link[0].text;
	call->url = line.links > 0 ? line.link[0].url : item->link[0].url;
	call->repository = group_repository(r, s);
	if (call->repository.at == NULL)
		call->repository = repository_of(call->url);
	call->steps = find_steps(r, item);
	return true;
}

/* The first place of "Vienna, Austria & online"; the text stays whole. */
static void read_place(struct reader *r, struct str text, struct place *place)
{
	struct where where;

	where_read(r->arena, text, &where);
	if (where.places > 0)
		*place = where.place[0];
	place->text = text;
}

/* "Event date: 2026-05-04" */
static bool says_event(struct str field)
{
	return str_starts_fold(field, STR("event"));
}

/* One field between bars; `number` counts from 0.  A day that nothing is said
 * of is the last one for proposals if it stands before all others and before
 * the place. */
static void read_field(
    struct reader *r, struct line field, int number, struct call *call)
{
	struct date issue = r->issue->header.date, closes;
	struct when when;
	struct str rest, text = str_trim(field.text);
	size_t at;

	if (closing_find(text, issue, &closes))
		return;
	if (when_find(text, issue, &when, &at, &rest)) {
		if (!date_is_set(call->closes) && !date_is_set(call->first) &&
		    call->place.text.at == NULL && !says_event(text)) {
			call->closes = when.last;
		} else if (!date_is_set(call->first)) {
			call->first = when.first;
			call->last = when.last;
		}
	} else if (number > 0 && field.links == 0 && text.len > 0 &&
		   call->place.text.at == NULL) {
		read_place(r, text, &call->place);
	}
}

/* [Event](url) | closes | place | days */
static bool read_speaking(
    struct reader *r, const struct item *item, struct call *call)
{
	struct line line = line_of_block(r->arena, item->node);

	if (line.links == 0)
		return false;
	call->title = line.link[0].text;
	call->url = line.link[0].url;
	/* "[Event](its site) [CFP](where to propose)" */
	if (line.links > 1 && str_starts_fold(line.link[1].text, STR("cfp")))
		call->url = line.link[1].url;
	for (int i = 0; line.text.at != NULL && i < MAX_FIELDS; i++)
		read_field(r, line_take(&line, '|'), i, call);
	return true;
}

void call_read(struct reader *r, struct spot spot)
{
	struct issue *issue = r->issue;
	struct section *s = spot_section(r, spot);
	struct item *item = spot_item(r, spot);
	struct call call = { .offset = item->offset,
		.end = item->end,
		.section = spot.section,
		.item = spot.item };
	bool found;

	if (item->kind == ITEM_NONE)
		return;
	closing_find(item->text, issue->header.date, &call.closes);
	if (s->kind == SECTION_TESTING) {
		call.kind = CALL_TESTING;
		found = read_testing(r, s, item, &call);
	} else if (s->kind == SECTION_SPEAKING) {
		call.kind = CALL_SPEAKING;
		found = read_speaking(r, item, &call);
	} else {
		call.kind = CALL_PARTICIPATION;
		found = read_participation(r, item, &call);
	}
	if (!found)
		return;
	item->kind = ITEM_CALL;
	item->typed = issue->calls;
	issue->call = ARENA_GROW(r->arena, issue->call, issue->calls);
	issue->call[issue->calls++] = call;
}
