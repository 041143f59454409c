#include "model/item_write.h"

#include "base/date.h"

static void add_marker(struct strbuf *out, char marker)
{
	strbuf_add_char(out, marker);
	strbuf_add_char(out, ' ');
}

/* Four blanks: Python-Markdown takes fewer for no nesting. */
static void add_nested(struct strbuf *out, char marker)
{
	strbuf_lit(out, "\n    ");
	add_marker(out, marker);
}

static void add_tag(struct strbuf *out, struct str tag)
{
	strbuf_add_char(out, '[');
	md_add_text(out, tag, TEXT_IN_LINK);
	strbuf_lit(out, "] ");
}

void item_add_link(struct strbuf *out, char marker, const struct item *item)
{
	add_marker(out, marker);
	for (size_t i = 0; i < item->tags.count; i++)
		add_tag(out, item->tags.item[i]);
	md_add_link(
	    out, item->link[0].text, item->link[0].url, false, TEXT_AT_START);
}

/* -------------------------------------------------------------------- events */

/* "2026-03-03 - 2026-03-05"; nothing if the first day is not known. */
static void add_days(struct strbuf *out, struct date first, struct date last)
{
	if (!date_is_set(first))
		return;
	date_add_iso(out, first);
	if (!date_is_set(last) || date_cmp(first, last) >= 0)
		return;
	strbuf_lit(out, " - ");
	date_add_iso(out, last);
}

static bool names_states(const struct settings *settings, struct str country)
{
	for (size_t i = 0; i < settings->places.states.count; i++)
		if (str_eq(settings->places.states.item[i], country))
			return true;
	return false;
}

static struct str country_written(
    const struct settings *settings, struct str code)
{
	for (size_t i = 0; i < settings->places.spellings; i++)
		if (str_eq(settings->places.spelling[i].code, code))
			return settings->places.spelling[i].written;
	return code;
}

/* In parts if all are known, else as it was written somewhere. */
static void add_place(struct strbuf *out, const struct settings *settings,
    const struct place *place)
{
	if (place->city.len == 0 || place->country.len == 0) {
		md_add_text(out, place->text, TEXT_IN_FIELD);
		return;
	}
	md_add_text(out, place->city, TEXT_IN_FIELD);
	if (place->state.len > 0 && names_states(settings, place->country)) {
		strbuf_lit(out, ", ");
		md_add_text(out, place->state, TEXT_IN_FIELD);
	}
	strbuf_lit(out, ", ");
	md_add_text(
	    out, country_written(settings, place->country), TEXT_IN_FIELD);
}

static void add_places(struct strbuf *out, const struct settings *settings,
    const struct event *event)
{
	for (size_t i = 0; i < event->places; i++) {
		if (i > 0)
			strbuf_lit(out, "; ");
		add_place(out, settings, &event->place[i]);
	}
}

void md_add_place(struct strbuf *out, const struct settings *settings,
    const struct event *event)
{
	static const char *const word[] = {
		[MODE_VIRTUAL] = "Virtual",
		[MODE_HYBRID] = "Hybrid",
		[MODE_IN_PERSON] = NULL,
		[MODE_UNKNOWN] = NULL,
	};
	const char *mode = word[event->mode];

	if (mode != NULL)
		strbuf_add_cstr(out, mode);
	if (mode != NULL && event->places > 0)
		strbuf_lit(out, " (");
	add_places(out, settings, event);
	if (mode != NULL && event->places > 0)
		strbuf_add_char(out, ')');
}

static void add_groups(struct strbuf *out, const struct event *event)
{
	for (size_t i = 0; i < event->groups; i++) {
		strbuf_add_cstr(out, i == 0 ? " | " : " + ");
		md_add_link(out, event->group[i].name, event->group[i].url,
		    false, TEXT_IN_FIELD);
	}
}

void item_add_event(struct strbuf *out, char marker,
    const struct settings *settings, const struct event *event)
{
	add_marker(out, marker);
	add_days(out, event->first, event->last);
	strbuf_lit(out, " | ");
	md_add_place(out, settings, event);
	add_groups(out, event);
	add_nested(out, marker);
	md_add_link(out, event->title, event->url, true, TEXT_AT_START);
	for (size_t i = 0; i < event->extras; i++) {
		strbuf_lit(out, " | ");
		md_add_link(out, event->extra[i].text, event->extra[i].url,
		    true, TEXT_IN_FIELD);
	}
}

/* --------------------------------------------------------------------- calls */

static void add_project(struct strbuf *out, const struct call *call)
{
	/* One text, so that what balances does so in the whole. */
	struct arena arena = { 0 };
	struct str text = call->title;

	if (call->project.len > 0)
		text = arena_printf(&arena, "%.*s - %.*s",
		    STR_ARG(call->project), STR_ARG(call->title));
	md_add_link(out, text, call->url, false, TEXT_AT_START);
	arena_release(&arena);
}

