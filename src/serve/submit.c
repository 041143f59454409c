/* Sending something in: the choice of what, and the form of each. */
#include "base/text.h"
#include "serve/sending.h"

enum {
	HOUR = 60 * 60,
	TRIES = 20, /* that one may make for each that is taken */
};

/* "/submit/link" with the root of the site before it. */
static struct str address_of(
    const struct workplace *place, struct arena *arena, struct str name)
{
	return live_link(place->live, arena,
	    arena_printf(arena, "/submit/%.*s", STR_ARG(name)).at);
}

/* ----------------------------------------------------------------- the choice */

static void add_kind(struct arena *arena, struct value list, const char *title,
    const char *hint, struct str address)
{
	struct value map = value_map(arena);

	value_set(arena, map, "title", value_text(str_of(title)));
	value_set(arena, map, "hint", value_text(str_of(hint)));
	value_set(arena, map, "address", value_text(address));
	value_append(arena, list, map);
}

/* What sections feature: where readers vote for it, it is nominated. */
static void add_features(
    const struct workplace *place, struct arena *arena, struct value list)
{
	const struct settings *s = place->settings;

	for (size_t i = 0; i < s->sections; i++) {
		const struct section_rule *rule = &s->section[i];
		struct str address;

		if (rule->kind != SECTION_FEATURE)
			continue;
		address = rule->vote ? live_link(place->live, arena,
					   arena_printf(arena, "/nominate/%.*s",
					       STR_ARG(rule->feature))
					       .at)
				     : address_of(place, arena, rule->feature);
		add_kind(arena, list, arena_cstr(arena, rule->title),
		    rule->vote ? "Readers vote for it." : "", address);
	}
}

static bool make_choice(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena), kinds = value_list(arena);

	for (size_t i = 0; i < submit_kind_count; i++)
		if (submit_kind_fits(place->settings, &submit_kinds[i]))
			add_kind(arena, kinds, submit_kinds[i].title,
			    submit_kinds[i].hint,
			    address_of(
				place, arena, str_of(submit_kinds[i].name)));
	add_features(place, arena, kinds);
	value_set(arena, v, "kinds", kinds);
	value_set(arena, v, "link",
	    value_text(address_of(place, arena, STR("link"))));
	return readers_page(place, x, "send.html", "Send something in", v, err);
}

/* ------------------------------------------------------------------- the form */

/*
 * What is sent in is printed and checked before it is known whether it is fine,
 * and somebody might have that done all day.  If *ret_go is false the answer
 * tells that there was too much of it.
 */
static bool may_try(const struct workplace *place, struct exchange *x,
    bool *ret_go, struct error *err)
{
	const struct settings *s = place->settings;

	if (!people_pace(place->store, "try of a network",
		str_of(x->client.network),
		(int64_t)TRIES * s->submit.per_network, HOUR, ret_go, err))
		return false;
	if (*ret_go)
		return true;
	x->deed = DEED_LIMITED;
	return readers_say(place, x, "too-many", err);
}

struct form_page {
	struct submission s;
	struct str action;
	struct str mail;             /* as it was typed */
	struct str mail_problem;     /* at == NULL: none */
	struct mail_address address; /* key.at == NULL: none was given */
	bool hidden, edit;
	bool more; /* the calendar that was pasted has more events */
};

static bool show(const struct workplace *place, struct exchange *x,
    const struct form_page *page, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena);
	bool failed = page->s.errors || page->mail_problem.at != NULL;

	sending_add_form(place, arena, &page->s, v);
	value_set(arena, v, "failed", value_bool(failed));
	value_set(arena, v, "hint", value_text(str_of(page->s.kind->hint)));
	value_set(arena, v, "action", value_text(page->action));
	value_set(arena, v, "hidden", value_bool(page->hidden));
	value_set(arena, v, "edit", value_bool(page->edit));
	value_set(arena, v, "mail",
	    value_text(page->mail.at != NULL ? page->mail : STR("")));
	value_set(arena, v, "mail_problem", value_text(page->mail_problem));
	value_set(arena, v, "more", value_bool(page->more));
	value_set(arena, v, "ics",
	    !page->edit && page->s.kind->candidate == CANDIDATE_EVENT
		? value_text(address_of(place, arena, STR("ics")))
		: value_none());
	value_set(arena, v, "queue", value_bool(place->settings->submit.queue));
	if (failed || page->s.remarks > 0)
		x->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
	return readers_page(
	    place, x, "submit.html", page->s.kind->title, v, err);
}

/* It is there already: say what became of it, but no more about it than the
 * queue would. */
static bool say_known(const struct workplace *place, struct exchange *x,
    const struct candidate *c, struct error *err)
{
	struct value v = readers_value(place, &x->arena);

	value_set(&x->arena, v, "it", sending_value(place, &x->arena, c));
	value_set(&x->arena, v, "shown", value_bool(!c->hidden));
	return readers_say_more(place, x, "known", v, err);
}

