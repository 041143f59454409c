/* status: what is in the sections, what waits for them, and who looks after
 * them. */
#include <string.h>

#include "base/text.h"
#include "storecmd/status.h"

/* ------------------------------------------------------------ in the issue */

static size_t rule_of(const struct status *s, const struct section *section)
{
	return section->rule != NULL
		   ? (size_t)(section->rule - s->settings.section)
		   : STR_NONE;
}

/* The heading of the rule itself, and not of a group below it. */
static bool is_own(const struct status *s, const struct section *section)
{
	return settings_section(&s->settings, section->title) ==
	       rule_of(s, section);
}

static bool is_comment(const struct status *s, const struct md_node *block)
{
	return block->kind == MD_HTML_BLOCK &&
	       str_starts(
		   str_trim(md_source(&s->issue.tree, block)), STR("<!--"));
}

/* A paragraph that counts as one. */
static bool is_item(const struct section *section, const struct md_node *block)
{
	for (size_t i = 0; i < section->items; i++)
		if (section->item[i].node == block)
			return true;
	return false;
}

/* Text beside its items. */
static bool has_text(const struct status *s, const struct section *section)
{
	for (const struct md_node *at = section->first; at != section->stop;
	     at = at->next)
		if (at->kind != MD_LIST && !is_comment(s, at) &&
		    !is_item(section, at))
			return true;
	return false;
}

static bool is_featured(const struct status *s, struct str kind)
{
	for (size_t i = 0; i < s->issue.features; i++)
		if (str_eq(s->issue.feature[i].kind, kind))
			return true;
	return false;
}

/* What more of a section is known by one of its headings only adds to it. */
static void raise_to(struct status_section *to, enum status_filled filled)
{
	if (to->filled < filled)
		to->filled = filled;
}

static void count_items(
    struct status_section *to, const struct section *section)
{
	for (size_t i = 0; i < section->items; i++) {
		enum item_kind kind = section->item[i].kind;

		if (kind == ITEM_NONE)
			raise_to(to, FILLED_NONE);
		else if (kind != ITEM_PERSON)
			to->items++;
	}
}

static void take_section(
    struct status *s, const struct section *section, struct status_section *to)
{
	const struct section *next = section + 1;
	bool outer = next < s->issue.section + s->issue.sections &&
		     next->level > section->level &&
		     next->rule != section->rule;

	raise_to(to, FILLED_EMPTY);
	if (to->line == 0 && section->offset != MD_UNKNOWN)
		to->line =
		    source_position(s->issue.source.text, section->offset).line;
	if (section->kind == SECTION_FEATURE) {
		to->items += is_own(s, section) &&
			     is_featured(s, section->rule->feature);
	} else {
		count_items(to, section);
		if (has_text(s, section))
			raise_to(to, FILLED_TEXT);
		if (outer)
			raise_to(to, FILLED_OUTER);
	}
	if (to->items > 0)
		raise_to(to, FILLED_ITEMS);
}

/* Rules of check that know better what counts as nothing. */
static bool says_empty(const struct finding *f)
{
	static const char *const rules[] = { "section-empty", "section-feature",
		"section-unfilled" };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(check_rule_of(f), rules[i]) == 0)
			return true;
	return false;
}

/* The section with the heading that a finding is about, or NULL. */
static const struct section *section_at(const struct status *s, size_t offset)
{
	for (size_t i = 1; i < s->issue.sections; i++)
		if (s->issue.section[i].offset == offset)
			return &s->issue.section[i];
	return NULL;
}

static void take_empty(struct status *s, const struct finding *f)
{
	const struct section *section = section_at(s, f->offset);
	struct status_section *to;

	if (section == NULL || section->rule == NULL || !is_own(s, section))
		return;
	to = &s->section[rule_of(s, section)];
	if (section->kind == SECTION_FEATURE)
		to->items = 0;
	if (to->items == 0)
		to->filled = FILLED_EMPTY;
}

static void look_findings(struct status *s)
{
	for (size_t i = 0; i < s->report.files; i++)
		for (size_t k = 0; k < s->report.file[i].findings; k++)
			if (says_empty(s->report.file[i].finding[k]))
				take_empty(s, s->report.file[i].finding[k]);
}

static void look_issue(struct status *s)
{
	for (size_t i = 0; i < s->settings.sections; i++)
		if (s->settings.section[i].required)
			s->section[i].filled = FILLED_MISSING;
	for (size_t i = 1; i < s->issue.sections; i++) {
		size_t rule = rule_of(s, &s->issue.section[i]);

		if (rule != STR_NONE)
			take_section(
			    s, &s->issue.section[i], &s->section[rule]);
	}
	look_findings(s);
}

/* -------------------------------------------------------------- in the inbox */

