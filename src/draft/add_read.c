/* Additions from JSON, a line each. */
#include <jansson.h>

#include "base/nearest.h"
#include "base/url.h"
#include "draft/draft.h"
#include "model/country.h"
#include "model/item_write.h"
#include "model/line.h"
#include "model/place.h"

/* One object under reading; `why` is what was wrong first. */
struct row {
	struct arena *arena;
	const struct settings *settings;
	const json_t *object;
	struct addition *addition;
	const char *why;
};

/* The first of them counts; NULL is none. */
static void fail(struct row *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
}

/* Nothing is left of it on one line. */
static bool is_empty(struct row *r, struct str text)
{
	return text_one_line(r->arena, text).len == 0;
}

/* -------------------------------------------------------------------- members */

static struct str text_of(struct row *r, const json_t *value)
{
	struct str s = { json_string_value(value), json_string_length(value) };

	return arena_str(r->arena, s);
}

/* A text of an object; unset if it is not there or null. */
static struct str member_of(
    struct row *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (value == NULL || json_is_null(value))
		return (struct str){ 0 };
	if (!json_is_string(value)) {
		fail(r, arena_printf(r->arena, "\"%s\" is no text", key).at);
		return (struct str){ 0 };
	}
	if (json_string_length(value) > LIMIT_ADDED_TEXT)
		fail(
		    r, arena_printf(r->arena, "\"%s\" is longer than %zu bytes",
			   key, LIMIT_ADDED_TEXT)
			   .at);
	return text_of(r, value);
}

static struct str member(struct row *r, const char *key)
{
	return member_of(r, r->object, key);
}

static struct str needed(struct row *r, const char *key)
{
	struct str text = member(r, key);

	if (is_empty(r, text))
		fail(r, arena_printf(r->arena, "\"%s\" is missing", key).at);
	return text;
}

static struct str checked_url(struct row *r, const char *key, struct str url)
{
	url = str_trim(url);
	if (url.len > LIMIT_URL)
		fail(r, "its address is too long");
	else if (url.len > 0 &&
		 (!url_is_absolute(url) || !url_scheme_is_safe(url)))
		fail(r, arena_printf(r->arena,
			    "\"%s\" is no web address; expected one such as "
			    "https://example.org/",
			    key)
			    .at);
	return url;
}

static struct str url_member(struct row *r, const char *key)
{
	return checked_url(r, key, member(r, key));
}

static struct str needed_url(struct row *r)
{
	return checked_url(r, "url", needed(r, "url"));
}

static struct date date_member(struct row *r, const char *key)
{
	struct str text = member(r, key);
	struct date date = { 0, 0, 0 };

	if (text.len > 0 && !date_parse(text, false, &date))
		fail(r, arena_printf(r->arena,
			    "\"%s\" is no day; expected one such as 2026-03-04",
			    key)
			    .at);
	return date;
}

/* The objects of a list. */
static size_t list_member(
    struct row *r, const char *key, const json_t **ret_list)
{
	const json_t *list = json_object_get(r->object, key);

	*ret_list = list;
	if (list == NULL || json_is_null(list))
		return 0;
	if (!json_is_array(list)) {
		fail(r, arena_printf(r->arena, "\"%s\" is no list", key).at);
		return 0;
	}
	return json_array_size(list);
}

static const json_t *object_at(
    struct row *r, const json_t *list, size_t i, const char *key)
{
	const json_t *object = json_array_get(list, i);

	if (!json_is_object(object))
		fail(r, arena_printf(r->arena,
			    "\"%s\" holds something else than "
			    "objects",
			    key)
			    .at);
	return object;
}

/* ---------------------------------------------------------------------- kinds */