/* The mail is for the sender alone; who has had enough gets none, and hears
 * nothing of that. */
static bool send_letter(const struct workplace *place, struct exchange *x,
    const struct form_page *page, const struct candidate *c, struct error *err)
{
	const struct subscriber to = { .address = page->address.text,
		.tag = c->tag };
	bool suppressed, allowed;

	if (page->address.key.at == NULL)
		return true;
	if (!people_is_suppressed(
		place->store, page->address.key, &suppressed, err) ||
	    !readers_may_name(place, &page->address, &allowed, err) ||
	    (allowed &&
		!readers_may_mail(place, x, page->address.key, &allowed, err)))
		return false;
	return suppressed || !allowed ||
	       letter_send(place, x, LETTER_SUBMISSION, &to, err);
}

static bool put_in(const struct workplace *place, struct exchange *x,
    struct form_page *page, struct error *err)
{
	struct candidate c = page->s.candidate;
	enum inbox_added added;
	bool allowed;

	if (!people_pace(place->store, "submission of a network",
		str_of(x->client.network), place->settings->submit.per_network,
		HOUR, &allowed, err))
		return false;
	if (!allowed) {
		x->deed = DEED_LIMITED;
		return readers_say(place, x, "too-many", err);
	}
	c.contact = page->address.key;
	c.hidden = page->hidden;
	if (!inbox_add(place->store, &x->arena, &c, &added, &c, err))
		return false;
	if (added != INBOX_NEW && added != INBOX_BACK)
		return say_known(place, x, &c, err);
	x->deed = DEED_SUBMITTED;
	submission_go(place, x, &c);
	return send_letter(place, x, page, &c, err);
}

static void read_mail(struct exchange *x, struct form_page *page)
{
	enum mail_address_status status;

	page->mail = str_trim(form_value(&x->form, "mail"));
	if (page->mail.len == 0)
		return;
	status = mail_address_read(&x->arena, page->mail, &page->address);
	if (status == MAIL_ADDRESS_OK)
		return;
	page->address = (struct mail_address){ 0 };
	page->mail_problem = arena_printf(&x->arena,
	    "This is no mail address: %s.", mail_address_problem(status));
}

/* What is wrong with it is shown; a warning only once. */
static bool is_fine(const struct exchange *x, const struct form_page *page)
{
	return !page->s.errors && page->mail_problem.at == NULL &&
	       (page->s.remarks == 0 ||
		   form_value(&x->form, "again").at != NULL);
}

static struct str printed_text(
    struct arena *arena, const struct search_entry *entry)
{
	struct date d = entry->date;

	return arena_printf(arena, "it was printed in %.*s (%04d-%02d-%02d)",
	    STR_ARG(entry->issue), d.year, d.month, d.day);
}

/* What stood in an issue: a link is not printed twice; for the rest it is good
 * to know. */
static bool look_printed(const struct workplace *place, struct exchange *x,
    struct form_page *page, struct error *err)
{
	struct arena *arena = &x->arena;
	const struct candidate *c = &page->s.candidate;
	struct search_hit hit;
	bool found;

	if (place->search == NULL || c->url.len == 0 ||
	    c->kind == CANDIDATE_FOLLOW)
		return true;
	if (!search_by_url(place->search, arena, c->url, &found, &hit, err))
		return false;
	if (found)
		submit_add_remark(arena, &page->s,
		    &(struct submit_remark){ .level = c->kind == CANDIDATE_LINK
							  ? CHECK_ERROR
							  : CHECK_WARNING,
			.text = printed_text(arena, &hit.entry),
			.advice = arena_printf(arena, "There it says: %.*s",
			    STR_ARG(str_sub(hit.entry.text, 0,
				text_boundary(hit.entry.text, 200)))),
			.address = readers_printed(place, arena, &hit.entry) });
	return true;
}

static bool take(const struct workplace *place, struct exchange *x,
    struct form_page *page, struct error *err)
{
	struct candidate same;
	bool found, go;

	/* Only programs see this field. */
	if (form_value(&x->form, "website").len > 0 ||
	    !sending_is_once(x, page->s.kind))
		return readers_say(place, x, "bad-form", err);
	if (!may_try(place, x, &go, err))
		return false;
	if (!go)
		return true;
	page->hidden = form_value(&x->form, "hidden").at != NULL;
	read_mail(x, page);
	if (!submit_read(&x->arena, place->settings, sending_today(place),
		&page->s, err))
		return false;
	if (page->s.read) {
		if (!inbox_find_same(place->store, &x->arena,
			&page->s.candidate, &found, &same, err))
			return false;
		if (found && same.state != CANDIDATE_WITHDRAWN)
			return say_known(place, x, &same, err);
		if (!look_printed(place, x, page, err))
			return false;
	}
	return is_fine(x, page) ? put_in(place, x, page, err)
				: show(place, x, page, err);
}

