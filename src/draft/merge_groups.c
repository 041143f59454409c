#include "draft/merge_groups.h"

#include "base/limits.h"
#include "base/strbuf.h"

/* A sentence with more is none. */
enum { MAX_GROUPS = 64 };

/* The sentence is lead, groups with what parts them, and tail. */
struct sentence {
	struct str lead, tail;
	struct str group[MAX_GROUPS];
	struct str after[MAX_GROUPS]; /* between a group and the next */
	size_t groups;
};

/* The length of the link that a text begins with, or 0. */
static size_t link_length(struct str text)
{
	size_t at, end;

	if (text.len == 0 || text.at[0] != '[')
		return 0;
	at = str_find(text, STR("]("), 1);
	if (at == STR_NONE)
		return 0;
	end = str_find_char(text, ')', at);
	return end == STR_NONE ? 0 : end + 1;
}

static size_t blanks(struct str text, size_t at)
{
	while (at < text.len && char_is_space(text.at[at]))
		at++;
	return at;
}

/* The length of a group: a link, and those that follow after a blank. */
static size_t group_length(struct str text)
{
	size_t end = link_length(text), next = end;

	while (next > 0) {
		size_t at = blanks(text, end);

		next = at == end ? 0 : link_length(str_sub(text, at, STR_NONE));
		if (next > 0)
			end = at + next;
	}
	return end;
}

/* The length of what parts two groups: ", ", " or ", ", and "; or 0. */
static size_t parting_length(struct str text)
{
	static const struct str word[] = { STR_INIT("or"), STR_INIT("and"),
		STR_INIT("nor") };
	size_t comma = text.len > 0 && text.at[0] == ',';
	size_t at = blanks(text, comma), end;

	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
		end = at + word[i].len;
		if (str_eq(str_sub(text, at, end), word[i]) &&
		    blanks(text, end) > end) {
			at = blanks(text, end);
			break;
		}
	}
	return at < text.len && text.at[at] == '[' && at > comma ? at : 0;
}

static bool read_sentence(struct str text, struct sentence *s)
{
	size_t at = str_find_char(text, '[', 0), length;

	*s = (struct sentence){ .groups = 0 };
	if (at == STR_NONE)
		return false;
	s->lead = str_sub(text, 0, at);
	text = str_sub(text, at, STR_NONE);
	while ((length = group_length(text)) > 0) {
		size_t parting;

		if (s->groups == MAX_GROUPS)
			return false;
		s->group[s->groups] = str_sub(text, 0, length);
		text = str_sub(text, length, STR_NONE);
		parting = parting_length(text);
		s->after[s->groups++] = str_sub(text, 0, parting);
		text = str_sub(text, parting, STR_NONE);
		if (parting == 0)
			break;
	}
	s->tail = text;
	return s->groups > 0;
}

static bool has_group(const struct sentence *s, struct str group)
{
	for (size_t i = 0; i < s->groups; i++) {
		if (str_eq(s->group[i], group))
			return true;
	}
	return false;
}

static void insert_group(struct sentence *s, size_t at, struct str group)
{
	for (size_t i = s->groups; i > at; i--)
		s->group[i] = s->group[i - 1];
	s->group[at] = group;
	s->groups++;
}

/* False if both sides changed it. */
static bool three_way(
    struct str base, struct str ours, struct str theirs, struct str *ret_text)
{
	*ret_text = str_eq(ours, base) ? theirs : ours;
	return str_eq(ours, base) || str_eq(theirs, base) ||
	       str_eq(ours, theirs);
}

/* Groups of all three; those that are new in theirs behind what they stand
 * behind there. */
static bool merge_sets(const struct sentence s[3], struct sentence *result)
{
	for (size_t i = 0; i < s[1].groups; i++) {
		struct str group = s[1].group[i];

		if (!has_group(&s[0], group) || has_group(&s[2], group))
			result->group[result->groups++] = group;
	}
	for (size_t i = 0, at = 0; i < s[2].groups; i++) {
		struct str group = s[2].group[i];

		for (size_t k = 0; k < result->groups; k++) {
			if (str_eq(result->group[k], group))
				at = k + 1;
		}
		if (has_group(&s[0], group) || has_group(result, group))
			continue;
		if (result->groups == MAX_GROUPS)
			return false;
		insert_group(result, at++, group);
	}
	return true;
}

/* What parts two groups, or before the last: of the first sentence that has
 * such. */
static struct str parting(const struct sentence s[3], bool last)
{
	static const int order[] = { 1, 2, 0 };

	for (int i = 0; i < 3; i++) {
		const struct sentence *one = &s[order[i]];

		if (last && one->groups > 1)
			return one->after[one->groups - 2];
		if (!last && one->groups > 2)
			return one->after[0];
	}
	return last ? STR(" or ") : STR(", ");
}

static struct str write_sentence(struct arena *arena, const struct sentence *s,
    struct str mid, struct str last)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_MERGE);
	strbuf_add(&out, s->lead);
	for (size_t i = 0; i < s->groups; i++) {
		strbuf_add(&out, s->group[i]);
		if (i + 2 < s->groups)
			strbuf_add(&out, mid);
		else if (i + 1 < s->groups)
			strbuf_add(&out, last);
	}
	strbuf_add(&out, s->tail);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

bool merge_groups(struct arena *arena, struct str base, struct str ours,
    struct str theirs, struct str *ret_text)
{
	struct sentence s[3], result = { .groups = 0 };

	if (!read_sentence(base, &s[0]) || !read_sentence(ours, &s[1]) ||
	    !read_sentence(theirs, &s[2]) ||
	    !three_way(s[0].lead, s[1].lead, s[2].lead, &result.lead) ||
	    !three_way(s[0].tail, s[1].tail, s[2].tail, &result.tail) ||
	    !merge_sets(s, &result))
		return false;
	if (result.groups == 0)
		*ret_text = STR("");
	else
		*ret_text = write_sentence(
		    arena, &result, parting(s, false), parting(s, true));
	return true;
}