static void read_tags(struct row *r)
{
	const json_t *list;
	size_t count = list_member(r, "tags", &list);
	struct str_list *tags = &r->addition->tags;

	for (size_t i = 0; i < count; i++) {
		const json_t *tag = json_array_get(list, i);
		struct str near, name;

		if (!json_is_string(tag)) {
			fail(r, "\"tags\" holds something else than texts");
			return;
		}
		name = text_of(r, tag);
		if (!draft_tag_is_known(r->settings, name, &near))
			fail(r, arena_printf(r->arena,
				    "there is no tag \"%.*s\"", STR_ARG(name))
				    .at);
		tags->item = ARENA_GROW(r->arena, tags->item, tags->count);
		tags->item[tags->count++] = name;
	}
}

/* A link, or an item as `show` has it: its text, and its address in "links". */
static void read_link(struct row *r)
{
	struct item_link *link = &r->addition->link;
	const json_t *list, *first;

	r->addition->kind = ADD_LINK;
	read_tags(r);
	link->url = url_member(r, "url");
	link->text = member(r, "title");
	if (link->url.at == NULL && list_member(r, "links", &list) > 0) {
		first = object_at(r, list, 0, "links");
		link->url = checked_url(r, "url", member_of(r, first, "url"));
		if (link->text.at == NULL)
			link->text = member_of(r, first, "text");
	}
	if (link->url.len == 0)
		fail(r, "\"url\" is missing");
	if (is_empty(r, link->text))
		fail(r, "\"title\" is missing");
}

static void read_places(struct row *r, struct event *e)
{
	const json_t *list;
	size_t count = list_member(r, "places", &list);

	if (count > 0)
		e->place = ARENA_ARRAY(r->arena, count, struct place);
	for (size_t i = 0; i < count; i++) {
		const json_t *object = object_at(r, list, i, "places");
		struct place place = {
			.text = member_of(r, object, "text"),
			.city = member_of(r, object, "city"),
			.state = member_of(r, object, "state"),
			.country = member_of(r, object, "country"),
		};

		struct str code = country_code(place.country);

		if (code.at != NULL)
			place.country = code;
		if (place.text.len > 0 && place.country.len == 0)
			place_read(place.text, &place);
		if (place.text.len > 0 || place.city.len > 0)
			e->place[e->places++] = place;
	}
}

static void read_groups(struct row *r, struct event *e)
{
	const json_t *list;
	size_t count = list_member(r, "groups", &list);

	if (count > 0)
		e->group = ARENA_ARRAY(r->arena, count, struct group);
	for (size_t i = 0; i < count; i++) {
		const json_t *object = object_at(r, list, i, "groups");

		e->group[e->groups++] = (struct group){
			.name = member_of(r, object, "name"),
			.url =
			    checked_url(r, "url", member_of(r, object, "url")),
		};
		if (is_empty(r, e->group[i].name))
			fail(r, "a group has no \"name\"");
	}
}

static void read_extra(struct row *r, struct event *e)
{
	const json_t *list;
	size_t count = list_member(r, "extra", &list);

	if (count > 0)
		e->extra = ARENA_ARRAY(r->arena, count, struct item_link);
	for (size_t i = 0; i < count; i++) {
		const json_t *object = object_at(r, list, i, "extra");
		struct item_link link = {
			.text = member_of(r, object, "text"),
			.url =
			    checked_url(r, "url", member_of(r, object, "url")),
		};

		if (link.url.len > 0 && link.text.len > 0)
			e->extra[e->extras++] = link;
	}
}

static void read_mode(struct row *r, struct event *e)
{
	static const struct {
		struct str name;
		enum event_mode mode;
	} modes[] = {
		{ STR_INIT("in-person"), MODE_IN_PERSON },
		{ STR_INIT("virtual"), MODE_VIRTUAL },
		{ STR_INIT("hybrid"), MODE_HYBRID },
	};
	struct str name = member(r, "mode");

	if (name.at == NULL) {
		e->mode = e->places > 0 ? MODE_IN_PERSON : MODE_UNKNOWN;
		return;
	}
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (str_eq(modes[i].name, name))
			e->mode = modes[i].mode;
	if (e->mode == MODE_UNKNOWN)
		fail(r, "\"mode\" is none of in-person, virtual, hybrid");
}

