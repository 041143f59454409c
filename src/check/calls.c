/* Rules about calls for participation and for papers. */
#include <stdlib.h>

#include "check/event_form.h"

/* Fields of a call for papers: event, closing day, place, days. */
enum { CALL_FIELDS = 4 };

/* Issues back in which the same task may not have been printed. */
enum { CALL_ISSUES = 25 };

static const struct call *call_of(
    const struct checker *c, const struct item *item, enum call_kind kind)
{
	const struct call *call;

	if (item->kind != ITEM_CALL)
		return NULL;
	call = &c->issue->call[item->typed];
	return call->kind == kind && call->offset != MD_UNKNOWN ? call : NULL;
}

/* The first line of an item, from behind its marker, and its fields. */
static size_t call_fields(const struct checker *c, const struct call *call,
    struct span *ret_line, struct span *ret_field)
{
	size_t from = call->offset, end = source_line_end(c->text, from);

	if (from < end &&
	    str_find_char(STR("*-+"), c->text.at[from], 0) != STR_NONE)
		from++;
	while (from < end && char_is_blank(c->text.at[from]))
		from++;
	*ret_line = (struct span){ from, end };
	return fields_split(c->text, from, end, ret_field);
}

/* The field with the n-th date, or the whole line. */
static struct span field_with_date(
    const struct checker *c, const struct call *call, int number)
{
	struct span line, field[EVENT_FIELDS];
	size_t fields = call_fields(c, call, &line, field);

	for (size_t i = 0; i < fields; i++) {
		struct written_date date;

		if (dates_find(c->text, field[i].from, field[i].to, &date, 1) >
			0 &&
		    number-- == 0)
			return field[i];
	}
	return line;
}

/* ----------------------------------------------------------------- for papers */

static void look_closed(
    struct checker *c, const struct section *s, const struct item *item)
{
	const struct call *call = call_of(c, item, CALL_SPEAKING);
	struct date issue = c->issue->header.date;
	struct finding *f;
	struct span span;

	(void)s;
	if (call == NULL || !date_is_set(call->closes) || !date_is_set(issue) ||
	    date_cmp(call->closes, issue) >= 0)
		return;
	span = field_with_date(c, call, 0);
	f = check_found(c, span.from, span.to, "%d days before it",
	    (int)(date_to_days(issue) - date_to_days(call->closes)));
	/* With a wrong year it is not closed yet. */
	if (date_to_days(issue) - date_to_days(call->closes) < 200)
		fix_remove_item(c, f, false, item);
}

static void look_event_before_closing(
    struct checker *c, const struct section *s, const struct item *item)
{
	const struct call *call = call_of(c, item, CALL_SPEAKING);
	struct span span;

	(void)s;
	if (call == NULL || !date_is_set(call->closes) ||
	    !date_is_set(call->first) ||
	    date_cmp(call->first, call->closes) >= 0)
		return;
	span = field_with_date(c, call, 1);
	check_found(c, span.from, span.to,
	    "%04d-%02d-%02d, closing %04d-%02d-%02d", call->first.year,
	    call->first.month, call->first.day, call->closes.year,
	    call->closes.month, call->closes.day);
}

static void look_fields(
    struct checker *c, const struct section *s, const struct item *item)
{
	const struct call *call = call_of(c, item, CALL_SPEAKING);
	struct span line, field[EVENT_FIELDS];
	size_t fields;

	(void)s;
	if (call == NULL)
		return;
	fields = call_fields(c, call, &line, field);
	if (fields > 1 && fields != CALL_FIELDS)
		check_found(c, line.from, line.to, "it has %zu", fields);
}

static void look_closing_date(
    struct checker *c, const struct section *s, const struct item *item)
{
	const struct call *call = call_of(c, item, CALL_SPEAKING);
	struct span line, field[EVENT_FIELDS];
	struct written_date date;
	size_t fields;

	(void)s;
	if (call == NULL)
		return;
	fields = call_fields(c, call, &line, field);
	if (fields < 2)
		return;
	/* Without a bar before it, the day may stand in the first field. */
	if (dates_find(c->text, field[0].from, field[1].to, &date, 1) > 0 ||
	    (fields > CALL_FIELDS &&
		dates_find(c->text, line.from, line.to, &date, 1) > 0))
		return;
	check_found(c, field[1].from, field[1].to, "\"%.*s\"",
	    STR_ARG(str_sub(c->text, field[1].from, field[1].to)));
}

/* Are most titles of events bold?  Then those of calls are to be, too. */
static bool house_is_bold(struct checker *c)
{
	size_t bold = 0;

	for (size_t i = 0; i < c->issue->events; i++) {
		const struct event_form *form =
		    event_form_of(c, &c->issue->event[i]);

		bold += form->title_line != MD_UNKNOWN &&
			str_starts(
			    str_sub(c->text, form->title.from, form->title.to),
			    STR("[**"));
	}
	return bold * 2 > c->issue->events;
}

