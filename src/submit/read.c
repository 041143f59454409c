/* What was typed into a form, field by field, and as a candidate. */
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "draft/draft.h"
#include "inbox/inbox.h"
#include "model/country.h"
#include "model/item_write.h"
#include "submit/look.h"

/* ------------------------------------------------------------- single fields */

struct reading {
	struct arena *arena;
	const struct settings *settings;
	struct submission *s;
};

static const char *problem_of_section(struct reading *r, struct str value)
{
	size_t rule = settings_section_named(r->settings, value);

	return rule != STR_NONE &&
		       r->settings->section[rule].kind == SECTION_ITEMS
		   ? NULL
		   : "There is no such section.";
}

static const char *problem_of_tags(struct reading *r, struct str value)
{
	while (value.at != NULL) {
		struct str tag = str_trim(str_take(&value, ',')), near;

		if (tag.len == 0 || draft_tag_is_known(r->settings, tag, &near))
			continue;
		return arena_printf(r->arena, "There is no tag \"%.*s\"%s%.*s.",
		    STR_ARG(str_sub(tag, 0, text_boundary(tag, 40))),
		    near.len > 0 ? "; the nearest is " : "", STR_ARG(near))
		    .at;
	}
	return NULL;
}

static bool is_time(struct str value)
{
	static const char most[] = "29:59";

	for (size_t i = 0; i < 5; i++)
		if (value.len != 5 || (i == 2) != (value.at[i] == ':') ||
		    (i != 2 &&
			(!char_is_digit(value.at[i]) || value.at[i] > most[i])))
			return false;
	return value.at[0] < '2' || value.at[1] < '4';
}

static bool is_zone(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (!char_is_alnum(value.at[i]) &&
		    strchr("/_+-", value.at[i]) == NULL)
			return false;
	return true;
}

static bool is_mode(struct str value)
{
	return str_eq(value, STR("in-person")) ||
	       str_eq(value, STR("virtual")) || str_eq(value, STR("hybrid"));
}

static const char *problem_of_form(
    struct reading *r, enum submit_input input, struct str value)
{
	struct date date;

	switch (input) {
	case SUBMIT_ADDRESS:
		return url_is_web(value) ? NULL
					 : "This is no web address, such as "
					   "https://example.org/page.";
	case SUBMIT_DAY:
		return date_parse(value, false, &date)
			   ? NULL
			   : "This is no day, such as 2026-03-04.";
	case SUBMIT_TIME:
		return is_time(value) ? NULL
				      : "This is no time, such as 19:30.";
	case SUBMIT_ZONE:
		return is_zone(value) ? NULL
				      : "This is no time zone, such as "
					"Europe/Lisbon.";
	case SUBMIT_COUNTRY:
		return country_code(value).at != NULL
			   ? NULL
			   : "No country has this name or code.";
	case SUBMIT_MODE:
		return is_mode(value) ? NULL : "Choose one of the three.";
	case SUBMIT_SECTION: return problem_of_section(r, value);
	case SUBMIT_TAGS: return problem_of_tags(r, value);
	default: return NULL;
	}
}

static void read_field(struct reading *r, size_t i)
{
	const struct submit_field *field = &r->s->kind->field[i];
	struct str *value = &r->s->value[i];
	const char *problem;

	if (field->input != SUBMIT_TEXT)
		*value = text_one_line(r->arena, *value);
	if (value->len == 0)
		problem = field->needed;
	else if (text_length(*value) > field->most)
		problem = arena_printf(
		    r->arena, "At most %zu characters, please.", field->most)
			      .at;
	else
		problem = problem_of_form(r, field->input, *value);
	r->s->problem[i] =
	    problem != NULL ? str_of(problem) : (struct str){ NULL, 0 };
}

/* ------------------------------------------------------------ fields together */

static size_t field_named(const struct submission *s, const char *name)
{
	for (size_t i = 0; i < s->kind->fields; i++)
		if (strcmp(s->kind->field[i].name, name) == 0)
			return i;
	return STR_NONE;
}

static struct str value_of(const struct submission *s, const char *name)
{
	size_t i = field_named(s, name);

	return i != STR_NONE ? s->value[i] : STR("");
}

