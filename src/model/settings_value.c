#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "model/settings_table.h"

enum { LONGEST_ID = 40 };

/* A value that was read: where it goes, and who remembers it. */
struct value {
	const struct field *field;
	struct arena *arena;
	struct str text;
	void *at;
	struct error *err;
};

static bool expected(const struct value *v, const char *what)
{
	return error_set(v->err, "`%s`: expected %s", v->field->key, what);
}

static bool store_text(const struct value *v, struct str text)
{
	struct str *at = v->at;

	*at = text.len > 0 ? arena_str(v->arena, text) : (struct str){ 0 };
	return true;
}

static bool only(struct str s, bool (*allowed)(char))
{
	for (size_t i = 0; i < s.len; i++)
		if (!allowed(s.at[i]))
			return false;
	return true;
}

static bool store_any(const struct value *v)
{
	return store_text(v, v->text);
}

static bool store_line(const struct value *v)
{
	if (str_find_char(v->text, '\n', 0) != STR_NONE)
		return expected(v, "one line");
	return store_text(v, str_trim(v->text));
}

static bool is_id_char(char c)
{
	return (c >= 'a' && c <= 'z') || char_is_digit(c) || c == '-';
}

bool settings_is_id(struct str text)
{
	return text.len > 0 && text.len <= LONGEST_ID &&
	       only(text, is_id_char) && text.at[0] != '-' &&
	       !str_ends(text, STR("-"));
}

static bool store_id(const struct value *v)
{
	if (!settings_is_id(v->text))
		return expected(v,
		    "a short name of a-z, 0-9 and hyphens, such as "
		    "crate-of-the-week");
	return store_text(v, v->text);
}

static bool store_address(const struct value *v)
{
	struct str text = v->text;

	if (!url_is_web(text) || str_find_char(text, '?', 0) != STR_NONE ||
	    str_find_char(text, '#', 0) != STR_NONE)
		return expected(
		    v, "a web address such as https://example.org/news/");
	if (!str_ends(text, STR("/")))
		text = arena_printf(v->arena, "%.*s/", STR_ARG(text));
	return store_text(v, text);
}

/* Where something is posted, with what will be known by then. */
static bool store_post(const struct value *v)
{
	static const struct str variables[] = { STR_INIT("{title}"),
		STR_INIT("{address}") };
	struct strbuf filled;
	bool fits;

	strbuf_init(&filled, LIMIT_URL);
	for (struct str rest = v->text; rest.len > 0;) {
		size_t size = 1;

		for (size_t i = 0; i < 2; i++)
			if (str_starts(rest, variables[i]))
				size = variables[i].len;
		strbuf_add_char(&filled, size > 1 ? 'x' : rest.at[0]);
		rest = str_sub(rest, size, rest.len);
	}
	fits = !filled.full && url_is_web(strbuf_str(&filled));
	strbuf_release(&filled);
	return fits ? store_text(v, v->text)
		    : expected(v,
			  "a web address such as https://example.org/; where "
			  "a `text` is posted, with {title} and {address}");
}

static bool store_link(const struct value *v)
{
	bool path =
	    str_starts(v->text, STR("/")) && !str_starts(v->text, STR("//"));
	bool mail = str_starts(v->text, STR("mailto:")) &&
		    str_find_char(v->text, '@', 0) != STR_NONE;

	if (!((path || mail) && url_is_plain(v->text)) && !url_is_web(v->text))
		return expected(v,
		    "a path such as /archive/ or a web address such as "
		    "https://example.org/");
	return store_text(v, v->text);
}

static bool store_language(const struct value *v)
{
	struct str rest = v->text, part = str_take(&rest, '-');
	bool ok = part.len >= 2 && part.len <= 8 && only(part, char_is_alpha);

	while (ok && rest.at != NULL) {
		part = str_take(&rest, '-');
		ok =
		    part.len >= 1 && part.len <= 8 && only(part, char_is_alnum);
	}
	if (!ok || v->text.len > 35)
		return expected(v, "a language tag such as en, de or pt-BR");
	return store_text(v, v->text);
}

static bool is_zone_char(char c)
{
	return char_is_alnum(c) || c == '_' || c == '-' || c == '+';
}

static bool store_zone(const struct value *v)
{
	struct str rest = v->text;
	bool ok = v->text.len <= 64 && char_is_alpha(v->text.at[0]);

	while (ok && rest.at != NULL) {
		struct str part = str_take(&rest, '/');

		ok = part.len > 0 && only(part, is_zone_char);
	}
	if (!ok)
		return expected(
		    v, "the name of a time zone, UTC or Europe/Berlin");
	return store_text(v, v->text);
}

