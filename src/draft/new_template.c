/* Templates of drafts: text with $variables. */
#include "base/nearest.h"
#include "base/text.h"
#include "draft/new.h"

/* Notes about variables; a file that is no template has any number. */
enum { NOTES_MAX = 100 };

enum variable {
	VARIABLE_TITLE,
	VARIABLE_NUMBER,
	VARIABLE_DATE,
	VARIABLE_SLUG,
	VARIABLE_NAME,
	VARIABLE_WINDOW,
	VARIABLE_EVENTS_END,
	VARIABLE_EVENTS,
	VARIABLE_CHANGES_FIRST,
	VARIABLE_CHANGES_LAST,
	VARIABLE_EDITORS,
	VARIABLE_SPONSOR,
	VARIABLE_CHANNELS,
	VARIABLE_SUBSCRIBE,
	VARIABLE_REPOSITORY,
	VARIABLE_ADDRESS,
	VARIABLE_CLOSING,
	VARIABLES,
};

struct expansion {
	struct arena *arena;
	const struct template_use *use;
	struct draft_new *result;
	struct strbuf *out;
	struct str line_end; /* of the template */
	size_t notes;        /* about variables, so far */
	bool carried;        /* were the events looked for? */
	struct str events;
};

typedef struct str make_value(struct expansion *e);

/* ------------------------------------------------------------------ values */

static struct str take_text(struct arena *arena, struct strbuf *text)
{
	struct str s = arena_str(arena, strbuf_str(text));

	strbuf_release(text);
	return s;
}

static struct str day(struct expansion *e, int after)
{
	struct strbuf text;

	strbuf_init(&text, KIB);
	date_add_iso(&text, date_add(e->use->plan->date, after));
	return take_text(e->arena, &text);
}

static struct str make_title(struct expansion *e)
{
	return new_title(e->arena, e->use->settings, e->use->plan->number,
	    e->use->plan->date);
}

static struct str make_number(struct expansion *e)
{
	if (e->use->plan->number < 0)
		return (struct str){ 0 };
	return arena_printf(e->arena, "%lld", (long long)e->use->plan->number);
}

static struct str make_date(struct expansion *e)
{
	return day(e, 0);
}

static struct str make_slug(struct expansion *e)
{
	return text_slug(e->arena, make_title(e));
}

static struct str make_name(struct expansion *e)
{
	return e->use->settings->name;
}

static struct str make_events_end(struct expansion *e)
{
	return day(e, e->use->settings->events.window_days);
}

static struct str make_window(struct expansion *e)
{
	struct str start = e->use->settings->events.heading_window;

	if (start.len == 0)
		return (struct str){ 0 };
	return arena_printf(e->arena, "%.*s %.*s - %.*s", STR_ARG(start),
	    STR_ARG(make_date(e)), STR_ARG(make_events_end(e)));
}

/* The days before the issue; the last of them is yesterday's. */
static struct str make_changes_first(struct expansion *e)
{
	int days = e->use->settings->changes.days;

	return days > 0 ? day(e, -1 - days) : (struct str){ 0 };
}

static struct str make_changes_last(struct expansion *e)
{
	int days = e->use->settings->changes.days;

	return days > 0 ? day(e, -1) : (struct str){ 0 };
}

/* "[name](url)"; a parenthesis would end an address. */
static void add_person(struct strbuf *out, const struct person *person)
{
	bool bare = str_find_char(person->url, '(', 0) == STR_NONE &&
		    str_find_char(person->url, ')', 0) == STR_NONE;

	if (person->url.len == 0)
		strbuf_add(out, person->name);
	else
		strbuf_printf(out, bare ? "[%.*s](%.*s)" : "[%.*s](<%.*s>)",
		    STR_ARG(person->name), STR_ARG(person->url));
}

static struct str make_editors(struct expansion *e)
{
	const struct settings *s = e->use->settings;
	struct strbuf text;

	if (s->editors == 0)
		return (struct str){ 0 };
	strbuf_init(&text, LIMIT_SMALL_FILE);
	for (size_t i = 0; i < s->editors; i++) {
		strbuf_add_cstr(&text, i > 0 ? "\n* " : "* ");
		add_person(&text, &s->editor[i]);
	}
	return take_text(e->arena, &text);
}

static struct str make_sponsor(struct expansion *e)
{
	const struct person *sponsor = &e->use->settings->sponsor;
	struct strbuf text;

	if (sponsor->name.len == 0)
		return (struct str){ 0 };
	strbuf_init(&text, LIMIT_SMALL_FILE);
	add_person(&text, sponsor);
	return take_text(e->arena, &text);
}

/* "[a](url), [b](url) and [c](url)" */
static struct str make_channels(struct expansion *e)
{
	const struct settings *s = e->use->settings;
	struct strbuf text;