static void complain(struct submission *s, const char *name, const char *what)
{
	size_t i = field_named(s, name);

	if (i != STR_NONE && s->problem[i].at == NULL)
		s->problem[i] = str_of(what);
}

static void check_days(struct submission *s, struct date today)
{
	struct date first, last, closes;
	bool begins = date_parse(value_of(s, "first"), false, &first);
	bool ends = date_parse(value_of(s, "last"), false, &last);

	if (begins && ends && date_cmp(last, first) < 0)
		complain(s, "last", "It ends before it begins.");
	if (!ends && begins)
		last = first;
	if (begins && date_cmp(last, today) < 0)
		complain(s, ends ? "last" : "first", "This day is over.");
	if (date_parse(value_of(s, "closes"), false, &closes) &&
	    date_cmp(closes, today) < 0)
		complain(s, "closes", "This day is over.");
}

static void check_place(struct submission *s)
{
	bool city = value_of(s, "city").len > 0;
	bool online = str_eq(value_of(s, "mode"), STR("virtual"));

	if (field_named(s, "mode") != STR_NONE && !city && !online)
		complain(s, "city", "In which city?");
	if (city && value_of(s, "country").len == 0)
		complain(s, "country", "In which country?");
}

static bool has_problem(const struct submission *s)
{
	for (size_t i = 0; i < s->kind->fields; i++)
		if (s->problem[i].at != NULL)
			return true;
	return false;
}

/* ------------------------------------------------------------- the candidate */

static void add_member(
    struct json *j, const struct submission *s, const char *name)
{
	struct str value = value_of(s, name);

	if (value.len > 0)
		json_member(j, name, value);
}

/* Host and path: for a link of which only the address is known. */
static struct str title_of_url(struct arena *arena, struct str url)
{
	struct str path = url_split(url).path;

	return arena_printf(arena, "%.*s%.*s", STR_ARG(url_host(url)),
	    STR_ARG(str_eq(path, STR("/")) ? STR("") : path));
}

static void add_tags(struct json *j, struct str tags)
{
	json_key(j, "tags");
	json_array(j);
	while (tags.at != NULL) {
		struct str tag = str_trim(str_take(&tags, ','));

		if (tag.len > 0)
			json_str(j, tag);
	}
	json_end(j);
}

static void add_place_members(struct json *j, const struct submission *s)
{
	json_object(j);
	add_member(j, s, "city");
	add_member(j, s, "state");
	json_member(j, "country", country_code(value_of(s, "country")));
	json_end(j);
}

static void add_event_members(struct json *j, const struct submission *s)
{
	add_member(j, s, "mode");
	if (value_of(s, "city").len > 0) {
		json_key(j, "places");
		json_array(j);
		add_place_members(j, s);
		json_end(j);
	}
	if (value_of(s, "group").len > 0) {
		json_key(j, "groups");
		json_array(j);
		json_object(j);
		json_member(j, "name", value_of(s, "group"));
		if (value_of(s, "group_url").len > 0)
			json_member(j, "url", value_of(s, "group_url"));
		json_end(j);
		json_end(j);
	}
}

/* Texts that are members as they are; the others are made of several. */
static const char *const plain_members[] = { "url", "first", "last", "start",
	"zone", "project", "steps", "closes", "name", "text", "source",
	"note" };

static void add_fields(
    struct json *j, struct arena *arena, const struct submission *s)
{
	struct str title = value_of(s, "title");

	json_object(j);
	if (s->kind->candidate == CANDIDATE_LINK && title.len == 0)
		title = title_of_url(arena, value_of(s, "url"));
	if (title.len > 0)
		json_member(j, "title", title);
	for (size_t i = 0; i < sizeof(plain_members) / sizeof(*plain_members);
	     i++)
		add_member(j, s, plain_members[i]);
	if (field_named(s, "tags") != STR_NONE)
		add_tags(j, value_of(s, "tags"));
	if (s->kind->candidate == CANDIDATE_EVENT)
		add_event_members(j, s);
	if (s->kind->candidate == CANDIDATE_CALL ||
	    s->kind->candidate == CANDIDATE_FEATURE)
		json_member(j, "kind", s->name);
	if (s->kind->candidate == CANDIDATE_CALL &&
	    value_of(s, "city").len > 0) {
		json_key(j, "place");
		add_place_members(j, s);
	}
	if (value_of(s, "credit").len > 0) {
		json_key(j, "thanks");
		json_object(j);
		json_member(j, "name", value_of(s, "credit"));
		json_end(j);
	}
	json_end(j);
}