static bool make_submit(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	const struct submit_kind *kind =
	    submit_kind_named(place->settings, x->part);
	struct form_page page = { .action =
				      address_of(place, &x->arena, x->part) };

	if (kind == NULL)
		return readers_say(place, x, "no-such-kind", err);
	submit_begin(&x->arena, kind, x->part, sending_typed, x, &page.s);
	return x->post ? take(place, x, &page, err)
		       : show(place, x, &page, err);
}

/* -------------------------------------------------------------------- pasting */

static bool show_paste(const struct workplace *place, struct exchange *x,
    struct str text, struct str problem, struct error *err)
{
	struct value v = readers_value(place, &x->arena);

	value_set(&x->arena, v, "text", value_text(text));
	value_set(&x->arena, v, "problem", value_text(problem));
	value_set(&x->arena, v, "action",
	    value_text(address_of(place, &x->arena, STR("ics"))));
	if (problem.at != NULL)
		x->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
	return readers_page(
	    place, x, "paste.html", "An event from a calendar", v, err);
}

/* The form of an event, with what the calendar says. */
static bool make_paste(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct str text = form_value(&x->form, "ics"), problem;
	struct form_page page = { .action = address_of(
				      place, &x->arena, STR("event")) };
	const struct submit_kind *kind =
	    submit_kind_named(place->settings, STR("event"));
	const struct submit_pasted *pasted;
	bool go;

	if (kind == NULL)
		return readers_say(place, x, "no-such-kind", err);
	if (!x->post)
		return show_paste(
		    place, x, STR(""), (struct str){ NULL, 0 }, err);
	if (text.at == NULL)
		return readers_say(place, x, "bad-form", err);
	if (!may_try(place, x, &go, err))
		return false;
	if (!go)
		return true;
	if (!submit_paste(&x->arena, text, sending_today(place), &pasted,
		&page.more, &problem))
		return show_paste(place, x, text, problem, err);
	submit_begin(&x->arena, kind, STR("event"), submit_pasted_value,
	    (void *)(uintptr_t)pasted, &page.s);
	return show(place, x, &page, err);
}

/* ------------------------------------------------------------------- changing */

struct earlier {
	struct arena *arena;
	const struct candidate *c;
};

static struct str earlier_typed(void *data, const char *field)
{
	const struct earlier *e = data;

	return submit_typed(e->arena, e->c, field);
}

static bool edit(const struct workplace *place, struct exchange *x,
    struct form_page *page, const struct candidate *c, struct error *err)
{
	enum inbox_edited edited;
	struct candidate now;
	bool go;

	page->hidden = form_value(&x->form, "hidden").at != NULL;
	if (!sending_is_once(x, page->s.kind))
		return readers_say(place, x, "bad-form", err);
	if (!may_try(place, x, &go, err))
		return false;
	if (!go)
		return true;
	if (!submit_read(&x->arena, place->settings, sending_today(place),
		&page->s, err) ||
	    (page->s.read && !look_printed(place, x, page, err)))
		return false;
	if (!is_fine(x, page))
		return show(place, x, page, err);
	now = page->s.candidate;
	now.hidden = page->hidden;
	if (!inbox_edit(place->store, &x->arena, c->tag, &now, &edited, err))
		return false;
	if (edited == INBOX_EDIT_CLASH)
		return readers_say(place, x, "clash", err);
	/* Too late, or done: its page tells. */
	x->deed = edited == INBOX_EDITED ? DEED_SUBMITTED : DEED_NONE;
	submission_go(place, x, c);
	return true;
}

bool submission_edit(const struct workplace *place, struct exchange *x,
    const struct candidate *c, struct error *err)
{
	struct str name;
	const struct submit_kind *kind =
	    submit_kind_of(place->settings, c, &name);
	struct earlier earlier = { &x->arena, c };
	struct form_page page = { .hidden = c->hidden, .edit = true };

	if (kind == NULL)
		return readers_say(place, x, "no-such-kind", err);
	page.action = live_link(place->live, &x->arena,
	    arena_printf(&x->arena, "/submission/%.*s/edit", STR_ARG(x->part))
		.at);
	if (x->post)
		submit_begin(&x->arena, kind, name, sending_typed, x, &page.s);
	else
		submit_begin(
		    &x->arena, kind, name, earlier_typed, &earlier, &page.s);
	return x->post ? edit(place, x, &page, c, err)
		       : show(place, x, &page, err);
}

const struct route submit_routes[] = {
	{ "submit/", ROUTE_GET | ROUTE_STILL, make_choice },
	{ "submit/guidelines", ROUTE_GET | ROUTE_STILL, guidelines_make },
	{ "submit/ics", ROUTE_GET | ROUTE_POST, make_paste },
	{ "submit/?", ROUTE_GET | ROUTE_POST | ROUTE_QUERY, make_submit },
};
const size_t submit_route_count =
    sizeof(submit_routes) / sizeof(submit_routes[0]);
