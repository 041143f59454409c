#include "check/allow.h"

/* ------------------------------------------------------------------ reading */

/* The lines that a comment is for: its own if more stands there, else the
 * next that is not empty. */
static void set_place(const struct checker *c, struct allowance *a)
{
	struct str text = c->text;
	size_t first = source_line_start(text, a->offset);
	size_t end = source_line_end(text, a->end);
	bool alone = str_trim(str_sub(text, first, a->offset)).len == 0 &&
		     str_trim(str_sub(text, a->end, end)).len == 0;

	a->from = first;
	a->to = end;
	while (alone && end < text.len) {
		a->from = end + 1;
		end = a->to = source_line_end(text, a->from);
		alone = str_trim(str_sub(text, a->from, a->to)).len == 0;
	}
}

/* `in "text"` or `in file`, if it stands there. */
static void take_where(struct str *rest, struct allowance *a)
{
	size_t close;

	if (!str_starts(*rest, STR("in ")))
		return;
	*rest = str_trim(str_sub(*rest, 3, rest->len));
	if (str_starts(*rest, STR("file"))) {
		a->file = true;
		*rest = str_trim(str_sub(*rest, 4, rest->len));
	} else if (str_starts(*rest, STR("\""))) {
		close = str_find_char(*rest, '"', 1);
		if (close == STR_NONE)
			return;
		a->text = str_sub(*rest, 1, close);
		*rest = str_trim(str_sub(*rest, close + 1, rest->len));
	}
}

static bool is_id_char(char c)
{
	return char_is_alnum(c) || c == '-';
}

static bool read_allowance(
    const struct md_comment *comment, struct allowance *ret_allowance)
{
	struct allowance a = { .offset = comment->offset, .end = comment->end };
	struct str rest = str_trim(comment->text);
	size_t len = 0;

	if (!str_starts(rest, STR("allow ")))
		return false;
	rest = str_trim(str_sub(rest, 6, rest.len));
	while (len < rest.len && is_id_char(rest.at[len]))
		len++;
	a.id = str_sub(rest, 0, len);
	rest = str_trim(str_sub(rest, len, rest.len));
	take_where(&rest, &a);
	if (str_starts(rest, STR(":")))
		a.reason = str_trim(str_sub(rest, 1, rest.len));
	*ret_allowance = a;
	return true;
}

void allowances_read(struct checker *c, struct allowances *ret_list)
{
	const struct md_tree *tree = &c->issue->tree;
	struct allowances list = { 0 };
	struct allowance a;

	for (size_t i = 0; i < tree->comments && list.count < LIMIT_ALLOWANCES;
	     i++) {
		if (!read_allowance(&tree->comment[i], &a))
			continue;
		if (a.text.at == NULL && !a.file)
			set_place(c, &a);
		list.list = ARENA_GROW(c->keep, list.list, list.count);
		list.list[list.count++] = a;
	}
	*ret_list = list;
}

/* ----------------------------------------------------------------- applying */

static bool covers(
    const struct checker *c, const struct allowance *a, const struct finding *f)
{
	struct str lines;

	if (!str_eq(a->id, str_of(f->rule->id)))
		return false;
	if (a->file)
		return true;
	if (a->text.at == NULL)
		return f->offset <= a->to && f->end >= a->from;
	lines = str_sub(c->text, source_line_start(c->text, f->offset),
	    source_line_end(c->text, f->end));
	return str_find(lines, a->text, 0) != STR_NONE;
}

static bool is_allowed(
    const struct checker *c, struct allowances *list, const struct finding *f)
{
	bool allowed = false;

	for (size_t i = 0; i < list->count; i++)
		if (list->list[i].reason.len > 0 &&
		    covers(c, &list->list[i], f))
			allowed = list->list[i].used = true;
	return allowed;
}

enum { UNKNOWN, UNREASONED, UNUSED };

static const struct rule rules[] = {
	[UNKNOWN] = {
		.id = "allow-unknown",
		.level = CHECK_WARNING,
		.message = "a comment allows a rule that does not exist",
		.advice = "Correct its name; `sennight check --list` has them.",
		.bad = "<!-- allow no-such-rule: we know -->\n\nText.\n",
		.good = "<!-- a remark: we know -->\n\nText.\n",
	},
	[UNREASONED] = {
		.id = "allow-unreasoned",
		.level = CHECK_WARNING,
		.message = "a comment allows something without a reason",
		.advice = "Say why, behind a colon: "
			  "<!-- allow RULE: reason -->.",
		.why = "Without one it silences nothing: the next editor could "
		       "not tell whether it still holds.",
		.bad = "<!-- allow allow-unused -->\n\nText.\n",
		.good = "Text.\n",
	},
	[UNUSED] = {
		.id = "allow-unused",
		.level = CHECK_WARNING,
		.message = "a comment allows what is not there any more",
		.advice = "Remove the comment.",
		.bad = "<!-- allow header-title: it was so -->\n\nText.\n",
		.good = "Text.\n",
	},
};

const struct rule_family family_allow = {
	.name = "allow",
	.title = "Comments that allow something",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};

static const struct active_rule *find_active(
    const struct active_rules *active, const struct rule *rule)
{
	for (size_t i = 0; i < active->count; i++)
		if (active->rule[i].rule == rule)
			return &active->rule[i];
	return NULL;
}

static void found(struct checker *c, const struct active_rules *active,
    int which, const struct allowance *a)
{
	const struct active_rule *rule = find_active(active, &rules[which]);
	struct finding *f;

	if (rule == NULL)
		return;
	c->rule = rule->rule;
	f = check_found(c, a->offset, a->end, "%.*s", STR_ARG(a->id));
	f->level = rule->level;
	if (which == UNUSED)
		check_fix(c, f, false, a->offset, a->end - a->offset, STR(""));
}

static void judge(struct checker *c, const struct active_rules *active,
    const struct allowance *a)
{
	const struct rule *rule = rule_named(a->id);

	if (rule == NULL)
		found(c, active, UNKNOWN, a);
	else if (a->reason.len == 0)
		found(c, active, UNREASONED, a);
	else if (!a->used && find_active(active, rule) != NULL)
		found(c, active, UNUSED, a);
}

size_t allowances_apply(struct checker *c, struct allowances *list,
    const struct active_rules *active)
{
	size_t kept = 0, taken;

	for (size_t i = 0; i < c->findings; i++)
		if (!is_allowed(c, list, c->finding[i]))
			c->finding[kept++] = c->finding[i];
	taken = c->findings - kept;
	c->findings = kept;
	for (size_t i = 0; i < list->count; i++)
		judge(c, active, &list->list[i]);
	return taken;
}