static struct str section_of(struct reading *r)
{
	struct str wanted = value_of(r->s, "section");
	size_t rule = wanted.len > 0
			  ? settings_section_named(r->settings, wanted)
		      : r->s->kind->candidate == CANDIDATE_FEATURE
			  ? settings_feature(r->settings, r->s->name)
			  : STR_NONE;

	return rule != STR_NONE ? r->settings->section[rule].id
				: (struct str){ NULL, 0 };
}

static bool make_candidate(struct reading *r, struct error *err)
{
	struct submission *s = r->s;
	struct str section = section_of(r), text;
	struct strbuf line;
	struct json j;

	strbuf_init(&line, LIMIT_CANDIDATE);
	json_init(&j, &line);
	json_object(&j);
	json_member(
	    &j, "kind", str_of(candidate_kind_name(s->kind->candidate)));
	if (section.at != NULL)
		json_member(&j, "section", section);
	json_key(&j, "fields");
	add_fields(&j, r->arena, s);
	json_end(&j);
	text = arena_str(r->arena, strbuf_str(&line));
	strbuf_release(&line);
	return candidate_read(r->arena, text, r->settings,
	    STR(CANDIDATE_READER), &s->candidate, err);
}

/* -------------------------------------------------------------------- reading */

/* Without what is no text, and without what would turn the direction of what
 * stands beside it: nobody can see that. */
static struct str tidy(struct arena *arena, struct str typed)
{
	struct str clean = text_clean(arena, str_trim(typed)), result;
	struct strbuf out;

	strbuf_init(&out, clean.len + 1);
	for (size_t at = 0; at < clean.len;) {
		size_t from = at;

		if (!text_turns(text_next(clean, &at)))
			strbuf_add(&out, str_sub(clean, from, at));
	}
	result = str_trim(arena_str(arena, strbuf_str(&out)));
	strbuf_release(&out);
	return result;
}

void submit_begin(struct arena *arena, const struct submit_kind *kind,
    struct str name, submit_value *value, void *data,
    struct submission *ret_submission)
{
	struct submission s = { .kind = kind,
		.name = name,
		.value = ARENA_ARRAY(arena, kind->fields, struct str),
		.problem = ARENA_ARRAY(arena, kind->fields, struct str) };

	for (size_t i = 0; i < kind->fields; i++) {
		struct str typed = value(data, kind->field[i].name);

		s.value[i] = typed.at != NULL ? tidy(arena, typed) : STR("");
	}
	*ret_submission = s;
}

void submit_add_remark(struct arena *arena, struct submission *s,
    const struct submit_remark *remark)
{
	struct submit_remark copy = *remark;

	s->errors = s->errors || remark->level == CHECK_ERROR;
	for (size_t i = 0; i < s->remarks; i++)
		if (str_eq(s->remark[i].text, remark->text))
			return;
	copy.text = arena_str(arena, remark->text);
	copy.advice = arena_str(arena, remark->advice);
	s->remark = ARENA_GROW(arena, s->remark, s->remarks);
	s->remark[s->remarks++] = copy;
}

bool submit_read(struct arena *arena, const struct settings *settings,
    struct date today, struct submission *s, struct error *err)
{
	struct reading r = { arena, settings, s };
	struct error why;

	for (size_t i = 0; i < s->kind->fields; i++)
		read_field(&r, i);
	check_days(s, today);
	check_place(s);
	s->titled = s->kind->candidate != CANDIDATE_LINK ||
		    value_of(s, "title").len > 0;
	s->errors = has_problem(s);
	s->read = !s->errors && make_candidate(&r, &why);
	if (!s->errors && !s->read)
		submit_add_remark(arena, s,
		    &(struct submit_remark){
			.level = CHECK_ERROR, .text = str_of(why.text) });
	return !s->read || submit_look(arena, settings, today, s, err);
}