static void found_not_bold(struct checker *c, const struct call *call)
{
	struct span line, field[EVENT_FIELDS];
	size_t close;
	struct finding *f;

	call_fields(c, call, &line, field);
	if (line.from == line.to || c->text.at[line.from] != '[' ||
	    str_starts(str_sub(c->text, line.from, line.to), STR("[**")))
		return;
	close = str_find(str_sub(c->text, 0, line.to), STR("]("), line.from);
	if (close == STR_NONE)
		return;
	f = check_found(c, line.from + 1, close, NULL);
	if (str_find_char(str_sub(c->text, line.from, close), '*', 0) !=
	    STR_NONE)
		return;
	check_fix(c, f, true, line.from + 1, 0, STR("**"));
	check_fix(c, f, true, close, 0, STR("**"));
}

static void look_bold(struct checker *c)
{
	bool bold = false, asked = false;

	for (size_t i = 0; i < c->issue->calls; i++) {
		const struct call *call = &c->issue->call[i];

		if (call->kind != CALL_SPEAKING || call->offset == MD_UNKNOWN)
			continue;
		if (!asked)
			bold = house_is_bold(c);
		asked = true;
		if (bold)
			found_not_bold(c, call);
	}
}

/* ----------------------------------------------------------- for participation */

static bool is_task(const struct checker *c, size_t i)
{
	return c->issue->call[i].kind == CALL_PARTICIPATION &&
	       c->issue->call[i].offset != MD_UNKNOWN;
}

/* House style is what most calls of the issue have. */
static void look_project(struct checker *c)
{
	size_t tasks = 0, named = 0;

	for (size_t i = 0; i < c->issue->calls; i++) {
		tasks += is_task(c, i);
		named += is_task(c, i) && c->issue->call[i].project.at != NULL;
	}
	for (size_t i = 0; named * 2 > tasks && i < c->issue->calls; i++) {
		const struct call *call = &c->issue->call[i];

		if (is_task(c, i) && call->project.at == NULL)
			check_found(c, call->offset,
			    source_line_end(c->text, call->offset), "\"%.*s\"",
			    STR_ARG(call->title));
	}
}

/* A link that Markdown does not take for one leaves its marks behind. */
static void look_link(
    struct checker *c, const struct section *s, const struct item *item)
{
	if ((s->kind != SECTION_PARTICIPATION && s->kind != SECTION_SPEAKING) ||
	    item->kind == ITEM_NONE || item->links > 0 ||
	    item->offset == MD_UNKNOWN || item->node->kind != MD_ITEM)
		return;
	check_found(
	    c, item->offset, source_line_end(c->text, item->offset), NULL);
}

struct keyed_call {
	uint64_t key;
	size_t call;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed_call *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->call < y->call ? -1 : x->call > y->call;
}

static const struct item *item_of(
    const struct checker *c, const struct call *call)
{
	return &c->issue->section[call->section].item[call->item];
}

static void found_repeated(
    struct checker *c, const struct call *first, const struct call *call)
{
	struct finding *f = check_found(
	    c, call->offset, source_line_end(c->text, call->offset), NULL);
	struct str a = str_sub(c->text, first->offset, first->end);
	struct str b = str_sub(c->text, call->offset, call->end);

	check_also(c, f, first->offset, "first here");
	fix_remove_item(
	    c, f, str_eq(str_trim(a), str_trim(b)), item_of(c, call));
}

static void look_repeated(struct checker *c)
{
	struct keyed_call *keyed =
	    ARENA_ARRAY(c->arena, c->issue->calls + 1, struct keyed_call);
	size_t count = 0, first = 0;

	for (size_t i = 0; i < c->issue->calls; i++)
		if (c->facts->call[i].key != 0 &&
		    c->issue->call[i].offset != MD_UNKNOWN &&
		    c->issue->call[i].kind == CALL_PARTICIPATION)
			keyed[count++] =
			    (struct keyed_call){ c->facts->call[i].key, i };
	qsort(keyed, count, sizeof(*keyed), by_key);
	for (size_t i = 1; i < count; i++) {
		if (keyed[i].key != keyed[first].key)
			first = i;
		else
			found_repeated(c, &c->issue->call[keyed[first].call],
			    &c->issue->call[keyed[i].call]);
	}
}