static void read_region(struct row *r, struct event *e)
{
	struct str id = member(r, "region");

	e->region = STR_NONE;
	for (size_t i = 0; i < r->settings->regions; i++)
		if (str_eq(r->settings->region[i].id, id))
			e->region = i;
	if (id.at != NULL && e->region == STR_NONE)
		fail(r, "\"region\" is the id of no region of the settings");
}

static void read_event(struct row *r)
{
	struct event *e = &r->addition->event;

	r->addition->kind = ADD_EVENT;
	*e = (struct event){ .start = -1, .finish = -1 };
	e->title = needed(r, "title");
	e->url = needed_url(r);
	e->first = date_member(r, "first");
	e->last = date_member(r, "last");
	read_places(r, e);
	read_groups(r, e);
	read_extra(r, e);
	read_mode(r, e);
	read_region(r, e);
	if (!date_is_set(e->first))
		fail(r, "\"first\" is missing, the day of the event");
	else if (!date_is_set(e->last))
		e->last = e->first;
	else if (date_cmp(e->last, e->first) < 0)
		fail(r, "\"last\" is before \"first\"");
	if (e->places == 0 && e->mode != MODE_VIRTUAL)
		fail(r, "it has neither \"places\" nor the \"mode\" virtual");
}

static void read_call(struct row *r, enum call_kind kind)
{
	struct call *c = &r->addition->call;
	struct row inner = *r;

	r->addition->kind = ADD_CALL;
	c->kind = kind;
	c->title = needed(r, "title");
	c->url = needed_url(r);
	c->project = member(r, "project");
	c->repository = member(r, "repository");
	c->steps = url_member(r, "steps");
	c->closes = date_member(r, "closes");
	c->first = date_member(r, "first");
	c->last = date_member(r, "last");
	inner.object = json_object_get(r->object, "place");
	if (json_is_object(inner.object))
		c->place = (struct place){
			.text = member(&inner, "text"),
			.city = member(&inner, "city"),
			.state = member(&inner, "state"),
			.country = member(&inner, "country"),
		};
	fail(r, inner.why);
	if (kind == CALL_SPEAKING && !date_is_set(c->closes))
		fail(r, "\"closes\" is missing, the last day for proposals");
	if (c->repository.at == NULL)
		c->repository = repository_of(c->url);
}

static void read_call_testing(struct row *r)
{
	read_call(r, CALL_TESTING);
}

static void read_call_participation(struct row *r)
{
	read_call(r, CALL_PARTICIPATION);
}

static void read_call_speaking(struct row *r)
{
	read_call(r, CALL_SPEAKING);
}

static void read_decision(struct row *r, enum decision_kind kind)
{
	struct decision *d = &r->addition->decision;

	r->addition->kind = ADD_DECISION;
	d->kind = kind;
	d->title = needed(r, "title");
	d->url = needed_url(r);
	d->repository = repository_of(d->url);
	if (d->repository.at == NULL)
		d->repository = member(r, "repository");
	d->disposition = member(r, "disposition");
}

static void read_comment_period(struct row *r)
{
	read_decision(r, DECISION_COMMENT_PERIOD);
}

static void read_approved(struct row *r)
{
	read_decision(r, DECISION_APPROVED);
}

static void read_proposed(struct row *r)
{
	read_decision(r, DECISION_PROPOSED);
}

static void read_change(struct row *r)
{
	struct change *c = &r->addition->change;

	r->addition->kind = ADD_CHANGE;
	c->title = needed(r, "title");
	c->url = needed_url(r);
	c->area = member(r, "area");
	c->repository = member(r, "repository");
	if (c->repository.at == NULL)
		c->repository = repository_of(c->url);
}

static void read_jobs(struct row *r)
{
	r->addition->kind = ADD_JOBS;
	r->addition->link.url = needed_url(r);
	r->addition->link.text = member(r, "title");
	if (r->addition->link.text.at == NULL)
		r->addition->link.text = member(r, "text");
}

