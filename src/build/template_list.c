/* Filters of lists and maps. */
#include "build/template_priv.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"

static struct value item_at(struct call *c, struct value list, size_t index)
{
	return value_made(c->run->arena, value_at(list, index));
}

bool call_list(struct call *c, struct value *ret_list)
{
	*ret_list = c->subject;
	return c->subject.kind == VALUE_LIST ||
	       call_refuse(c, "a list", c->subject);
}

bool filter_length(struct call *c, struct value *ret)
{
	struct str s;
	int64_t count = 0;

	if (c->subject.kind == VALUE_LIST || c->subject.kind == VALUE_MAP) {
		*ret = value_number((int64_t)value_count(c->subject));
		return true;
	}
	if (c->subject.kind != VALUE_TEXT && c->subject.kind != VALUE_HTML)
		return call_refuse(c, "a list, map or text", c->subject);
	s = c->subject.text;
	for (size_t at = 0; at < s.len; count++)
		text_next(s, &at);
	*ret = value_number(count);
	return true;
}

bool filter_first(struct call *c, struct value *ret)
{
	struct value list;

	if (!call_list(c, &list))
		return false;
	*ret = item_at(c, list, 0);
	return true;
}

bool filter_last(struct call *c, struct value *ret)
{
	struct value list;

	if (!call_list(c, &list))
		return false;
	*ret = item_at(c, list, value_count(list) - 1);
	return true;
}

bool filter_reverse(struct call *c, struct value *ret)
{
	struct value list;

	if (!call_list(c, &list))
		return false;
	*ret = value_list(c->run->arena);
	for (size_t i = value_count(list); i > 0; i--)
		value_append(c->run->arena, *ret, value_at(list, i - 1));
	return true;
}

bool filter_batch(struct call *c, struct value *ret)
{
	struct arena *arena = c->run->arena;
	struct value list, row;
	int64_t size;

	if (!call_list(c, &list) || !call_number(c, c->argument[0], &size))
		return false;
	if (size < 1)
		return run_error(
		    c->run, c->op, "`batch` needs a size of at least 1");
	*ret = value_list(arena);
	for (size_t i = 0; i < value_count(list); i++) {
		if (i % (size_t)size == 0) {
			row = value_list(arena);
			value_append(arena, *ret, row);
		}
		value_append(arena, row, value_at(list, i));
	}
	return true;
}

bool filter_unique(struct call *c, struct value *ret)
{
	struct value list;

	if (!call_list(c, &list))
		return false;
	*ret = value_list(c->run->arena);
	for (size_t i = 0; i < value_count(list); i++) {
		struct value item = item_at(c, list, i);
		size_t j = 0, kept = value_count(*ret);

		while (j < kept && !value_equal(value_at(*ret, j), item))
			j++;
		c->run->steps += j;
		if (!run_check_steps(c->run, c->op))
			return false;
		if (j == kept)
			value_append(c->run->arena, *ret, item);
	}
	return true;
}

/* ---- attributes of items ---- */

/* What the attribute "a" or "a.b" of an item is; undefined if it lacks. */
static struct value attribute_of(
    struct call *c, struct value item, struct str path)
{
	while (path.at != NULL) {
		struct str key = str_take(&path, '.');
		const struct value *v = value_get(item, key);

		if (v == NULL)
			return (struct value){ .kind = VALUE_UNDEFINED };
		item = value_made(c->run->arena, *v);
	}
	return item;
}

/* The attribute that argument `index` names, or the item if none is given;
 * one that lacks is an error. */
static bool take_attribute(
    struct call *c, struct value item, struct value name, struct value *ret)
{
	*ret = item;
	if (name.kind == VALUE_UNDEFINED)
		return true;
	if (name.kind != VALUE_TEXT)
		return call_refuse(c, "the name of an attribute", name);
	*ret = attribute_of(c, item, name.text);
	return ret->kind != VALUE_UNDEFINED ||
	       run_error(c->run, c->op, "an item of the list has no `%.*s`",
		   STR_ARG(name.text));
}

bool filter_map(struct call *c, struct value *ret)
{
	struct value list, v;

	if (!call_list(c, &list))
		return false;
	*ret = value_list(c->run->arena);
	for (size_t i = 0; i < value_count(list); i++) {
		if (!take_attribute(c, item_at(c, list, i), c->argument[0], &v))
			return false;
		value_append(c->run->arena, *ret, v);
	}
	return true;
}

/* Does the item have the attribute, and is it true, or equal to the value? */
static bool is_selected(struct call *c, struct value item)
{
	struct value v = attribute_of(c, item, c->argument[0].text);

	if (c->argument[2].kind == VALUE_UNDEFINED)
		return value_is_true(v);
	return value_equal(v, c->argument[2]);
}

static bool check_selection(struct call *c)
{
	struct value test = c->argument[1];
	bool plain = test.kind == VALUE_UNDEFINED;

	if (c->argument[0].kind != VALUE_TEXT)
		return call_refuse(
		    c, "the name of an attribute", c->argument[0]);
	if (plain == (c->argument[2].kind == VALUE_UNDEFINED) &&
	    (plain || (test.kind == VALUE_TEXT &&
			  (str_eq(test.text, STR("equalto")) ||
			      str_eq(test.text, STR("eq")) ||
			      str_eq(test.text, STR("=="))))))
		return true;
	return run_error(c->run, c->op,
	    "`%s` knows one test only: (\"name\", \"equalto\", value)",
	    c->op->filter->name);
}