static void look_seen(struct checker *c)
{
	const struct facts *oldest =
	    archive_before(c->archive, c->facts, CALL_ISSUES);

	for (size_t i = 0; i < c->facts->calls; i++) {
		const struct seen_call *call = &c->facts->call[i];
		struct printing printing;
		struct finding *f;
		size_t at = 0;

		if (call->kind != CALL_PARTICIPATION || call->key == 0 ||
		    call->offset == MD_UNKNOWN ||
		    !archive_seen(
			c->archive, c->facts, call->key, &at, &printing) ||
		    (oldest != NULL && printing.issue < oldest))
			continue;
		f = check_found(c, call->offset,
		    source_line_end(c->text, call->offset), "in issue %lld",
		    (long long)printing.issue->number);
		check_also_in(c, f, printing.issue, printing.link->offset,
		    "printed before");
	}
}

/* -------------------------------------------------------------------- records */

#define PAPERS "## Calls for Papers\n\n"
#define PAPER(closes, days)                                     \
	"* [Kite Day](https://kites.example.org/cfp) | " closes \
	" | Linz, AT | " days "\n"
#define TASKS "## Calls for Participation\n\n"
#define TASK "* [spool - Wind faster](https://code.example.org/spool/7)\n"

static const struct rule rules[] = {
	{
	    .id = "call-bold",
	    .level = CHECK_INFO,
	    .message = "the name of the event is not bold as those of events",
	    .advice = "Write [**EVENT**](address).",
	    .bad = PAPERS PAPER("2026-04-05",
		"2026-06-07") "\n## Upcoming Events\n\n### Europe\n\n"
			      "* 2026-03-10 | Linz, AT | "
			      "[Kite Club](https://kites.example.org)\n"
			      "    * [**Knots**](https://kites.example.org/knots)\n",
	    .good = PAPERS PAPER("2026-04-05", "2026-06-07"),
	    .look.file = look_bold,
	},
	{
	    .id = "call-closed",
	    .level = CHECK_ERROR,
	    .message = "the call is closed before the issue comes out",
	    .advice = "Remove it, or correct the closing day.",
	    .bad = PAPERS PAPER("2026-03-01", "2026-06-07"),
	    .good = PAPERS PAPER("2026-03-04", "2026-06-07"),
	    .look.item = look_closed,
	},
	{
	    .id = "call-closing-date",
	    .level = CHECK_WARNING,
	    .message = "the second field is no closing day",
	    .advice = "Write it as YYYY-MM-DD.",
	    .bad = PAPERS PAPER("soon", "2026-06-07"),
	    .good = PAPERS PAPER("2026-04-05", "2026-06-07"),
	    .look.item = look_closing_date,
	},
	{
	    .id = "call-event-before-closing",
	    .level = CHECK_ERROR,
	    .message = "the event is over when its call closes",
	    .advice = "Correct the date that is wrong: often it is the year.",
	    .bad = PAPERS PAPER("2026-04-05", "2025-06-07"),
	    .good = PAPERS PAPER("2026-04-05", "2026-06-07"),
	    .look.item = look_event_before_closing,
	},
	{
	    .id = "call-fields",
	    .level = CHECK_WARNING,
	    .message = "the call has not four fields",
	    .advice = "Write [EVENT](address) | CLOSING DAY | PLACE | DAYS.",
	    .bad = PAPERS "* [Kite Day](https://kites.example.org/cfp) "
			  "2026-04-05 | Linz, AT | 2026-06-07\n",
	    .good = PAPERS PAPER("2026-04-05", "2026-06-07"),
	    .look.item = look_fields,
	},
	{
	    .id = "call-link",
	    .level = CHECK_WARNING,
	    .message = "the call has no link",
	    .advice = "Write [TITLE](address), without a blank between.",
	    .bad = TASKS "* spool - Wind faster\n" TASK,
	    .good = TASKS TASK,
	    .look.item = look_link,
	},
	{
	    .id = "call-project",
	    .level = CHECK_INFO,
	    .message = "the call does not name its project",
	    .advice = "Write [PROJECT - TASK](address).",
	    .bad =
		TASKS "* [Wind it](https://code.example.org/spool/9)\n" TASK
		      "* [spool - Shine](https://code.example.org/spool/8)\n",
	    .good = TASKS TASK,
	    .look.file = look_project,
	},
	{
	    .id = "call-repeated",
	    .level = CHECK_ERROR,
	    .message = "the call stands twice in the issue",
	    .advice = "Remove one of them.",
	    .bad = TASKS TASK TASK,
	    .good = TASKS TASK,
	    .look.file = look_repeated,
	},
	{
	    .id = "call-seen",
	    .level = CHECK_INFO,
	    .message = "the call was printed before",
	    .advice = "Leave it out unless nobody has taken it yet.",
	    .before = TASKS TASK,
	    .bad = TASKS TASK,
	    .good =
		TASKS "* [spool - Shine](https://code.example.org/spool/8)\n",
	    .look.archive = look_seen,
	},
};

const struct rule_family family_calls = {
	.name = "calls",
	.title = "Calls",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
