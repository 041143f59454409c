#include "model/issue_json.h"

#include "base/json.h"

/* What the writers of the parts share. */
struct writer {
	struct json json;
	const struct issue *issue;
	const struct settings *settings;
};

static const char *const section_kinds[] = {
	[SECTION_PLAIN] = "plain",
	[SECTION_ITEMS] = "items",
	[SECTION_FEATURE] = "feature",
	[SECTION_TESTING] = "testing",
	[SECTION_PARTICIPATION] = "participation",
	[SECTION_SPEAKING] = "speaking",
	[SECTION_CHANGES] = "changes",
	[SECTION_PERF] = "perf",
	[SECTION_APPROVED] = "approved",
	[SECTION_DECISIONS] = "decisions",
	[SECTION_PROPOSED] = "proposed",
	[SECTION_EVENTS] = "events",
	[SECTION_JOBS] = "jobs",
};

static const char *const item_kinds[] = {
	[ITEM_OTHER] = "other",
	[ITEM_LINK] = "link",
	[ITEM_EVENT] = "event",
	[ITEM_CALL] = "call",
	[ITEM_DECISION] = "decision",
	[ITEM_CHANGE] = "change",
	[ITEM_NONE] = "none",
	[ITEM_PERSON] = "person",
};

static const char *const modes[] = {
	[MODE_UNKNOWN] = NULL,
	[MODE_IN_PERSON] = "in-person",
	[MODE_VIRTUAL] = "virtual",
	[MODE_HYBRID] = "hybrid",
};

static const char *const call_kinds[] = {
	[CALL_TESTING] = "testing",
	[CALL_PARTICIPATION] = "participation",
	[CALL_SPEAKING] = "speaking",
};

static const char *const decision_kinds[] = {
	[DECISION_COMMENT_PERIOD] = "comment-period",
	[DECISION_APPROVED] = "approved",
	[DECISION_PROPOSED] = "proposed",
};

static void add_name(struct json *j, const char *key, const char *name)
{
	json_member(j, key, name == NULL ? (struct str){ 0 } : str_of(name));
}

/* A number of which less than zero is unknown. */
static void add_count(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	if (value < 0)
		json_null(j);
	else
		json_number(j, value);
}

static void add_offset(struct json *j, const char *key, size_t offset)
{
	add_count(j, key, offset == MD_UNKNOWN ? -1 : (int64_t)offset);
}

static void add_range(struct json *j, size_t offset, size_t end)
{
	add_offset(j, "offset", offset);
	add_offset(j, "end", end);
}

/* Where a typed thing stands: its range, and the item it was read from. */
static void add_spot(
    struct json *j, size_t offset, size_t end, size_t section, size_t item)
{
	add_range(j, offset, end);
	json_member_number(j, "section", (int64_t)section);
	json_member_number(j, "item", (int64_t)item);
}

static void add_date(struct json *j, const char *key, struct date d)
{
	struct strbuf out;

	json_key(j, key);
	if (!date_is_set(d)) {
		json_null(j);
		return;
	}
	strbuf_init(&out, 16);
	date_add_iso(&out, d);
	json_str(j, strbuf_str(&out));
	strbuf_release(&out);
}

static void add_minutes(struct json *j, const char *key, int minutes)
{
	struct strbuf out;

	json_key(j, key);
	if (minutes < 0) {
		json_null(j);
		return;
	}
	strbuf_init(&out, 16);
	strbuf_printf(&out, "%02d:%02d", minutes / 60, minutes % 60);
	json_str(j, strbuf_str(&out));
	strbuf_release(&out);
}

static void add_header(struct json *j, const struct header *h)
{
	json_key(j, "header");
	json_object(j);
	json_member(j, "title", h->title);
	add_count(j, "number", h->number);
	add_date(j, "date", h->date);
	add_minutes(j, "time", h->minutes);
	json_member(j, "category", h->category);
	json_member(j, "slug", h->slug);
	json_member(j, "status", h->status);
	json_member(j, "language", h->language);
	json_member(j, "author", h->author);
	json_member(j, "summary", h->summary);
	json_member_list(j, "tags", &h->tags);
	json_key(j, "yaml");
	json_bool(j, h->yaml);
	json_key(j, "fields");
	json_array(j);
	for (size_t i = 0; i < h->fields; i++) {
		json_object(j);
		json_member(j, "key", h->field[i].key);
		json_member(j, "value", h->field[i].value);
		add_range(j, h->field[i].offset, h->field[i].end);
		json_end(j);
	}
	json_end(j);
	add_range(j, h->offset, h->end);
	json_end(j);
}

static void add_link(struct json *j, const struct item_link *link)
{
	json_object(j);
	json_member(j, "text", link->text);
	json_member(j, "url", link->url);
	add_range(j, link->offset, link->end);
	json_end(j);
}

static void add_links(
    struct json *j, const char *key, const struct item_link *link, size_t links)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < links; i++)
		add_link(j, &link[i]);
	json_end(j);
}