	if (s->channels == 0)
		return (struct str){ 0 };
	strbuf_init(&text, LIMIT_SMALL_FILE);
	for (size_t i = 0; i < s->channels; i++) {
		if (i > 0)
			strbuf_add_cstr(
			    &text, i + 1 < s->channels ? ", " : " and ");
		add_person(&text, &s->channel[i]);
	}
	return take_text(e->arena, &text);
}

static struct str make_subscribe(struct expansion *e)
{
	return e->use->settings->site.subscribe;
}

static struct str make_repository(struct expansion *e)
{
	return e->use->settings->site.repository;
}

static struct str make_address(struct expansion *e)
{
	return e->use->settings->address;
}

static struct str make_closing(struct expansion *e)
{
	return closing_list(e->arena, &e->use->plan->closing);
}

/* ------------------------------------------------------------------ events */

/* The first line behind `at` that is not blank, as far as it can be found
 * again: one with a variable cannot, and a heading may be one of the list. */
static struct str line_after(struct str text, size_t at)
{
	struct str rest = str_sub(text, source_line_end(text, at), text.len);

	while (rest.at != NULL) {
		struct str line = str_trim_right(str_take(&rest, '\n'));

		if (line.len == 0)
			continue;
		if (line.at[0] == '#' ||
		    str_find_char(line, '$', 0) != STR_NONE)
			break;
		return line;
	}
	return STR("");
}

static struct str make_events(struct expansion *e, size_t at)
{
	const struct template_use *use = e->use;
	struct carried carried = { STR(NEW_NO_EVENTS), 0 };

	if (!e->carried && use->last.text.at != NULL)
		carried = events_carry(e->arena, use->settings, use->last,
		    use->plan->date, line_after(use->template.text, at),
		    &e->result->notes);
	if (!e->carried) {
		e->events = carried.text;
		e->result->events = carried.events;
	}
	e->carried = true;
	return e->events;
}

/* -------------------------------------------------------------- variables */

static const struct {
	make_value *make;
	const char *needs; /* what would give it a value */
} variables[VARIABLES] = {
	[VARIABLE_TITLE] = { make_title, "" },
	[VARIABLE_NUMBER] = { make_number,
	    "no number, for the issues before it have none; say --number" },
	[VARIABLE_DATE] = { make_date, "" },
	[VARIABLE_SLUG] = { make_slug, "" },
	[VARIABLE_NAME] = { make_name, "" },
	[VARIABLE_WINDOW] = { make_window,
	    "no value; set events.heading_window" },
	[VARIABLE_EVENTS_END] = { make_events_end, "" },
	[VARIABLE_EVENTS] = { NULL, "" },
	[VARIABLE_CHANGES_FIRST] = { make_changes_first,
	    "no value; set changes.days" },
	[VARIABLE_CHANGES_LAST] = { make_changes_last,
	    "no value; set changes.days" },
	[VARIABLE_EDITORS] = { make_editors, "no value; set editors" },
	[VARIABLE_SPONSOR] = { make_sponsor, "no value; set sponsor.name" },
	[VARIABLE_CHANNELS] = { make_channels, "no value; set channels" },
	[VARIABLE_SUBSCRIBE] = { make_subscribe,
	    "no value; set site.subscribe" },
	[VARIABLE_REPOSITORY] = { make_repository,
	    "no value; set site.repository" },
	[VARIABLE_ADDRESS] = { make_address, "" },
	[VARIABLE_CLOSING] = { make_closing, "" },
};