static void add_testing(
    struct strbuf *out, char marker, const struct call *call)
{
	md_add_link(out, call->title, call->url, false, TEXT_AT_START);
	if (call->steps.len == 0)
		return;
	add_nested(out, marker);
	md_add_link(
	    out, STR("Testing steps"), call->steps, false, TEXT_AT_START);
}

/* [**Event**](url) | last day for proposals | place | days */
static void add_speaking(struct strbuf *out, const struct settings *settings,
    const struct call *call)
{
	md_add_link(out, call->title, call->url, true, TEXT_AT_START);
	if (date_is_set(call->closes)) {
		strbuf_lit(out, " | ");
		date_add_iso(out, call->closes);
	}
	if (call->place.text.len > 0 || call->place.city.len > 0) {
		strbuf_lit(out, " | ");
		add_place(out, settings, &call->place);
	}
	if (date_is_set(call->first))
		strbuf_lit(out, " | ");
	add_days(out, call->first, call->last);
}

void item_add_call(struct strbuf *out, char marker,
    const struct settings *settings, const struct call *call)
{
	add_marker(out, marker);
	switch (call->kind) {
	case CALL_PARTICIPATION: add_project(out, call); break;
	case CALL_TESTING: add_testing(out, marker, call); break;
	case CALL_SPEAKING: add_speaking(out, settings, call); break;
	}
}

/* ------------------------------------------------------ decisions and changes */

static void add_disposition(struct strbuf *out, const struct decision *decision)
{
	struct str said = decision->disposition;

	switch (decision->kind) {
	case DECISION_COMMENT_PERIOD:
		if (said.len == 0 || str_eq(said, STR("merge")))
			return;
		strbuf_lit(out, "[disposition: ");
		md_add_text(out, said, TEXT_IN_LINK);
		strbuf_lit(out, "] ");
		return;
	case DECISION_PROPOSED:
		if (str_eq(said, STR("updated")))
			add_tag(out, said);
		return;
	case DECISION_APPROVED: return;
	}
}

void item_add_decision(
    struct strbuf *out, char marker, const struct decision *decision)
{
	add_marker(out, marker);
	add_disposition(out, decision);
	md_add_link(out, decision->title, decision->url, false, TEXT_AT_START);
}

void item_add_change(
    struct strbuf *out, char marker, const struct change *change)
{
	add_marker(out, marker);
	md_add_link(out, change->title, change->url, false, TEXT_AT_START);
}

/* ------------------------------------------------------------------ features */

static void add_full_stop(struct strbuf *out)
{
	if (out->len > 0 &&
	    str_find_char(STR(".!?"), out->buf[out->len - 1], 0) == STR_NONE)
		strbuf_add_char(out, '.');
}

/* What is said of it: what stands behind its name, if the text is the whole
 * sentence, else all.  *ret_comma: does a comma belong before it? */
static struct str said_of(const struct feature *feature, bool *ret_comma)
{
	struct str text = str_trim(feature->text);
	size_t name = str_find(text, feature->name, 0);

	*ret_comma = true;
	if (name == STR_NONE || !str_starts_fold(text, STR("this week's ")))
		return text;
	text = str_sub(text, name + feature->name.len, STR_NONE);
	*ret_comma = false;
	return text;
}

static void add_named(struct strbuf *out, const struct feature *feature)
{
	bool comma;
	struct str said = said_of(feature, &comma);

	strbuf_lit(out, "This week's ");
	md_add_text(out, feature->kind, TEXT_IN_BLOCK);
	strbuf_lit(out, " is ");
	md_add_link(out, feature->name, feature->url, false, TEXT_IN_BLOCK);
	if (said.len > 0 && comma)
		strbuf_lit(out, ", ");
	else if (said.len > 0 && char_is_space(said.at[0]))
		strbuf_add_char(out, ' ');
	md_add_text(out, said, TEXT_IN_BLOCK);
	add_full_stop(out);
}

/* A line of the text is a paragraph of the quote. */
static void add_quote(struct strbuf *out, const struct feature *feature)
{
	struct str rest = str_trim(feature->text);
	bool first = true;

	while (rest.at != NULL) {
		struct str line = str_trim(str_take(&rest, '\n'));

		if (line.len == 0)
			continue;
		strbuf_add_cstr(out, first ? "> " : "\n>\n> ");
		md_add_text(out, line, TEXT_AT_START);
		first = false;
	}
	if (feature->source.len == 0)
		return;
	strbuf_lit(out, "\n\n\xe2\x80\x93 ");
	md_add_link(out, feature->source, feature->url, false, TEXT_IN_BLOCK);
}

void feature_add(struct strbuf *out, const struct feature *feature)
{
	if (feature->name.len > 0)
		add_named(out, feature);
	else
		add_quote(out, feature);
	if (feature->thanks.name.len == 0)
		return;
	strbuf_lit(out, "\n\nThanks to ");
	md_add_link(out, feature->thanks.name, feature->thanks.url, false,
	    TEXT_IN_BLOCK);
	strbuf_add_cstr(out, feature->self_suggested
				 ? " for the self-suggestion!"
				 : " for the suggestion!");
}