static void add_item(struct json *j, const struct item *item)
{
	json_object(j);
	json_member(j, "kind", str_of(item_kinds[item->kind]));
	json_member(j, "text", item->text);
	add_links(j, "links", item->link, item->links);
	json_member_list(j, "tags", &item->tags);
	add_range(j, item->offset, item->end);
	json_end(j);
}

static struct str region_id(const struct writer *w, size_t region)
{
	if (region >= w->settings->regions)
		return (struct str){ 0 };
	return w->settings->region[region].id;
}

static void add_section(struct writer *w, const struct section *s)
{
	struct json *j = &w->json;

	json_object(j);
	json_member_number(j, "level", s->level);
	json_member(j, "title", s->title);
	json_member(j, "id", s->id);
	json_member(j, "kind", str_of(section_kinds[s->kind]));
	json_member(
	    j, "rule", s->rule == NULL ? (struct str){ 0 } : s->rule->id);
	json_member(j, "region", region_id(w, s->region));
	json_member(j, "group", s->group);
	add_offset(j, "parent", s->parent);
	add_range(j, s->offset, s->end);
	json_key(j, "items");
	json_array(j);
	for (size_t i = 0; i < s->items; i++)
		add_item(j, &s->item[i]);
	json_end(j);
	json_end(j);
}

static void add_place(struct json *j, const struct place *place)
{
	json_object(j);
	json_member(j, "text", place->text);
	json_member(j, "city", place->city);
	json_member(j, "state", place->state);
	json_member(j, "country", place->country);
	json_end(j);
}

static void add_event(struct writer *w, const struct event *e)
{
	struct json *j = &w->json;

	json_object(j);
	add_date(j, "first", e->first);
	add_date(j, "last", e->last);
	add_minutes(j, "start", e->start);
	add_minutes(j, "finish", e->finish);
	json_member(j, "zone", e->zone);
	add_name(j, "mode", modes[e->mode]);
	json_key(j, "places");
	json_array(j);
	for (size_t i = 0; i < e->places; i++)
		add_place(j, &e->place[i]);
	json_end(j);
	json_member(j, "region", region_id(w, e->region));
	json_key(j, "groups");
	json_array(j);
	for (size_t i = 0; i < e->groups; i++) {
		json_object(j);
		json_member(j, "name", e->group[i].name);
		json_member(j, "url", e->group[i].url);
		json_end(j);
	}
	json_end(j);
	json_member(j, "title", e->title);
	json_member(j, "url", e->url);
	add_links(j, "extra", e->extra, e->extras);
	json_key(j, "complete");
	json_bool(j, e->complete);
	add_spot(j, e->offset, e->end, e->section, e->item);
	json_end(j);
}

static void add_call(struct json *j, const struct call *c)
{
	json_object(j);
	json_member(j, "kind", str_of(call_kinds[c->kind]));
	json_member(j, "title", c->title);
	json_member(j, "url", c->url);
	json_member(j, "project", c->project);
	json_member(j, "repository", c->repository);
	json_member(j, "steps", c->steps);
	add_date(j, "closes", c->closes);
	add_date(j, "first", c->first);
	add_date(j, "last", c->last);
	json_key(j, "place");
	if (c->place.text.at == NULL)
		json_null(j);
	else
		add_place(j, &c->place);
	add_spot(j, c->offset, c->end, c->section, c->item);
	json_end(j);
}

static void add_decision(struct json *j, const struct decision *d)
{
	json_object(j);
	json_member(j, "kind", str_of(decision_kinds[d->kind]));
	json_member(j, "repository", d->repository);
	json_member(j, "disposition", d->disposition);
	json_member(j, "title", d->title);
	json_member(j, "url", d->url);
	add_date(j, "closes", d->closes);
	add_spot(j, d->offset, d->end, d->section, d->item);
	json_end(j);
}

static void add_change(struct json *j, const struct change *c)
{
	json_object(j);
	json_member(j, "repository", c->repository);
	add_count(j, "number", c->number);
	json_member(j, "area", c->area);
	json_member(j, "title", c->title);
	json_member(j, "url", c->url);
	add_spot(j, c->offset, c->end, c->section, c->item);
	json_end(j);
}

static void add_decimal(struct json *j, const char *key, struct str digits)
{
	json_key(j, key);
	json_decimal(j, digits);
}

static void add_perf_rows(struct json *j, const struct perf *p)
{
	json_key(j, "rows");
	json_array(j);
	for (size_t i = 0; i < p->rows; i++) {
		const struct perf_row *row = &p->row[i];

		json_object(j);
		json_member(j, "label", row->label);
		json_member(j, "scope", row->scope);
		add_decimal(j, "mean", row->mean);
		add_decimal(j, "low", row->low);
		add_decimal(j, "high", row->high);
		add_count(j, "count", row->count);
		json_end(j);
	}
	json_end(j);
}

