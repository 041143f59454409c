#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/settings_table.h"

/* Headings longer than this are no section's. */
enum { LONGEST_HEADING = 240, LETTERS = 26 };

/* A heading as it is compared. */
struct key {
	char buf[LONGEST_HEADING];
	size_t len;
	uint32_t hash;
};

struct entry {
	struct str key; /* at == NULL: free */
	uint32_t hash;
	size_t rule;
};

/* A hash table with open addresses, at most half full. */
struct heading_table {
	struct entry *entry;
	size_t size; /* a power of two */
};

struct settings_index {
	struct heading_table section, region, group;
	size_t country[LETTERS * LETTERS];
	size_t virtual_region;
};

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	return true;
}

static struct str without_end(struct str heading)
{
	heading = str_trim(heading);
	while (heading.len > 0 && (heading.at[heading.len - 1] == ':' ||
				      heading.at[heading.len - 1] == ','))
		heading = str_trim_right(str_sub(heading, 0, heading.len - 1));
	return heading;
}

/* Lower case, each run of blanks as one; false if it is too long. */
static bool squeeze(struct key *key, struct str s)
{
	key->len = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = char_is_space(s.at[i]) ? ' ' : char_lower(s.at[i]);

		if (c == ' ' && key->len > 0 && key->buf[key->len - 1] == ' ')
			continue;
		if (key->len == LONGEST_HEADING)
			return false;
		key->buf[key->len++] = c;
	}
	return key->len > 0;
}

static bool make_key(struct key *key, struct str heading)
{
	bool ok;

	heading = without_end(heading);
	if (heading.len > 4 * (size_t)LONGEST_HEADING)
		return false;
	if (is_ascii(heading)) {
		ok = squeeze(key, heading);
	} else {
		struct strbuf folded;

		strbuf_init(&folded, 32 * (size_t)LONGEST_HEADING);
		text_add_folded(&folded, heading);
		ok = squeeze(key, strbuf_str(&folded));
		strbuf_release(&folded);
	}
	key->hash = 2166136261u; /* FNV-1a */
	for (size_t i = 0; ok && i < key->len; i++)
		key->hash =
		    (key->hash ^ (unsigned char)key->buf[i]) * 16777619u;
	return ok;
}

/* The entry that has the key, or the free one where it belongs. */
static struct entry *find(
    const struct heading_table *table, const struct key *key)
{
	struct str text = { key->buf, key->len };
	size_t at = key->hash & (table->size - 1);

	while (table->entry[at].key.at != NULL &&
	       (table->entry[at].hash != key->hash ||
		   !str_eq(table->entry[at].key, text)))
		at = (at + 1) & (table->size - 1);
	return &table->entry[at];
}

/* The names of the rule at `i`, title first, of sections, regions, groups. */
struct names {
	struct str title;
	const struct str_list *also;
};

struct rules {
	const struct settings *settings;
	size_t count;
	struct names (*names)(const struct settings *s, size_t i);
};

static struct names section_names(const struct settings *s, size_t i)
{
	return (struct names){ s->section[i].title, &s->section[i].also };
}

static struct names region_names(const struct settings *s, size_t i)
{
	return (struct names){ s->region[i].title, &s->region[i].also };
}

static struct names group_names(const struct settings *s, size_t i)
{
	return (struct names){ s->group[i].title, &s->group[i].also };
}

static void add_heading(struct arena *arena, struct heading_table *table,
    struct str heading, size_t rule)
{
	struct key key;
	struct entry *e;

	if (!make_key(&key, heading))
		return;
	e = find(table, &key);
	if (e->key.at != NULL)
		return;
	e->key = arena_str(arena, (struct str){ key.buf, key.len });
	e->hash = key.hash;
	e->rule = rule;
}

static void fill(
    struct arena *arena, struct heading_table *table, const struct rules *rules)
{
	size_t count = 1;

	for (size_t i = 0; i < rules->count; i++)
		count += 1 + rules->names(rules->settings, i).also->count;
	for (table->size = 16; table->size < 2 * count;)
		table->size *= 2;
	table->entry = ARENA_ARRAY(arena, table->size, struct entry);
	for (size_t i = 0; i < rules->count; i++) {
		struct names n = rules->names(rules->settings, i);

		add_heading(arena, table, n.title, i);
		for (size_t k = 0; k < n.also->count; k++)
			add_heading(arena, table, n.also->item[k], i);
	}
}

/* Place of a code in the table; STR_NONE for what is no code. */
static size_t country_number(struct str code)
{
	size_t a, b;

	if (code.len != 2 || !char_is_alpha(code.at[0]) ||
	    !char_is_alpha(code.at[1]))
		return STR_NONE;
	a = (size_t)(char_lower(code.at[0]) - 'a');
	b = (size_t)(char_lower(code.at[1]) - 'a');
	return a * LETTERS + b;
}

static size_t find_virtual(const struct settings *s)
{
	for (size_t i = 0; i < s->regions; i++)
		if (s->region[i].virtual_events)
			return i;
	return STR_NONE;
}

