#include "model/probe_result.h"

#include <jansson.h>

#include "base/date.h"

enum { DAY = 24 * 60 * 60, TIME_LENGTH = 20 /* 2026-03-04T17:05:00Z */ };

static const struct str state_names[PROBE_STATES] = {
	[PROBE_ALIVE] = STR_INIT("alive"),
	[PROBE_MOVED] = STR_INIT("moved"),
	[PROBE_DEAD] = STR_INIT("dead"),
	[PROBE_BLOCKED] = STR_INIT("blocked"),
	[PROBE_UNSURE] = STR_INIT("unsure"),
};

struct str probe_state_name(enum probe_state state)
{
	return state_names[state];
}

/* Times. */

/* YYYY-MM-DDTHH:MM:SSZ and nothing else; -1 if it is another form. */
static int64_t read_time(struct str text)
{
	static const struct {
		size_t from;
		char before; /* the character in front of the number */
		unsigned max;
		int seconds;
	} parts[] = { { 11, 'T', 23, 3600 }, { 14, ':', 59, 60 },
		{ 17, ':', 59, 1 } };
	struct date day;
	int64_t seconds;

	if (text.len != TIME_LENGTH || text.at[TIME_LENGTH - 1] != 'Z' ||
	    !date_parse(str_sub(text, 0, 10), false, &day))
		return -1;
	seconds = (int64_t)date_to_days(day) * DAY;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t from = parts[i].from;
		uint64_t number;

		if (text.at[from - 1] != parts[i].before ||
		    !str_to_number(
			str_sub(text, from, from + 2), parts[i].max, &number))
			return -1;
		seconds += (int64_t)number * parts[i].seconds;
	}
	return seconds;
}

/* Reading. */

/* Unset if it is missing, null or of another kind. */
static struct str member(
    struct arena *arena, const json_t *row, const char *key)
{
	const json_t *value = json_object_get(row, key);

	if (!json_is_string(value))
		return (struct str){ 0 };
	return arena_str(arena, (struct str){ json_string_value(value),
				    json_string_length(value) });
}

static bool find_state(struct str name, enum probe_state *ret_state)
{
	for (size_t i = 0; i < PROBE_STATES; i++)
		if (str_eq(state_names[i], name)) {
			*ret_state = (enum probe_state)i;
			return true;
		}
	return false;
}

static int read_status(const json_t *value)
{
	json_int_t number = json_integer_value(value);

	return number >= 100 && number <= 999 ? (int)number : 0;
}

/* What is wrong with it, or NULL. */
static const char *read_row(
    struct arena *arena, const json_t *row, struct probe_result *r)
{
	struct str time;

	if (!json_is_object(row))
		return "this is no JSON object";
	r->url = member(arena, row, "url");
	if (r->url.len == 0)
		return "it has no \"url\"";
	if (!find_state(member(arena, row, "state"), &r->state))
		return "its \"state\" is none of alive, moved, dead, blocked, "
		       "unsure";
	r->status = read_status(json_object_get(row, "status"));
	r->to = member(arena, row, "to");
	r->title = member(arena, row, "title");
	r->why = member(arena, row, "why");
	time = member(arena, row, "checked");
	r->checked = time.at != NULL ? read_time(time) : 0;
	return r->checked >= 0 ? NULL
			       : "its \"checked\" is no time such as "
				 "2026-03-04T17:05:00Z";
}

static const char *read_line(
    struct arena *arena, struct str line, struct probe_result *ret_result)
{
	json_t *row = NULL;
	const char *why = "this is no JSON object";

	if (line.len <= LIMIT_PROBE_LINE)
		row =
		    json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
	if (row != NULL)
		why = read_row(arena, row, ret_result);
	json_decref(row);
	return why;
}

bool probe_results_read(struct arena *arena, struct str text,
    struct probe_results *ret_results, struct error *err)
{
	struct probe_results list = { 0 };
	struct str rest = text;
	size_t number = 0;

	while (rest.at != NULL) {
		struct str line = str_trim(str_take(&rest, '\n'));
		struct probe_result result = { 0 };
		const char *why;

		number++;
		if (line.len == 0)
			continue;
		why = read_line(arena, line, &result);
		if (why != NULL && rest.at == NULL)
			break;
		if (why != NULL)
			return error_set(err, "line %zu: %s", number, why);
		list.result = ARENA_GROW(arena, list.result, list.count);
		list.result[list.count++] = result;
	}
	*ret_results = list;
	return true;
}