static void add_perf(struct json *j, const struct perf *p)
{
	json_key(j, "perf");
	if (p == NULL) {
		json_null(j);
		return;
	}
	json_object(j);
	json_member(j, "summary", p->summary);
	json_member(j, "triager", p->triager);
	json_member(j, "from", p->from);
	json_member(j, "to", p->to);
	json_member(j, "range_url", p->range_url);
	json_member(j, "metric", p->metric);
	add_perf_rows(j, p);
	add_count(j, "regressions", p->regressions);
	add_count(j, "improvements", p->improvements);
	add_count(j, "mixed", p->mixed);
	add_count(j, "rollups", p->rollups);
	add_count(j, "comparisons", p->comparisons);
	json_member(j, "report_url", p->report_url);
	add_range(j, p->offset, p->end);
	json_end(j);
}

static void add_person(struct json *j, const struct person *person)
{
	if (person->name.at == NULL) {
		json_null(j);
		return;
	}
	json_object(j);
	json_member(j, "name", person->name);
	json_member(j, "url", person->url);
	json_end(j);
}

static void add_feature(struct json *j, const struct feature *f)
{
	json_object(j);
	json_member(j, "kind", f->kind);
	json_member(j, "name", f->name);
	json_member(j, "text", f->text);
	json_member(j, "url", f->url);
	json_member(j, "source", f->source);
	json_key(j, "thanks");
	add_person(j, &f->thanks);
	json_key(j, "self_suggested");
	json_bool(j, f->self_suggested);
	add_range(j, f->offset, f->end);
	json_end(j);
}

/* Every link of the file, in its order. */
static void add_all_links(struct json *j, const struct issue *issue)
{
	const struct md_node *top = issue->tree.root;
	struct arena scratch = { 0 };

	json_key(j, "links");
	json_array(j);
	for (const struct md_node *at = top; at != NULL;
	     at = md_walk(top, at)) {
		struct item_link link = { { 0 }, at->target, at->offset,
			at->end };

		if (at->kind != MD_LINK)
			continue;
		link.text = md_plain_text(&scratch, at);
		add_link(j, &link);
		arena_reset(&scratch);
	}
	json_end(j);
	arena_release(&scratch);
}

static void add_markup(struct json *j, const struct md_tree *tree)
{
	json_key(j, "comments");
	json_array(j);
	for (size_t i = 0; i < tree->comments; i++) {
		const struct md_comment *c = &tree->comment[i];

		json_object(j);
		json_member(j, "text", c->text);
		json_key(j, "closed");
		json_bool(j, c->closed);
		add_range(j, c->offset, c->end);
		json_end(j);
	}
	json_end(j);
	json_key(j, "references");
	json_array(j);
	for (size_t i = 0; i < tree->references; i++) {
		const struct md_reference *ref = &tree->reference[i];

		json_object(j);
		json_member(j, "label", ref->label);
		json_member(j, "url", ref->target);
		json_member(j, "title", ref->title);
		add_range(j, ref->offset, ref->end);
		json_end(j);
	}
	json_end(j);
}

static void add_people(struct json *j, const struct issue *issue)
{
	json_key(j, "editors");
	json_array(j);
	for (size_t i = 0; i < issue->editors; i++)
		add_person(j, &issue->editor[i]);
	json_end(j);
	json_key(j, "sponsor");
	add_person(j, &issue->sponsor);
	json_key(j, "jobs");
	if (issue->jobs.url.at == NULL)
		json_null(j);
	else
		add_link(j, &issue->jobs);
	json_key(j, "discussion");
	if (issue->discussion.url.at == NULL)
		json_null(j);
	else
		add_link(j, &issue->discussion);
}

static void add_lists(struct writer *w)
{
	const struct issue *issue = w->issue;
	struct json *j = &w->json;

	json_key(j, "sections");
	json_array(j);
	for (size_t i = 0; i < issue->sections; i++)
		add_section(w, &issue->section[i]);
	json_end(j);
	json_key(j, "events");
	json_array(j);
	for (size_t i = 0; i < issue->events; i++)
		add_event(w, &issue->event[i]);
	json_end(j);
	json_key(j, "calls");
	json_array(j);
	for (size_t i = 0; i < issue->calls; i++)
		add_call(j, &issue->call[i]);
	json_end(j);
	json_key(j, "decisions");
	json_array(j);
	for (size_t i = 0; i < issue->decisions; i++)
		add_decision(j, &issue->decision[i]);
	json_end(j);
	json_key(j, "changes");
	json_array(j);
	for (size_t i = 0; i < issue->changes; i++)
		add_change(j, &issue->change[i]);
	json_end(j);
}

void issue_add_json(struct strbuf *out, const struct issue *issue,
    const struct settings *settings)
{
	struct writer w = { .issue = issue, .settings = settings };
	struct json *j = &w.json;

	json_init(j, out);
	json_object(j);
	add_header(j, &issue->header);
	add_lists(&w);
	add_count(j, "change_count", issue->change_count);
	add_date(j, "change_first", issue->change_first);
	add_date(j, "change_last", issue->change_last);
	add_date(j, "window_first", issue->window_first);
	add_date(j, "window_last", issue->window_last);
	add_perf(j, issue->perf);
	json_key(j, "features");
	json_array(j);
	for (size_t i = 0; i < issue->features; i++)
		add_feature(j, &issue->feature[i]);
	json_end(j);
	add_people(j, issue);
	add_markup(j, &issue->tree);
	add_all_links(j, issue);
	json_end(j);
}
