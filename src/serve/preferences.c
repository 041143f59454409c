/* What a reader gets, and leaving. */
#include "base/xml.h"
#include "model/country.h"
#include "serve/readers.h"

enum { DAY = 24 * 60 * 60, LANGUAGE_MOST = 35 };

static bool is_off(const struct subscriber *reader)
{
	return reader->state != SUBSCRIBER_ACTIVE &&
	       reader->state != SUBSCRIBER_PAUSED;
}

/* --------------------------------------------------------- the page of choices */

static bool is_in(const struct str_list *list, struct str item)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->item[i], item))
			return true;
	return false;
}

static void add_choices(const struct workplace *place, struct arena *arena,
    struct value variables, const struct preferences *p)
{
	const struct settings *s = place->settings;
	struct value sections = value_list(arena), regions = value_list(arena);

	for (size_t i = 0; i < s->sections; i++)
		readers_add_choice(arena, sections, s->section[i].id,
		    s->section[i].title, is_in(&p->sections, s->section[i].id));
	for (size_t i = 0; i < s->regions; i++)
		readers_add_choice(arena, regions, s->region[i].id,
		    s->region[i].title, is_in(&p->regions, s->region[i].id));
	value_set(arena, variables, "sections", sections);
	value_set(arena, variables, "regions", regions);
}

static struct str join(struct arena *arena, const struct str_list *list)
{
	struct str joined = STR("");

	for (size_t i = 0; i < list->count; i++)
		joined = arena_printf(arena, "%.*s%s%.*s", STR_ARG(joined),
		    i > 0 ? ", " : "", STR_ARG(list->item[i]));
	return joined;
}

/* ---------------------------------------------------------------- the next mail */

static struct mail_choice choice_of(const struct preferences *p)
{
	return (struct mail_choice){ .sections = p->sections,
		.regions = p->regions,
		.countries = p->countries };
}

static struct value texts(struct arena *arena, const struct str_list *list)
{
	struct value all = value_list(arena);

	for (size_t i = 0; i < list->count; i++)
		value_append(arena, all, value_text(list->item[i]));
	return all;
}

/* What the newest issue is with these choices; none if there is no issue. */
static struct value next_mail(const struct workplace *place, struct exchange *x,
    const struct preferences *p)
{
	struct arena *arena = &x->arena;
	const struct mail_maker *maker = live_mail(place->live);
	const struct mail_choice choice = choice_of(p);
	struct mail_outline outline;
	struct value map;

	if (maker == NULL)
		return value_none();
	mail_outline_make(maker, &choice, arena, &outline);
	map = value_map(arena);
	value_set(arena, map, "title", value_text(mail_maker_title(maker)));
	value_set(arena, map, "kept", texts(arena, &outline.kept));
	value_set(arena, map, "left_out", texts(arena, &outline.left_out));
	value_set(arena, map, "events_left_out",
	    value_number((int64_t)outline.events_left_out));
	value_set(arena, map, "address",
	    value_text(arena_printf(arena, "%.*s/mail",
		STR_ARG(readers_here(place, x, LINK_PREFERENCES)))));
	return map;
}

/* As it comes; what it says of the reader's links leads to their pages. */
static bool print_mail(const struct workplace *place, struct exchange *x,
    const struct subscriber *reader, const struct mail_maker *maker,
    struct error *err)
{
	struct arena *arena = &x->arena;
	const struct mail_choice choice = choice_of(&reader->preferences);
	bool text = reader->preferences.text;
	struct str value[MAIL_SLOT_KINDS] = {
		[MAIL_PREFERENCES] = link_make(place->store, arena,
		    place->settings, LINK_PREFERENCES, reader->tag),
		[MAIL_UNSUBSCRIBE] = link_make(place->store, arena,
		    place->settings, LINK_UNSUBSCRIBE, reader->tag),
		[MAIL_WHY] = arena_printf(arena, "%.*s subscribed to %.*s.",
		    STR_ARG(reader->address), STR_ARG(place->settings->name)),
	};
	struct mail_bodies bodies;

	if (!mail_bodies_make(maker, &choice, arena, &bodies, err))
		return false;
	if (!text)
		value[MAIL_WHY] = xml_attribute(arena, value[MAIL_WHY]);
	mail_part_add(text ? &bodies.text : &bodies.html, value, &x->out);
	x->type = text ? "text/plain; charset=utf-8" : NULL;
	x->mail = true;
	return true;
}

