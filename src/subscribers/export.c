#include "subscribers/subscribers.h"

#include "base/json.h"
#include "base/moment.h"
#include "subscribers/csv.h"

enum { PAGE = 500, LINK_TEXT = 2 * SUBSCRIBER_TAG_BYTES };

/* ---------------------------------------------------------------------- JSON */

static void add_time(struct json *j, const char *key, int64_t at)
{
	struct strbuf text;

	json_key(j, key);
	if (at <= 0 || at > MOMENT_LAST) {
		json_null(j);
		return;
	}
	strbuf_init(&text, LIMIT_FILE_NAME);
	moment_add(&text, at);
	json_str(j, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_consents(struct json *j, const struct consents *consents)
{
	json_array(j);
	for (size_t i = 0; i < consents->count; i++) {
		const struct consent *c = &consents->consent[i];

		json_object(j);
		json_member(j, "what", c->what);
		add_time(j, "at", c->at);
		json_member(j, "text", c->text_version);
		json_member(j, "source", c->source);
		json_member(j, "network", c->network);
		json_end(j);
	}
	json_end(j);
}

static void add_returned(struct json *j, const struct returned_list *returned)
{
	json_array(j);
	for (size_t i = 0; i < returned->count; i++) {
		const struct returned_shown *r = &returned->returned[i];

		json_object(j);
		json_member(j, "kind", str_of(returned_kind_name(r->kind)));
		add_time(j, "at", r->at);
		json_member(j, "issue", r->issue);
		json_member(j, "status", r->status);
		json_member(j, "said", r->said);
		json_end(j);
	}
	json_end(j);
}

static struct str link_text(const struct subscriber *s, char *text)
{
	struct str tag = str_sub(s->tag, 0, SUBSCRIBER_TAG_BYTES);

	hex_write(tag.at, tag.len, text);
	return (struct str){ text, LINK_TEXT };
}

static struct str format_text(const struct subscriber *s)
{
	return s->preferences.text ? STR("text") : STR("html");
}

void subscriber_add_json(struct strbuf *out, const struct subscriber *s,
    const struct consents *consents, const struct returned_list *returned)
{
	const struct preferences *p = &s->preferences;
	char link[LINK_TEXT];
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member_number(&j, "id", s->id);
	json_member(&j, "address", s->address);
	json_member(&j, "state", str_of(subscriber_state_name(s->state)));
	json_member(&j, "name", s->name);
	json_member(&j, "language", p->language);
	json_member(&j, "format", format_text(s));
	json_member_list(&j, "sections", &p->sections);
	json_member_list(&j, "regions", &p->regions);
	json_member_list(&j, "countries", &p->countries);
	add_time(&j, "paused_until", s->paused_until);
	json_member(&j, "source", s->source);
	add_time(&j, "created", s->created);
	add_time(&j, "changed", s->changed);
	json_member(&j, "link", link_text(s, link));
	json_key(&j, "consents");
	add_consents(&j, consents);
	if (returned != NULL) {
		json_key(&j, "came_back");
		add_returned(&j, returned);
	}
	json_end(&j);
	strbuf_add_char(out, '\n');
}

/* ----------------------------------------------------------------------- CSV */

static void add_csv_time(struct strbuf *out, int64_t at)
{
	strbuf_add_char(out, ',');
	if (at > 0 && at <= MOMENT_LAST)
		moment_add(out, at);
}

static void add_csv(struct strbuf *out, struct str text)
{
	strbuf_add_char(out, ',');
	csv_add_guarded(out, text);
}

static void add_csv_list(struct strbuf *out, const struct str_list *list)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_PEOPLE_ROW);
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			strbuf_add_char(&text, ';');
		strbuf_add(&text, list->item[i]);
	}
	add_csv(out, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_csv_consents(
    struct strbuf *out, const struct consents *consents)
{
	struct strbuf text;
	struct json j;

	strbuf_init(&text, LIMIT_PEOPLE_ROW);
	json_init(&j, &text);
	add_consents(&j, consents);
	add_csv(out, strbuf_str(&text));
	strbuf_release(&text);
}

static const char csv_head[] =
    "address,state,name,language,format,sections,regions,countries,"
    "paused_until,source,created,changed,link,consents\r\n";

static void add_csv_row(struct strbuf *out, const struct subscriber *s,
    const struct consents *consents)
{
	const struct preferences *p = &s->preferences;
	char link[LINK_TEXT];

	csv_add_guarded(out, s->address);
	add_csv(out, str_of(subscriber_state_name(s->state)));
	add_csv(out, s->name);
	add_csv(out, p->language);
	add_csv(out, format_text(s));
	add_csv_list(out, &p->sections);
	add_csv_list(out, &p->regions);
	add_csv_list(out, &p->countries);
	add_csv_time(out, s->paused_until);
	add_csv(out, s->source);
	add_csv_time(out, s->created);
	add_csv_time(out, s->changed);
	add_csv(out, link_text(s, link));
	add_csv_consents(out, consents);
	strbuf_lit(out, "\r\n");
}

/* --------------------------------------------------------------------- pages */

static bool write_page(const struct export_options *options,
    const struct people *people, const struct consents *consents,
    struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_PEOPLE_FILE);
	for (size_t i = 0; i < people->count; i++)
		if (options->format == EXPORT_CSV)
			add_csv_row(&out, &people->subscriber[i], &consents[i]);
		else
			subscriber_add_json(
			    &out, &people->subscriber[i], &consents[i], NULL);
	ok = out.full ? error_set(
			    err, "a page of the list is longer than a gigabyte")
		      : options->write(options->data, strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

static bool export_page(struct store *store, struct arena *arena,
    const struct export_options *options, struct people_filter *filter,
    bool *ret_more, struct error *err)
{
	struct consents *consents;
	struct people people;

	if (!people_list(store, arena, filter, &people, err) ||
	    !people_list_consents(store, arena, &people, &consents, err))
		return false;
	*ret_more = people.count == filter->most;
	if (people.count == 0)
		return true;
	filter->after = people.subscriber[people.count - 1].id;
	return write_page(options, &people, consents, err);
}

bool subscribers_export(struct store *store,
    const struct export_options *options, struct error *err)
{
	struct people_filter filter = { .all_states = options->all_states,
		.state = options->state,
		.most = PAGE };
	struct arena arena = { 0 };
	bool more = true;
	bool ok = options->format != EXPORT_CSV ||
		  options->write(options->data, STR(csv_head), err);

	while (ok && more) {
		ok = export_page(store, &arena, options, &filter, &more, err);
		arena_reset(&arena);
	}
	arena_release(&arena);
	return ok;
}