static void fill_countries(
    struct settings_index *index, const struct settings *s)
{
	for (size_t i = 0; i < LETTERS * LETTERS; i++)
		index->country[i] = STR_NONE;
	for (size_t i = s->regions; i-- > 0;)
		for (size_t k = 0; k < s->region[i].countries.count; k++) {
			size_t number =
			    country_number(s->region[i].countries.item[k]);

			if (number != STR_NONE)
				index->country[number] = i;
		}
}

const struct settings_index *settings_index_make(
    struct arena *arena, const struct settings *s)
{
	struct settings_index *index = ARENA_NEW(arena, struct settings_index);

	fill(arena, &index->section,
	    &(struct rules){ s, s->sections, section_names });
	fill(arena, &index->region,
	    &(struct rules){ s, s->regions, region_names });
	fill(
	    arena, &index->group, &(struct rules){ s, s->groups, group_names });
	fill_countries(index, s);
	index->virtual_region = find_virtual(s);
	return index;
}

static bool same_heading(struct str a, struct str b)
{
	struct key x, y;

	return make_key(&x, a) && make_key(&y, b) && x.len == y.len &&
	       memcmp(x.buf, y.buf, x.len) == 0;
}

/* For settings that were made by hand: without an index. */
static size_t search(const struct rules *rules, struct str heading)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct names n = rules->names(rules->settings, i);

		if (same_heading(n.title, heading))
			return i;
		for (size_t k = 0; k < n.also->count; k++)
			if (same_heading(n.also->item[k], heading))
				return i;
	}
	return STR_NONE;
}

static size_t look_up(const struct heading_table *table,
    const struct rules *rules, struct str heading)
{
	struct key key;
	const struct entry *e;

	if (table == NULL)
		return search(rules, heading);
	if (!make_key(&key, heading))
		return STR_NONE;
	e = find(table, &key);
	return e->key.at != NULL ? e->rule : STR_NONE;
}

size_t settings_section(const struct settings *s, struct str heading)
{
	struct rules rules = { s, s->sections, section_names };

	return look_up(
	    s->index != NULL ? &s->index->section : NULL, &rules, heading);
}

size_t settings_feature(const struct settings *s, struct str kind)
{
	for (size_t i = 0; i < s->sections; i++)
		if (s->section[i].kind == SECTION_FEATURE &&
		    str_eq(s->section[i].feature, kind))
			return i;
	return STR_NONE;
}

bool settings_has_votes(const struct settings *s)
{
	for (size_t i = 0; i < s->sections; i++)
		if (s->section[i].vote)
			return true;
	return false;
}

size_t settings_section_named(const struct settings *s, struct str name)
{
	for (size_t i = 0; i < s->sections; i++)
		if (str_eq_fold(s->section[i].id, name))
			return i;
	return settings_section(s, name);
}

size_t settings_region(const struct settings *s, struct str heading)
{
	struct rules rules = { s, s->regions, region_names };

	return look_up(
	    s->index != NULL ? &s->index->region : NULL, &rules, heading);
}

size_t settings_group(const struct settings *s, struct str heading)
{
	struct rules rules = { s, s->groups, group_names };

	return look_up(
	    s->index != NULL ? &s->index->group : NULL, &rules, heading);
}

size_t settings_region_of_country(const struct settings *s, struct str code)
{
	size_t number = country_number(code);

	if (number == STR_NONE)
		return STR_NONE;
	if (s->index != NULL)
		return s->index->country[number];
	for (size_t i = 0; i < s->regions; i++)
		for (size_t k = 0; k < s->region[i].countries.count; k++)
			if (country_number(s->region[i].countries.item[k]) ==
			    number)
				return i;
	return STR_NONE;
}

size_t settings_region_virtual(const struct settings *s)
{
	return s->index != NULL ? s->index->virtual_region : find_virtual(s);
}

/* Does the index send each name to its own rule?  If not, two rules share
 * a name, and one would never be found by it. */
static bool check_names(const struct heading_table *table,
    const struct rules *rules, struct str *ret_heading, size_t *ret_rule)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct names n = rules->names(rules->settings, i);

		for (size_t k = 0; k <= n.also->count; k++) {
			struct str heading =
			    k == 0 ? n.title : n.also->item[k - 1];
			size_t at = look_up(table, rules, heading);

			if (at == i)
				continue;
			*ret_heading = heading;
			*ret_rule = i;
			return false;
		}
	}
	return true;
}

bool settings_index_check(const struct settings *s, const char **ret_list,
    size_t *ret_rule, struct str *ret_heading)
{
	struct rules sections = { s, s->sections, section_names };
	struct rules regions = { s, s->regions, region_names };
	struct rules groups = { s, s->groups, group_names };

	*ret_list = "sections";
	if (!check_names(&s->index->section, &sections, ret_heading, ret_rule))
		return false;
	*ret_list = "regions";
	if (!check_names(&s->index->region, &regions, ret_heading, ret_rule))
		return false;
	*ret_list = "groups";
	return check_names(&s->index->group, &groups, ret_heading, ret_rule);
}