static size_t section_of_kind(const struct status *s, enum section_kind kind)
{
	size_t i = 0;

	while (i < s->settings.sections && s->settings.section[i].kind != kind)
		i++;
	return i;
}

/* Where a candidate would go: the place behind all is that of none. */
static size_t section_of(const struct status *s, const struct inbox_waiting *w)
{
	size_t at;

	if (w->section.len > 0) {
		at = settings_section_named(&s->settings, w->section);
		return at != STR_NONE ? at : s->settings.sections;
	}
	if (w->kind == CANDIDATE_EVENT)
		return section_of_kind(s, SECTION_EVENTS);
	if (w->kind == CANDIDATE_CHANGE)
		return section_of_kind(s, SECTION_CHANGES);
	return s->settings.sections;
}

static bool look_inbox(struct status *s, struct error *err)
{
	int64_t counts[CANDIDATE_STATES][CANDIDATE_KINDS];
	struct inbox_waiting *list;
	size_t count;

	if (!inbox_waiting(s->store, &s->arena, &list, &count, err) ||
	    !inbox_count(s->store, counts, err))
		return false;
	s->follow = counts[CANDIDATE_NEW][CANDIDATE_FOLLOW];
	for (size_t i = 0; i < count; i++) {
		struct status_section *to =
		    &s->section[section_of(s, &list[i])];

		if (list[i].state == CANDIDATE_NEW)
			to->fresh += list[i].count;
		else
			to->accepted += list[i].count;
	}
	return true;
}

static bool look(struct status *s, struct error *err)
{
	struct error why;

	(void)err;
	s->section = ARENA_ARRAY(
	    &s->arena, s->settings.sections + 1, struct status_section);
	if (s->path != NULL)
		look_issue(s);
	/* What waits does so for the next one. */
	if (s->store != NULL && !s->published && !look_inbox(s, &why))
		status_lost(s, &why);
	return true;
}

/* ------------------------------------------------------------------ printing */

enum { FILLED = 9, COUNT = 8, TITLE_MOST = 44 };

/* The columns that there is something to say in. */
struct columns {
	size_t title;
	bool filled, waiting, editors;
};

bool status_section_waits(const struct status_section *section)
{
	return section->fresh + section->accepted > 0;
}

struct str status_section_title(const struct status *s, size_t i)
{
	return i < s->settings.sections ? s->settings.section[i].title
					: STR("(no section)");
}

/* Old headings that the settings know are not of interest. */
static bool is_shown(const struct status *s, size_t i)
{
	const struct status_section *section = &s->section[i];

	if (section->filled == FILLED_OUTER)
		return status_section_waits(section);
	return section->filled != FILLED_ABSENT ||
	       status_section_waits(section) ||
	       (i < s->settings.sections &&
		   s->settings.section[i].editors.count > 0);
}

static struct columns measure(const struct status *s)
{
	struct columns c = { .filled = s->path != NULL };

	for (size_t i = 0; i <= s->settings.sections; i++) {
		size_t wide = text_columns(status_section_title(s, i));

		if (!is_shown(s, i))
			continue;
		if (wide > c.title)
			c.title = wide;
		c.waiting = c.waiting || status_section_waits(&s->section[i]);
		c.editors =
		    c.editors || (i < s->settings.sections &&
				     s->settings.section[i].editors.count > 0);
	}
	if (c.title > TITLE_MOST)
		c.title = TITLE_MOST;
	return c;
}

static void add_filled(const struct status *s, struct strbuf *out,
    const struct status_section *section)
{
	static const struct {
		const char *word;
		bool coloured;
		enum status_colour colour;
	} words[] = {
		[FILLED_ABSENT] = { "-", false, COLOUR_GOOD },
		[FILLED_MISSING] = { "missing", true, COLOUR_BAD },
		[FILLED_EMPTY] = { "empty", true, COLOUR_DOUBTFUL },
		[FILLED_NONE] = { "says none", false, COLOUR_GOOD },
		[FILLED_TEXT] = { "text", false, COLOUR_GOOD },
		[FILLED_OUTER] = { "-", false, COLOUR_GOOD },
	};
	struct strbuf cell;

	if (section->filled == FILLED_ITEMS) {
		strbuf_printf(out, "%*lld", FILLED, (long long)section->items);
		return;
	}
	strbuf_init(&cell, LIMIT_FILE_NAME);
	strbuf_printf(&cell, "%*s", FILLED, words[section->filled].word);
	if (words[section->filled].coloured)
		status_add_coloured(
		    s, out, words[section->filled].colour, strbuf_str(&cell));
	else
		strbuf_add(out, strbuf_str(&cell));
	strbuf_release(&cell);
}

static void add_number(struct strbuf *out, int64_t number)
{
	if (number > 0)
		strbuf_printf(out, "  %*lld", COUNT, (long long)number);
	else
		strbuf_printf(out, "  %*s", COUNT, "-");
}