/* All names, the first of each variable before its others. */
static const struct {
	struct str name;
	enum variable variable;
} names[] = {
	{ STR_INIT("title"), VARIABLE_TITLE },
	{ STR_INIT("number"), VARIABLE_NUMBER },
	{ STR_INIT("issue_number"), VARIABLE_NUMBER },
	{ STR_INIT("twir_issue_number"), VARIABLE_NUMBER },
	{ STR_INIT("date"), VARIABLE_DATE },
	{ STR_INIT("issue_date"), VARIABLE_DATE },
	{ STR_INIT("twir_issue_date"), VARIABLE_DATE },
	{ STR_INIT("slug"), VARIABLE_SLUG },
	{ STR_INIT("name"), VARIABLE_NAME },
	{ STR_INIT("window"), VARIABLE_WINDOW },
	{ STR_INIT("events_end"), VARIABLE_EVENTS_END },
	{ STR_INIT("events_end_date"), VARIABLE_EVENTS_END },
	{ STR_INIT("twir_events_end_date"), VARIABLE_EVENTS_END },
	{ STR_INIT("events"), VARIABLE_EVENTS },
	{ STR_INIT("events_list"), VARIABLE_EVENTS },
	{ STR_INIT("twir_events_list"), VARIABLE_EVENTS },
	{ STR_INIT("changes_first"), VARIABLE_CHANGES_FIRST },
	{ STR_INIT("changes_last"), VARIABLE_CHANGES_LAST },
	{ STR_INIT("editors"), VARIABLE_EDITORS },
	{ STR_INIT("sponsor"), VARIABLE_SPONSOR },
	{ STR_INIT("channels"), VARIABLE_CHANNELS },
	{ STR_INIT("subscribe"), VARIABLE_SUBSCRIBE },
	{ STR_INIT("repository"), VARIABLE_REPOSITORY },
	{ STR_INIT("address"), VARIABLE_ADDRESS },
	{ STR_INIT(NEW_CLOSING_VARIABLE), VARIABLE_CLOSING },
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static enum variable variable_named(struct str name)
{
	for (size_t i = 0; i < NAMES; i++)
		if (str_eq(names[i].name, name))
			return names[i].variable;
	return VARIABLES;
}

static struct str near_name(struct str name)
{
	struct str best = { 0 };

	for (size_t i = 0; i < NAMES; i++)
		if (name_is_near(name, names[i].name) &&
		    (best.at == NULL || name_distance(name, names[i].name) <
					    name_distance(name, best)))
			best = names[i].name;
	return best;
}

static void note_variable(
    struct expansion *e, size_t at, struct str what, struct str why)
{
	const struct source *template = &e->use->template;
	struct draft_note note = { .kind = NOTE_VARIABLE,
		.path = template->path,
		.what = what,
		.why = why };
	struct position where;

	where = source_position(template->text, at);
	note.line = where.line;
	note.column = where.column;
	note_add(e->arena, &e->result->notes, note);
}

static void note_unknown(
    struct expansion *e, size_t at, struct str what, struct str name)
{
	struct str near;
	struct str why = STR("there is no such variable; $$ is a dollar sign");

	if (e->notes++ >= NOTES_MAX)
		return;
	near = near_name(name);
	if (near.at != NULL)
		why = arena_printf(e->arena,
		    "there is no such variable; did you mean $%.*s?",
		    STR_ARG(near));
	note_variable(e, at, what, why);
}

/* ---------------------------------------------------------------- expansion */

/* Lines end as those of the template do. */
static void add_value(struct expansion *e, struct str value)
{
	while (value.at != NULL) {
		struct str line = str_take(&value, '\n');
		bool last = value.at == NULL;

		if (!last && str_ends(line, STR("\r")))
			line.len--;
		strbuf_add(e->out, line);
		if (!last)
			strbuf_add(e->out, e->line_end);
	}
}

/* The variable `name`, written as text[at..end). */
static void add_variable(
    struct expansion *e, size_t at, size_t end, struct str name)
{
	struct str what = str_sub(e->use->template.text, at, end), value;
	enum variable variable = variable_named(name);

	if (variable == VARIABLES) {
		note_unknown(e, at, what, name);
		strbuf_add(e->out, what);
		return;
	}
	value = variable == VARIABLE_EVENTS ? make_events(e, at)
					    : variables[variable].make(e);
	if (value.len == 0 && e->notes++ < NOTES_MAX)
		note_variable(e, at, what,
		    arena_printf(
			e->arena, "it has %s", variables[variable].needs));
	add_value(e, value.len > 0 ? value : what);
}

static bool is_name_start(char c)
{
	return char_is_alpha(c) || c == '_';
}

static size_t name_end(struct str text, size_t at)
{
	if (at < text.len && is_name_start(text.at[at]))
		while (at < text.len && (is_name_start(text.at[at]) ||
					    char_is_digit(text.at[at])))
			at++;
	return at;
}

/* What stands at a dollar sign; returns where the text goes on. */
static size_t add_dollar(struct expansion *e, size_t at)
{
	struct str text = e->use->template.text;
	bool braces = at + 1 < text.len && text.at[at + 1] == '{';
	size_t start = at + 1 + braces, end = name_end(text, start);
	size_t behind = end + braces;

	if (at + 1 < text.len && text.at[at + 1] == '$') {
		strbuf_add_char(e->out, '$');
		return at + 2;
	}
	if (end == start ||
	    (braces && (end == text.len || text.at[end] != '}'))) {
		strbuf_add_char(e->out, '$');
		return at + 1;
	}
	add_variable(e, at, behind, str_sub(text, start, end));
	return behind;
}

void template_expand(struct strbuf *out, struct arena *arena,
    const struct template_use *use, struct draft_new *result)
{
	struct expansion e = { .arena = arena,
		.use = use,
		.result = result,
		.out = out,
		.line_end = STR("\n") };
	struct str text = use->template.text;
	size_t at = 0, dollar, line = str_find_char(text, '\n', 0);

	if (line != STR_NONE && line > 0 && text.at[line - 1] == '\r')
		e.line_end = STR("\r\n");
	while (
	    !out->full && (dollar = str_find_char(text, '$', at)) != STR_NONE) {
		strbuf_add(out, str_sub(text, at, dollar));
		at = add_dollar(&e, dollar);
	}
	strbuf_add(out, str_sub(text, at, text.len));
}