/* No empty, "." or ".." part: what stays below the folder it starts in. */
static bool stays_below(struct str path)
{
	while (path.at != NULL) {
		struct str part = str_take(&path, '/');

		if (part.len == 0 || str_eq(part, STR(".")) ||
		    str_eq(part, STR("..")))
			return false;
	}
	return true;
}

static bool store_folder(const struct value *v)
{
	struct str text = v->text;

	if (str_starts(text, STR("./")))
		text = str_sub(text, 2, text.len);
	if (str_ends(text, STR("/")))
		text = str_sub(text, 0, text.len - 1);
	if (!stays_below(text) || str_find_char(text, '\\', 0) != STR_NONE ||
	    str_find_char(text, '\n', 0) != STR_NONE)
		return expected(
		    v, "a path below the newsletter's folder, without ..");
	return store_text(v, text);
}

/* Is `name` one of the words of the list? */
static bool has_word(const char *words, struct str name)
{
	struct str rest = str_of(words);

	while (rest.at != NULL)
		if (str_eq(str_take(&rest, ' '), name))
			return true;
	return false;
}

/* "{slug}, {date:%Y/%m/%d} or {number}" of "slug date number". */
static const char *list_variables(const struct value *v)
{
	struct str rest = str_of(v->field->variables);
	struct str list = STR("");

	while (rest.at != NULL) {
		struct str name = str_take(&rest, ' ');
		bool date = str_eq(name, STR("date"));

		list = arena_printf(v->arena, "%.*s%s{%.*s%s}", STR_ARG(list),
		    list.len == 0     ? ""
		    : rest.at != NULL ? ", "
				      : " and ",
		    STR_ARG(name), date ? ":%Y/%m/%d" : "");
	}
	return arena_cstr(v->arena, list);
}

/* Check what stands between braces. */
static bool check_variable(const struct value *v, struct str inside)
{
	struct str format = inside, name = str_take(&format, ':');

	if (v->field->variables == NULL)
		return expected(v, "a path without variables");
	if (!has_word(v->field->variables, name))
		return error_set(v->err,
		    "`%s`: unknown variable {%.*s}; there is %s", v->field->key,
		    STR_ARG(name), list_variables(v));
	if (format.at != NULL && !str_eq(name, STR("date")))
		return error_set(v->err,
		    "`%s`: only {date} can have a format, not {%.*s}",
		    v->field->key, STR_ARG(name));
	for (size_t i = 0; format.at != NULL && i < format.len; i++) {
		if (format.at[i] != '%')
			continue;
		if (++i == format.len ||
		    strchr("YmdeBbAaj%", format.at[i]) == NULL)
			return error_set(v->err,
			    "`%s`: the format of {date} knows %%Y %%m %%d "
			    "%%e %%B %%b %%A %%a %%j and %%%%",
			    v->field->key);
	}
	return true;
}

/* Check all variables; *ret_outside gets the text with each as one x. */
static bool check_variables(
    const struct value *v, struct strbuf *outside, size_t *ret_count)
{
	struct str text = v->text;

	*ret_count = 0;
	for (size_t i = 0; i < text.len; i++) {
		size_t end;

		if (text.at[i] == '}')
			return expected(v, "a { before each }");
		if (text.at[i] != '{') {
			strbuf_add_char(outside, text.at[i]);
			continue;
		}
		end = str_find_char(text, '}', i);
		if (end == STR_NONE)
			return expected(v, "a } behind each {");
		if (!check_variable(v, str_sub(text, i + 1, end)))
			return false;
		strbuf_add_char(outside, 'x');
		++*ret_count;
		i = end;
	}
	return true;
}

/* What stands outside of variables must be a path of a site. */
static bool check_path(const struct value *v, struct str outside)
{
	struct str parts = str_sub(outside, 1, outside.len);

	if (!str_starts(outside, STR("/")))
		return expected(v, "a path that starts with /");
	if (str_ends(parts, STR("/")))
		parts.len--;
	if ((parts.len > 0 && !stays_below(parts)) || !url_is_plain(outside) ||
	    str_find_char(outside, '?', 0) != STR_NONE ||
	    str_find_char(outside, '#', 0) != STR_NONE)
		return expected(v, "a path without blanks, //, .., ? and #");
	return true;
}

/* The name of a Markdown file that is not hidden; the text has all there is
 * within the variables too. */