static void read_feature(struct row *r, struct str kind)
{
	struct feature *f = &r->addition->feature;
	struct row inner = *r;

	r->addition->kind = ADD_FEATURE;
	f->kind = kind;
	f->name = member(r, "name");
	f->text = member(r, "text");
	f->url = url_member(r, "url");
	f->source = member(r, "source");
	f->self_suggested =
	    json_is_true(json_object_get(r->object, "self_suggested"));
	inner.object = json_object_get(r->object, "thanks");
	if (json_is_object(inner.object)) {
		f->thanks.name = member(&inner, "name");
		f->thanks.url = url_member(&inner, "url");
	}
	fail(r, inner.why);
	if (is_empty(r, f->name) && is_empty(r, f->text))
		fail(r, "it has neither \"name\" nor \"text\"");
}

/* ----------------------------------------------------------------------- rows */

static const struct {
	struct str kind;
	void (*read)(struct row *r);
} kinds[] = {
	{ STR_INIT("link"), read_link },
	{ STR_INIT("item"), read_link },
	{ STR_INIT("event"), read_event },
	{ STR_INIT("testing"), read_call_testing },
	{ STR_INIT("participation"), read_call_participation },
	{ STR_INIT("speaking"), read_call_speaking },
	{ STR_INIT("comment-period"), read_comment_period },
	{ STR_INIT("approved"), read_approved },
	{ STR_INIT("proposed"), read_proposed },
	{ STR_INIT("change"), read_change },
	{ STR_INIT("jobs"), read_jobs },
};

/* What an object without "kind" is: events and changes of `show` have none. */
static struct str kind_by_shape(const json_t *object)
{
	if (json_object_get(object, "first") != NULL)
		return STR("event");
	if (json_object_get(object, "number") != NULL)
		return STR("change");
	return STR("link");
}

/* What a section holds, as the kinds above are called; unset if it does not
 * say. */
static struct str kind_by_section(
    const struct settings *settings, struct str section)
{
	static const struct str names[] = {
		[SECTION_TESTING] = STR_INIT("testing"),
		[SECTION_PARTICIPATION] = STR_INIT("participation"),
		[SECTION_SPEAKING] = STR_INIT("speaking"),
		[SECTION_DECISIONS] = STR_INIT("comment-period"),
		[SECTION_APPROVED] = STR_INIT("approved"),
		[SECTION_PROPOSED] = STR_INIT("proposed"),
	};
	size_t rule = settings_section_named(settings, section);
	const struct section_rule *s;

	if (rule == STR_NONE)
		return (struct str){ 0 };
	s = &settings->section[rule];
	if (s->kind == SECTION_FEATURE)
		return s->feature;
	return s->kind < sizeof(names) / sizeof(names[0]) ? names[s->kind]
							  : (struct str){ 0 };
}

/* Of a family, the kind that is meant. */
static struct str kind_in_family(struct row *r, const struct addition_as *as)
{
	static const struct str whole[] = { STR_INIT("link"), STR_INIT("event"),
		STR_INIT("change") };
	struct str kind;

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (str_eq(as->family, whole[i]))
			return as->family;
	kind = member(r, "kind");
	/* `show` calls an item what its family is called. */
	if (kind.at == NULL || str_eq(kind, as->family))
		kind = kind_by_section(r->settings, as->section);
	if (kind.at == NULL)
		fail(
		    r, arena_printf(r->arena,
			   "neither \"kind\" nor its section say which kind of "
			   "%.*s it is",
			   STR_ARG(as->family))
			   .at);
	return kind;
}

static void read_kind(struct row *r, struct str kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (str_eq(kinds[i].kind, kind)) {
			kinds[i].read(r);
			return;
		}
	}
	if (settings_feature(r->settings, kind) != STR_NONE)
		read_feature(r, kind);
	else
		fail(r, arena_printf(r->arena,
			    "there is no kind \"%.*s\"; there are link, event, "
			    "testing, participation, speaking, comment-period, "
			    "approved, proposed, change, jobs, and what the "
			    "settings feature",
			    STR_ARG(kind))
			    .at);
}