struct str status_section_editors(
    struct arena *arena, const struct status *s, size_t i)
{
	struct str all = STR("");
	const struct str_list *names;

	if (i == s->settings.sections)
		return all;
	names = &s->settings.section[i].editors;
	for (size_t k = 0; k < names->count; k++)
		all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all),
		    k > 0 ? ", " : "", STR_ARG(names->item[k]));
	return all;
}

static void add_row(const struct status *s, struct strbuf *out,
    const struct columns *c, size_t i)
{
	const struct status_section *section = &s->section[i];
	size_t used = 2 + c->title;
	struct arena arena = { 0 };
	struct str editors;

	strbuf_lit(out, "  ");
	text_add_cell(out, status_section_title(s, i), c->title, true);
	if (c->filled) {
		strbuf_lit(out, "  ");
		add_filled(s, out, section);
		used += 2 + FILLED;
	}
	if (c->waiting) {
		add_number(out, section->fresh);
		add_number(out, section->accepted);
		used += 2 * (2 + COUNT);
	}
	editors = status_section_editors(&arena, s, i);
	if (editors.len > 0) {
		strbuf_lit(out, "  ");
		status_add_rest(s, out, used + 2, editors);
	} else {
		strbuf_add_char(out, '\n');
	}
	arena_release(&arena);
}

static void add_head(
    const struct status *s, struct strbuf *out, const struct columns *c)
{
	struct strbuf head;

	strbuf_init(&head, LIMIT_PAGE);
	text_add_cell(&head, STR("Sections"), c->title + 2, true);
	if (c->filled)
		strbuf_printf(&head, "  %*s", FILLED, "items");
	if (c->waiting)
		strbuf_printf(
		    &head, "  %*s  %*s", COUNT, "new", COUNT, "accepted");
	if (c->editors)
		strbuf_lit(&head, "  looked after by");
	status_add_heading(s, out, "%.*s", STR_ARG(strbuf_str(&head)));
	strbuf_release(&head);
}

static void add_totals(const struct status *s, struct strbuf *out)
{
	int64_t fresh = 0, accepted = 0;

	for (size_t i = 0; i <= s->settings.sections; i++) {
		fresh += s->section[i].fresh;
		accepted += s->section[i].accepted;
	}
	if (fresh + accepted + s->follow == 0)
		return;
	strbuf_lit(out, "\nInbox: ");
	status_add_count(out, fresh, "candidate waits", "candidates wait");
	strbuf_printf(out,
	    " for a decision, %lld %s accepted and not in a draft",
	    (long long)accepted, accepted == 1 ? "is" : "are");
	if (s->follow > 0) {
		strbuf_lit(out, "; ");
		status_add_count(out, s->follow, "source is proposed",
		    "sources are proposed");
	}
	strbuf_add_char(out, '\n');
}

static void add_table(const struct status *s, struct strbuf *out)
{
	const struct columns c = measure(s);

	if (c.title == 0)
		return;
	add_head(s, out, &c);
	for (size_t i = 0; i <= s->settings.sections; i++)
		if (is_shown(s, i))
			add_row(s, out, &c, i);
}

static void add_text(const struct status *s, struct strbuf *out)
{
	if (s->all)
		add_table(s, out);
	else
		status_add_groups(s, out);
	if (s->store != NULL && !s->published)
		add_totals(s, out);
}

static void add_section_json(const struct status *s, struct json *j, size_t i)
{
	static const char *const names[] = {
		[FILLED_ABSENT] = "absent",
		[FILLED_MISSING] = "missing",
		[FILLED_EMPTY] = "empty",
		[FILLED_NONE] = "none",
		[FILLED_TEXT] = "text",
		[FILLED_OUTER] = "outer",
		[FILLED_ITEMS] = "items",
	};
	const struct status_section *section = &s->section[i];
	bool known = i < s->settings.sections;

	json_object(j);
	json_member(j, "id", known ? s->settings.section[i].id : STATUS_UNSET);
	json_member(
	    j, "title", known ? s->settings.section[i].title : STATUS_UNSET);
	json_member(j, "state", str_of(names[section->filled]));
	json_member_number(j, "items", section->items);
	json_member_number(j, "new", section->fresh);
	json_member_number(j, "accepted", section->accepted);
	if (known)
		json_member_list(j, "editors", &s->settings.section[i].editors);
	json_end(j);
}

static void add_json(const struct status *s, struct json *j)
{
	json_key(j, "sections");
	json_array(j);
	for (size_t i = 0; i <= s->settings.sections; i++)
		if (i < s->settings.sections ||
		    status_section_waits(&s->section[i]))
			add_section_json(s, j, i);
	json_end(j);
	json_member_number(j, "proposed_sources", s->follow);
}

const struct status_part status_sections = { look, add_text, add_json };