static bool check_file(const struct value *v, struct str outside)
{
	if ((!str_ends(outside, STR(".md")) &&
		!str_ends(outside, STR(".markdown"))) ||
	    str_starts(outside, STR(".")) ||
	    str_find_char(v->text, '/', 0) != STR_NONE)
		return expected(v,
		    "the name of a file that ends in .md or .markdown, "
		    "without a folder");
	return true;
}

static bool store_pattern(const struct value *v)
{
	struct strbuf outside;
	size_t count;
	bool ok;

	if (v->text.len > LIMIT_URL / 4)
		return expected(v, "a shorter pattern");
	strbuf_init(&outside, LIMIT_URL);
	ok = check_variables(v, &outside, &count);
	if (ok && v->field->file)
		ok = check_file(v, strbuf_str(&outside));
	else if (ok && !v->field->entry_id)
		ok = check_path(v, strbuf_str(&outside));
	strbuf_release(&outside);
	if (ok && count == 0 && !v->field->entry_id &&
	    v->field->variables != NULL)
		return error_set(v->err,
		    "`%s`: needs a variable, or all have one address; there "
		    "is %s",
		    v->field->key, list_variables(v));
	return ok && store_text(v, v->text);
}

static bool is_hex(char c)
{
	c = char_lower(c);
	return char_is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool store_colour(const struct value *v)
{
	if (v->text.len != 7 || v->text.at[0] != '#' ||
	    !only(str_sub(v->text, 1, 7), is_hex))
		return expected(v,
		    "a colour such as \"#1a5fb4\", in quotes: # starts a "
		    "remark");
	return store_text(v, v->text);
}

static bool store_number(const struct value *v)
{
	uint64_t number;
	int *at = v->at;

	if (!str_to_number(v->text, (uint64_t)v->field->max, &number) ||
	    number < (uint64_t)v->field->min)
		return error_set(v->err,
		    "`%s`: expected a number from %d to %d", v->field->key,
		    v->field->min, v->field->max);
	*at = (int)number;
	return true;
}

static bool store_weekday(const struct value *v)
{
	int *at = v->at;

	for (int day = MONDAY; day <= SUNDAY; day++) {
		struct str name = date_weekday_name((enum weekday)day);

		if (str_eq_fold(v->text, name)) {
			*at = day + 1;
			return true;
		}
	}
	if (v->text.len > 0)
		return expected(v, "a day of the week, such as wednesday");
	*at = 0;
	return true;
}

static bool store_date(const struct value *v)
{
	struct date *at = v->at;

	if (v->text.len == 0)
		*at = (struct date){ 0 };
	else if (!date_parse(v->text, false, at))
		return expected(v, "a day such as 2026-12-30");
	return true;
}

static bool store_listed_date(const struct value *v)
{
	struct date date;

	if (!date_parse(v->text, false, &date))
		return expected(v, "days such as 2026-12-30");
	return store_text(v, v->text);
}

static bool store_flag(const struct value *v)
{
	bool *at = v->at;
	bool yes = str_eq_fold(v->text, STR("yes")) ||
		   str_eq_fold(v->text, STR("true"));

	if (!yes && !str_eq_fold(v->text, STR("no")) &&
	    !str_eq_fold(v->text, STR("false")))
		return expected(v, "yes or no");
	*at = yes;
	return true;
}

static bool store_dialect(const struct value *v)
{
	bool *at = v->at;

	*at = str_eq(v->text, STR("python-markdown"));
	if (!*at && !str_eq(v->text, STR("none")))
		return expected(v, "python-markdown or none");
	return true;
}

/* The index of the text among three names, or STR_NONE. */
static size_t one_of(const struct value *v, const struct str name[3])
{
	for (size_t i = 0; i < 3; i++)
		if (str_eq(v->text, name[i]))
			return i;
	return STR_NONE;
}

static bool store_network(const struct value *v)
{
	static const struct str names[] = {
		[NETWORK_NONE] = STR_INIT("none"),
		[NETWORK_PART] = STR_INIT("part"),
		[NETWORK_FULL] = STR_INIT("full"),
	};
	size_t index = one_of(v, names);

	if (index == STR_NONE)
		return expected(v, "none, part or full");
	*(enum network_kept *)v->at = (enum network_kept)index;
	return true;
}

static bool store_service(const struct value *v)
{
	static const struct str names[] = {
		[MAIL_SERVICE_NONE] = STR_INIT("none"),
		[MAIL_SERVICE_MAILCHIMP] = STR_INIT("mailchimp"),
		[MAIL_SERVICE_BUTTONDOWN] = STR_INIT("buttondown"),
	};
	size_t index = one_of(v, names);

	if (index == STR_NONE)
		return expected(v, "none, mailchimp or buttondown");
	*(enum mail_service *)v->at = (enum mail_service)index;
	return true;
}

static const struct str kind_names[] = {
	[SECTION_PLAIN] = STR_INIT("plain"),
	[SECTION_ITEMS] = STR_INIT("items"),
	[SECTION_FEATURE] = STR_INIT("feature"),
	[SECTION_TESTING] = STR_INIT("testing"),
	[SECTION_PARTICIPATION] = STR_INIT("participation"),
	[SECTION_SPEAKING] = STR_INIT("speaking"),
	[SECTION_CHANGES] = STR_INIT("changes"),
	[SECTION_PERF] = STR_INIT("perf"),
	[SECTION_APPROVED] = STR_INIT("approved"),
	[SECTION_DECISIONS] = STR_INIT("decisions"),
	[SECTION_PROPOSED] = STR_INIT("proposed"),
	[SECTION_EVENTS] = STR_INIT("events"),
	[SECTION_JOBS] = STR_INIT("jobs"),
};

enum { KINDS = sizeof(kind_names) / sizeof(kind_names[0]) };

struct str section_kind_name(enum section_kind kind)
{
	return kind_names[kind];
}

static bool store_kind(const struct value *v)
{
	enum section_kind *at = v->at;
	struct str list = STR("");

	for (size_t i = 0; i < KINDS; i++) {
		if (str_eq(v->text, kind_names[i])) {
			*at = (enum section_kind)i;
			return true;
		}
		list = arena_printf(v->arena, "%.*s%s%.*s", STR_ARG(list),
		    i == 0           ? ""
		    : i == KINDS - 1 ? " or "
				     : ", ",
		    STR_ARG(kind_names[i]));
	}
	return expected(v, arena_cstr(v->arena, list));
}

static bool store_country(const struct value *v)
{
	struct str *at = v->at;
	char code[2];

	if (v->text.len != 2 || !only(v->text, char_is_alpha))
		return expected(v, "country codes of two letters, DE or US");
	for (int i = 0; i < 2; i++)
		code[i] = (char)(char_lower(v->text.at[i]) - 'a' + 'A');
	*at = arena_str(v->arena, (struct str){ code, 2 });
	return true;
}

static const struct {
	const char *name;
	bool (*store)(const struct value *v);
} types[] = {
	[FIELD_LINE] = { "a text", store_line },
	[FIELD_TEXT] = { "a text, also of several lines", store_any },
	[FIELD_ID] = { "a short name", store_id },
	[FIELD_PRESET] = { "a preset", store_id },
	[FIELD_ADDRESS] = { "a web address", store_address },
	[FIELD_LINK] = { "a path or web address", store_link },
	[FIELD_POST] = { "a web address", store_post },
	[FIELD_LANGUAGE] = { "a language tag", store_language },
	[FIELD_ZONE] = { "a time zone", store_zone },
	[FIELD_FOLDER] = { "a path", store_folder },
	[FIELD_PATTERN] = { "a pattern", store_pattern },
	[FIELD_COLOUR] = { "a colour", store_colour },
	[FIELD_NUMBER] = { "a number", store_number },
	[FIELD_WEEKDAY] = { "a day of the week", store_weekday },
	[FIELD_DATE] = { "a day", store_date },
	[FIELD_DATES] = { "a list of days", store_listed_date },
	[FIELD_FLAG] = { "yes or no", store_flag },
	[FIELD_DIALECT] = { "a name", store_dialect },
	[FIELD_KIND] = { "a kind", store_kind },
	[FIELD_NETWORK] = { "none, part or full", store_network },
	[FIELD_SERVICE] = { "none, mailchimp or buttondown", store_service },
	[FIELD_LINES] = { "a list of texts", store_line },
	[FIELD_COUNTRIES] = { "a list of country codes", store_country },
	[FIELD_RECORDS] = { "a list", NULL },
};

const char *field_type_name(enum field_type type)
{
	return types[type].name;
}

bool field_store(const struct field *f, struct arena *arena, struct str text,
    void *at, struct error *err)
{
	struct value v = { f, arena, text, at, err };
	bool text_type = f->type <= FIELD_COLOUR;

	/* A colour without quotes is a remark, and nothing is left. */
	if (text.len > 0 || f->type == FIELD_COLOUR ||
	    f->type == FIELD_WEEKDAY || f->type == FIELD_DATE)
		return types[f->type].store(&v);
	if (f->required || !text_type)
		return expected(&v, types[f->type].name);
	*(struct str *)at = (struct str){ 0 };
	return true;
}