static void read_row(struct row *r)
{
	struct str kind = member(r, "kind");
	const json_t *section = json_object_get(r->object, "section");

	if (kind.at == NULL)
		kind = kind_by_shape(r->object);
	/* That of `show` is a number. */
	if (json_is_string(section))
		r->addition->section = member(r, "section");
	read_kind(r, kind);
}

bool addition_read(struct arena *arena, const struct settings *settings,
    struct str object, const struct addition_as *as,
    struct addition *ret_addition, struct error *err)
{
	struct addition addition = { .section = as->section };
	struct row row = { arena, settings, NULL, &addition, NULL };
	json_error_t wrong;
	json_t *root =
	    json_loadb(object.at, object.len, JSON_REJECT_DUPLICATES, &wrong);

	if (json_is_object(root)) {
		struct str kind;

		row.object = root;
		kind = kind_in_family(&row, as);
		if (row.why == NULL)
			read_kind(&row, kind);
	} else {
		row.why = "this is no JSON object";
	}
	json_decref(root);
	if (row.why != NULL)
		return error_set(err, "%s", row.why);
	*ret_addition = addition;
	return true;
}

static void add_wrong(struct arena *arena, struct addition_list *list,
    const struct source *source, size_t line, const char *why)
{
	list->wrong = ARENA_GROW(arena, list->wrong, list->wrongs);
	list->wrong[list->wrongs++] =
	    arena_printf(arena, "%s:%zu: %s", source->path, line, why);
}

static void read_line(struct arena *arena, const struct settings *settings,
    const struct source *source, struct addition_list *list, struct str line,
    size_t number)
{
	struct addition addition = { .line = number };
	struct row row = { arena, settings, NULL, &addition, NULL };
	json_error_t wrong;
	json_t *object =
	    json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, &wrong);

	if (!json_is_object(object)) {
		row.why =
		    object == NULL
			? arena_printf(arena, "this is no JSON: %s", wrong.text)
			      .at
			: "this is no JSON object";
	} else {
		row.object = object;
		read_row(&row);
	}
	json_decref(object);
	if (row.why != NULL) {
		add_wrong(arena, list, source, number, row.why);
		return;
	}
	list->addition = ARENA_GROW(arena, list->addition, list->count);
	list->addition[list->count++] = addition;
}

void additions_read(struct arena *arena, const struct settings *settings,
    struct source source, struct addition_list *ret_list)
{
	struct addition_list list = { 0 };
	struct str rest = source.text;

	for (size_t number = 1; rest.at != NULL; number++) {
		struct str line = str_trim(str_take(&rest, '\n'));

		if (line.len == 0)
			continue;
		if (list.count + list.wrongs == LIMIT_ADDITIONS) {
			add_wrong(arena, &list, &source, number,
			    "the list is too long; what follows is not read");
			break;
		}
		read_line(arena, settings, &source, &list, line, number);
	}
	*ret_list = list;
}

bool draft_tag_is_known(
    const struct settings *settings, struct str tag, struct str *ret_near)
{
	*ret_near = (struct str){ 0 };
	if (tag.len == 2 && tag.at[0] >= 'A' && tag.at[0] <= 'Z' &&
	    tag.at[1] >= 'A' && tag.at[1] <= 'Z')
		return true;
	for (size_t i = 0; i < settings->tags; i++) {
		const struct tag_rule *rule = &settings->tag[i];

		if (str_eq(rule->name, tag))
			return true;
		if (name_is_near(tag, rule->name) &&
		    (ret_near->at == NULL || name_distance(tag, rule->name) <
						 name_distance(tag, *ret_near)))
			*ret_near = rule->name;
		for (size_t k = 0; k < rule->also.count; k++)
			if (str_eq_fold(rule->also.item[k], tag))
				*ret_near = rule->name;
	}
	return false;
}
