/* status: the sections in a few lines, those first that wait for somebody. */
#include "storecmd/status.h"

enum state_group { MISSING, EMPTY, WAITING, FILLED, GROUPS };

static enum state_group group_of(const struct status_section *section)
{
	if (section->filled == FILLED_MISSING)
		return MISSING;
	if (section->filled == FILLED_EMPTY)
		return EMPTY;
	return status_section_waits(section) ? WAITING : FILLED;
}

static bool is_shown(const struct status *s, size_t i)
{
	const struct status_section *section = &s->section[i];

	return status_section_waits(section) ||
	       (section->filled != FILLED_ABSENT &&
		   section->filled != FILLED_OUTER);
}

/* What is said of one in brackets. */
struct detail {
	struct strbuf *out;
	bool begun;
};

static void begin(struct detail *d, const char *between)
{
	strbuf_add_cstr(d->out, d->begun ? between : " (");
	d->begun = true;
}

static void add_waiting(struct detail *d, int64_t count, const char *word)
{
	if (count == 0)
		return;
	begin(d, ", ");
	strbuf_printf(d->out, "%lld %s", (long long)count, word);
}

/* "Boats (2 new; Ada, Bo Li)", "Events (25)", "Calls (none)": who looks after
 * it matters where something is to be done. */
static void add_name(const struct status *s, struct strbuf *out, size_t i)
{
	const struct status_section *section = &s->section[i];
	struct detail d = { out, false };
	struct arena arena = { 0 };
	struct str editors = status_section_editors(&arena, s, i);

	strbuf_add(out, status_section_title(s, i));
	if (section->filled == FILLED_ITEMS) {
		begin(&d, ", ");
		if (status_section_waits(section))
			status_add_count(out, section->items, "item", "items");
		else
			strbuf_printf(out, "%lld", (long long)section->items);
	} else if (section->filled == FILLED_NONE) {
		begin(&d, ", ");
		strbuf_lit(out, "none");
	}
	add_waiting(&d, section->fresh, "new");
	add_waiting(&d, section->accepted, "accepted");
	if (group_of(section) != FILLED && editors.len > 0) {
		begin(&d, "; ");
		strbuf_add(out, editors);
	}
	if (d.begun)
		strbuf_add_char(out, ')');
	arena_release(&arena);
}

static void add_group(
    const struct status *s, struct strbuf *out, enum state_group group)
{
	static const char *const words[] = { [MISSING] = "missing",
		[EMPTY] = "empty",
		[WAITING] = "waiting",
		[FILLED] = "filled" };
	struct strbuf names;

	strbuf_init(&names, LIMIT_FEED);
	for (size_t i = 0; i <= s->settings.sections; i++) {
		if (!is_shown(s, i) || group_of(&s->section[i]) != group)
			continue;
		if (names.len > 0)
			strbuf_lit(&names, ", ");
		add_name(s, &names, i);
	}
	if (names.len > 0)
		status_add_named_row(s, out, words[group], strbuf_str(&names));
	strbuf_release(&names);
}

void status_add_groups(const struct status *s, struct strbuf *out)
{
	bool any = false;

	for (size_t i = 0; i <= s->settings.sections; i++)
		any = any || is_shown(s, i);
	if (!any)
		return;
	status_add_heading(s, out, "Sections");
	for (int group = 0; group < GROUPS; group++)
		add_group(s, out, (enum state_group)group);
}