static bool make_mail(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	const struct mail_maker *maker = live_mail(place->live);
	struct subscriber reader;
	bool go;

	if (!readers_follow(place, x, LINK_PREFERENCES, &reader, &go, err))
		return false;
	if (!go)
		return true;
	if (is_off(&reader) || maker == NULL)
		return readers_say(
		    place, x, is_off(&reader) ? "left" : "no-mail", err);
	return print_mail(place, x, &reader, maker, err);
}

/* --------------------------------------------------------------------- the page */

/* `countries` as they were typed, if something was wrong with them. */
static bool show(const struct workplace *place, struct exchange *x,
    const struct subscriber *reader, bool saved, const char *problem,
    struct str countries, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena);
	struct consents consents;

	if (!people_consents(place->store, arena, reader->id, &consents, err))
		return false;
	if (problem != NULL)
		x->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
	add_choices(place, arena, v, &reader->preferences);
	value_set(arena, v, "reader", readers_person(arena, reader, &consents));
	value_set(arena, v, "saved", value_bool(saved));
	value_set(arena, v, "problem",
	    problem != NULL ? value_text(str_of(problem)) : value_none());
	value_set(arena, v, "countries",
	    value_text(countries.at != NULL
			   ? countries
			   : join(arena, &reader->preferences.countries)));
	value_set(arena, v, "action",
	    value_text(readers_here(place, x, LINK_PREFERENCES)));
	value_set(arena, v, "next", next_mail(place, x, &reader->preferences));
	value_set(arena, v, "vote",
	    value_text(readers_ballot(place, arena, reader->address_key)));
	value_set(arena, v, "unsubscribe",
	    value_text(
		readers_link(place, arena, LINK_UNSUBSCRIBE, reader->tag)));
	return readers_page(
	    place, x, "preferences.html", "What you get", v, err);
}

/* ------------------------------------------------------------ saving of choices */

/* Only ids that there are; all of them is the same as none, so that new ones
 * come along. */
static struct str_list known(struct arena *arena, const struct str_list *sent,
    const struct str *id, size_t ids)
{
	struct str_list list = { NULL, 0 };

	for (size_t i = 0; i < ids; i++) {
		if (!is_in(sent, id[i]))
			continue;
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = id[i];
	}
	return list.count < ids ? list : (struct str_list){ NULL, 0 };
}

static struct str_list read_sections(
    const struct workplace *place, struct exchange *x)
{
	const struct settings *s = place->settings;
	struct str *id = ARENA_ARRAY(&x->arena, s->sections + 1, struct str);
	struct str_list sent = form_values(&x->form, &x->arena, "section");

	for (size_t i = 0; i < s->sections; i++)
		id[i] = s->section[i].id;
	return known(&x->arena, &sent, id, s->sections);
}

static struct str_list read_regions(
    const struct workplace *place, struct exchange *x)
{
	const struct settings *s = place->settings;
	struct str *id = ARENA_ARRAY(&x->arena, s->regions + 1, struct str);
	struct str_list sent = form_values(&x->form, &x->arena, "region");

	for (size_t i = 0; i < s->regions; i++)
		id[i] = s->region[i].id;
	return known(&x->arena, &sent, id, s->regions);
}

/* Names or codes between commas; false for one that is no country's. */
static bool read_countries(
    struct arena *arena, struct str text, struct str_list *ret_list)
{
	struct str_list list = { NULL, 0 };

	while (text.at != NULL) {
		struct str name = str_trim(str_take(&text, ','));
		struct str code = country_code(name);

		if (name.len == 0)
			continue;
		if (code.at == NULL)
			return false;
		if (is_in(&list, code))
			continue;
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = code;
	}
	*ret_list = list;
	return true;
}

/* Letters, digits and hyphens, beginning with a letter. */
static bool is_language(struct str tag)
{
	if (tag.len < 2 || tag.len > LANGUAGE_MOST || !char_is_alpha(tag.at[0]))
		return false;
	for (size_t i = 0; i < tag.len; i++)
		if (!char_is_alnum(tag.at[i]) && tag.at[i] != '-')
			return false;
	return true;
}

static bool save_pause(const struct workplace *place, struct exchange *x,
    const struct subscriber *reader, struct error *err)
{
	struct str wish = form_value(&x->form, "pause");
	uint64_t days;
	bool changed;
	struct consent consent;
	int64_t until = 0;

	if (wish.at == NULL || !str_to_number(wish, 366, &days))
		return true; /* as it is */
	if (days > 0)
		until = store_now(place->store) + (int64_t)days * DAY;
	consent = readers_consent(place, x,
	    days > 0 ? STR("paused") : STR("went on"), STR("preferences"));
	return people_set_state(place->store, reader->id,
	    days > 0 ? SUBSCRIBER_PAUSED : SUBSCRIBER_ACTIVE, until, &consent,
	    &changed, err);
}