static bool choose(struct call *c, bool selected, struct value *ret)
{
	struct value list;

	if (!call_list(c, &list) || !check_selection(c))
		return false;
	*ret = value_list(c->run->arena);
	for (size_t i = 0; i < value_count(list); i++) {
		struct value item = item_at(c, list, i);

		if (is_selected(c, item) == selected)
			value_append(c->run->arena, *ret, item);
	}
	return true;
}

bool filter_select(struct call *c, struct value *ret)
{
	return choose(c, true, ret);
}

bool filter_reject(struct call *c, struct value *ret)
{
	return choose(c, false, ret);
}

/* ---- join ---- */

/* Is any of the texts HTML?  Then the others are escaped. */
static bool add_joined(struct strbuf *out, struct value v, bool html)
{
	if (html || (v.kind != VALUE_TEXT && v.kind != VALUE_HTML))
		return template_add_value(out, v);
	strbuf_add(out, v.text);
	return true;
}

static bool any_html(struct value parts, struct value separator)
{
	if (separator.kind == VALUE_HTML)
		return true;
	for (size_t i = 0; i < value_count(parts); i++)
		if (value_at(parts, i).kind == VALUE_HTML)
			return true;
	return false;
}

bool filter_join(struct call *c, struct value *ret)
{
	struct call map = *c;
	struct value separator = c->argument[0], parts;
	struct strbuf out;
	bool html;

	map.argument = &c->argument[1];
	if (!filter_map(&map, &parts))
		return false;
	html = any_html(parts, separator);
	strbuf_init(&out, LIMIT_PAGE);
	for (size_t i = 0; i < value_count(parts); i++) {
		if (i > 0 && separator.kind != VALUE_UNDEFINED)
			add_joined(&out, separator, html);
		if (add_joined(&out, value_at(parts, i), html))
			continue;
		strbuf_release(&out);
		return call_refuse(c, "a list of texts", value_at(parts, i));
	}
	return call_finish(c, &out, html ? VALUE_HTML : VALUE_TEXT, ret);
}

/* ---- sort ---- */

struct sort_entry {
	struct value item, key;
	size_t place; /* before sorting: equal ones keep their order */
};

static int compare_entries(const void *left, const void *right)
{
	const struct sort_entry *a = left, *b = right;
	int order = 0;

	value_order(a->key, b->key, &order);
	return order != 0 ? order
			  : (a->place > b->place) - (a->place < b->place);
}

static int compare_reversed(const void *left, const void *right)
{
	const struct sort_entry *a = left, *b = right;
	int order = 0;

	value_order(b->key, a->key, &order);
	return order != 0 ? order
			  : (a->place > b->place) - (a->place < b->place);
}

static bool fill_entries(
    struct call *c, struct value list, struct sort_entry *entry)
{
	int order;

	for (size_t i = 0; i < value_count(list); i++) {
		entry[i].item = item_at(c, list, i);
		entry[i].place = i;
		if (!take_attribute(
			c, entry[i].item, c->argument[1], &entry[i].key))
			return false;
		if (!value_order(entry[0].key, entry[i].key, &order))
			return call_refuse(c,
			    "a list of only numbers or only texts",
			    entry[i].key);
	}
	return true;
}

bool filter_sort(struct call *c, struct value *ret)
{
	struct value list;
	struct sort_entry *entry;
	size_t count;
	bool reversed = c->argument[0].kind != VALUE_UNDEFINED &&
			value_is_true(c->argument[0]);

	if (!call_list(c, &list))
		return false;
	count = value_count(list);
	entry = ARENA_ARRAY(c->run->arena, count, struct sort_entry);
	if (!fill_entries(c, list, entry))
		return false;
	if (count > 1)
		qsort(entry, count, sizeof(*entry),
		    reversed ? compare_reversed : compare_entries);
	*ret = value_list(c->run->arena);
	for (size_t i = 0; i < count; i++)
		value_append(c->run->arena, *ret, entry[i].item);
	return true;
}

/* ---- JSON ---- */

static bool add_json(struct call *c, struct json *j, struct value v);

static bool add_json_parts(struct call *c, struct json *j, struct value v)
{
	if (j->depth >= JSON_DEPTH)
		return run_error(c->run, c->op,
		    "`tojson` goes at most %d levels deep", JSON_DEPTH);
	if (v.kind == VALUE_MAP)
		json_object(j);
	else
		json_array(j);
	for (size_t i = 0; i < value_count(v); i++) {
		if (v.kind == VALUE_MAP)
			json_key(j, value_key(v, i).at);
		if (!add_json(c, j, item_at(c, v, i)))
			return false;
	}
	json_end(j);
	return !j->out->full || run_check_memory(c->run, c->op);
}

static bool add_json(struct call *c, struct json *j, struct value v)
{
	switch (v.kind) {
	case VALUE_BOOL: json_bool(j, v.truth); return true;
	case VALUE_NUMBER: json_number(j, v.number); return true;
	case VALUE_TEXT:
	case VALUE_HTML: json_str(j, v.text); return true;
	case VALUE_LIST:
	case VALUE_MAP: return add_json_parts(c, j, v);
	default: json_null(j); return true;
	}
}

bool filter_tojson(struct call *c, struct value *ret)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_PAGE);
	json_init(&j, &out);
	if (!add_json(c, &j, c->subject)) {
		strbuf_release(&out);
		return false;
	}
	return call_finish(c, &out, VALUE_HTML, ret);
}