static bool save(const struct workplace *place, struct exchange *x,
    struct subscriber *reader, struct error *err)
{
	struct arena *arena = &x->arena;
	struct str countries = form_value(&x->form, "countries");
	struct str language = str_trim(form_value(&x->form, "language"));
	struct preferences *p = &reader->preferences;
	const struct consent consent =
	    readers_consent(place, x, STR("chose"), STR("preferences"));
	bool found;

	p->sections = read_sections(place, x);
	p->regions = read_regions(place, x);
	p->text = str_eq(form_value(&x->form, "format"), STR("text"));
	if (!read_countries(arena, countries, &p->countries))
		return show(place, x, reader, false,
		    "One of the countries is not known. Write codes or "
		    "English names, with commas between them.",
		    countries, err);
	if (language.len > 0 && !is_language(language))
		return show(place, x, reader, false,
		    "A language is a tag such as en or pt-BR.", countries, err);
	p->language = language.len > 0 ? language : (struct str){ NULL, 0 };
	x->deed = DEED_CHOSE;
	return people_set_preferences(
		   place->store, reader->id, p, &consent, err) &&
	       save_pause(place, x, reader, err) &&
	       people_find(place->store, arena, reader->address_key, &found,
		   reader, err) &&
	       show(place, x, reader, true, NULL, (struct str){ NULL, 0 }, err);
}

static bool make_preferences(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct subscriber reader;
	bool go;

	if (!readers_follow(place, x, LINK_PREFERENCES, &reader, &go, err))
		return false;
	if (!go)
		return true;
	if (is_off(&reader))
		return readers_say(place, x, "left", err);
	if (x->post)
		return save(place, x, &reader, err);
	return show(
	    place, x, &reader, false, NULL, (struct str){ NULL, 0 }, err);
}

/* The link to the data goes by mail: who has the one to the preferences may
 * have it from a mail that was passed on. */
static bool make_data_link(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct subscriber reader;
	bool go, allowed;

	if (!readers_follow(place, x, LINK_PREFERENCES, &reader, &go, err))
		return false;
	if (!go)
		return true;
	if (!readers_may_mail(place, x, reader.address_key, &allowed, err) ||
	    (allowed && !letter_send(place, x, LETTER_DATA, &reader, err)))
		return false;
	return readers_say(place, x, "data-sent", err);
}

/* ---------------------------------------------------------------- unsubscribe */

/* Mail programs post "List-Unsubscribe=One-Click" (RFC 8058), as a form of
 * either kind; the button of the page posts nothing. */
static bool leave(const struct workplace *place, struct exchange *x,
    const struct subscriber *reader, struct error *err)
{
	bool one_click =
	    str_find(strbuf_str(&x->body), STR("One-Click"), 0) != STR_NONE;
	const struct consent consent = readers_consent(
	    place, x, STR("left"), one_click ? STR("one-click") : STR("link"));
	bool changed;

	if (!people_set_state(place->store, reader->id, SUBSCRIBER_LEFT, 0,
		&consent, &changed, err))
		return false;
	if (changed)
		x->deed = DEED_LEFT;
	return readers_say(place, x, "left", err);
}

static bool make_unsubscribe(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct subscriber reader;
	struct value variables;
	bool go;

	if (!readers_follow(place, x, LINK_UNSUBSCRIBE, &reader, &go, err))
		return false;
	if (!go)
		return true;
	if (reader.state == SUBSCRIBER_LEFT)
		return readers_say(place, x, "left", err);
	if (x->post)
		return leave(place, x, &reader, err);
	variables = readers_value(place, &x->arena);
	value_set(&x->arena, variables, "action",
	    value_text(readers_here(place, x, LINK_UNSUBSCRIBE)));
	return readers_say_more(place, x, "leave", variables, err);
}

const struct route reader_routes[] = {
	{ "preferences/?", ROUTE_GET | ROUTE_POST, make_preferences },
	{ "preferences/?/mail", ROUTE_GET, make_mail },
	{ "preferences/?/data", ROUTE_POST, make_data_link },
	{ "unsubscribe/?", ROUTE_GET | ROUTE_POST | ROUTE_ANY_BODY,
	    make_unsubscribe },
};
const size_t reader_route_count =
    sizeof(reader_routes) / sizeof(reader_routes[0]);
