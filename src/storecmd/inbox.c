#include "storecmd/inbox.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "base/url.h"

/* --------------------------------------------------------------- which ones */

bool inbox_take_choice(
    struct inbox_choice *choice, const char *name, const char *value)
{
	struct inbox_filter *f = &choice->filter;

	if (strcmp(name, "all") == 0) {
		choice->all = true;
		return true;
	}
	if (strcmp(name, "state") == 0) {
		f->any_state = strcmp(value, "all") == 0;
		return f->any_state ||
		       candidate_state_named(str_of(value), &f->state);
	}
	if (strcmp(name, "kind") == 0) {
		f->one_kind = true;
		return candidate_kind_named(str_of(value), &f->kind);
	}
	if (strcmp(name, "in") == 0) {
		choice->section = value;
		return true;
	}
	if (strcmp(name, "source") == 0)
		f->source = str_of(value);
	else if (strcmp(name, "text") == 0)
		f->text = str_of(value);
	else
		return false;
	return true;
}

bool inbox_settle_choice(struct inbox_choice *choice,
    const struct settings *settings, struct error *err)
{
	if (choice->section == NULL)
		return true;
	choice->filter.section =
	    strcmp(choice->section, "-") == 0
		? STR("")
		: section_named(settings, str_of(choice->section));
	return choice->filter.section.at != NULL ||
	       section_unknown(settings, str_of(choice->section), err);
}

/* ------------------------------------------------------------------- numbers */

enum { PAGE = 500 };

static bool add_id(
    struct arena *arena, struct inbox_ids *ids, int64_t id, struct error *err)
{
	if (ids->count == LIMIT_INBOX_IDS)
		return error_set(
		    err, "more than %d candidates at once", LIMIT_INBOX_IDS);
	ids->id = ARENA_GROW(arena, ids->id, ids->count);
	ids->id[ids->count++] = id;
	return true;
}

/* Those of first..last that the filter chooses. */
static bool add_chosen(struct store *store, struct arena *arena,
    struct inbox_filter filter, int64_t first, int64_t last,
    struct inbox_ids *ids, struct error *err)
{
	struct arena page = { 0 };
	struct candidates list = { NULL, PAGE };
	bool ok = true;

	filter.after = first - 1;
	filter.most = PAGE;
	while (ok && list.count == PAGE) {
		arena_reset(&page);
		ok = inbox_list(store, &page, &filter, &list, err);
		for (size_t i = 0; ok && i < list.count; i++) {
			filter.after = list.candidate[i].id;
			if (filter.after > last)
				list.count = 0;
			else
				ok = add_id(arena, ids, filter.after, err);
		}
	}
	arena_release(&page);
	return ok;
}

/* One of "12" and "12-20". */
static bool add_word(struct store *store, struct arena *arena,
    const struct inbox_choice *choice, struct str word, struct inbox_ids *ids,
    struct error *err)
{
	struct str rest = word;
	struct str first = str_take(&rest, '-');
	uint64_t from, to;

	if (!str_to_number(first, INT64_MAX, &from) ||
	    (rest.at != NULL && !str_to_number(rest, INT64_MAX, &to)) ||
	    (rest.at != NULL && to < from))
		return error_set(err,
		    "\"%.*s\" is no number of a candidate; write 12, 12-20 or "
		    "12,15",
		    STR_ARG(word));
	if (rest.at == NULL)
		return add_id(arena, ids, (int64_t)from, err);
	return add_chosen(
	    store, arena, choice->filter, (int64_t)from, (int64_t)to, ids, err);
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void sort_ids(struct inbox_ids *ids)
{
	size_t kept = 0;

	if (ids->count > 0)
		qsort(ids->id, ids->count, sizeof(*ids->id), by_number);
	for (size_t i = 0; i < ids->count; i++)
		if (kept == 0 || ids->id[kept - 1] != ids->id[i])
			ids->id[kept++] = ids->id[i];
	ids->count = kept;
}

bool inbox_read_ids(struct store *store, struct arena *arena,
    const struct inbox_choice *choice, char **argument, int arguments,
    struct inbox_ids *ret_ids, struct error *err)
{
	struct inbox_ids ids = { NULL, 0 };

	if (choice->all && arguments > 0)
		return error_set(err, "either --all or numbers");
	if (!choice->all && arguments == 0)
		return error_set(err, "which ones? write 12, 12-20 or 12,15, "
				      "or --all");
	if (choice->all &&
	    !add_chosen(store, arena, choice->filter, 1, INT64_MAX, &ids, err))
		return false;
	for (int i = 0; i < arguments; i++) {
		struct str rest = str_of(argument[i]);

		while (rest.at != NULL)
			if (!add_word(store, arena, choice,
				str_take(&rest, ','), &ids, err))
				return false;
	}
	sort_ids(&ids);
	*ret_ids = ids;
	return true;
}

struct str inbox_who(struct arena *arena, const char *as)
{
	const struct passwd *user;

	if (as != NULL)
		return str_of(as);
	user = getpwuid(getuid());
	return user != NULL ? arena_str(arena, str_of(user->pw_name))
			    : arena_printf(arena, "user %ld", (long)getuid());
}

/* ---------------------------------------------------------------- the table */

enum {
	LINE = 100, /* columns, where no terminal says how many */
	NARROW = 110,
	KIND = 8,
	STATE = 9,
	BESIDES = 26, /* number, kind, age, and what is between the columns */
	TITLE_LEAST = 20,
};

size_t inbox_columns(void)
{
	const char *said = getenv("COLUMNS");
	struct winsize size;
	uint64_t columns;

	if (said != NULL && str_to_number(str_of(said), 1000, &columns))
		return (size_t)columns;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return LINE;
}

struct inbox_table inbox_table_make(const struct store *store, bool states)
{
	size_t line = inbox_columns(), taken;
	struct inbox_table t = { .section = line < NARROW ? 10 : 16,
		.host = line < NARROW ? 16 : 24,
		.states = states,
		.now = store_now(store) };

	taken = BESIDES + t.section + t.host + (states ? STATE + 2 : 0);
	t.title =
	    line > taken + TITLE_LEAST ? line - taken : (size_t)TITLE_LEAST;
	return t;
}

void inbox_add_age(struct strbuf *out, int64_t seconds)
{
	static const struct {
		int64_t below, unit;
		char letter;
	} units[] = {
		{ 2 * 3600, 60, 'm' },
		{ 2 * 86400, 3600, 'h' },
		{ 14 * 86400, 86400, 'd' },
		{ 730 * 86400, 7 * 86400, 'w' },
		{ INT64_MAX, 365 * 86400, 'y' },
	};
	size_t i = 0;

	if (seconds < 0)
		seconds = 0;
	while (seconds >= units[i].below)
		i++;
	strbuf_printf(out, "%lld%c", (long long)(seconds / units[i].unit),
	    units[i].letter);
}

static void add_columns(struct strbuf *out, struct str s, size_t columns)
{
	text_add_cell(out, s, columns, true);
	strbuf_lit(out, "  ");
}

/* The day of an event stands before its title. */
static void add_title(struct strbuf *out, const struct inbox_table *table,
    const struct candidate *c)
{
	size_t columns = table->title;

	if (date_is_set(c->day)) {
		date_add_iso(out, c->day);
		strbuf_add_char(out, ' ');
		columns -= 11;
	}
	add_columns(out, c->title, columns);
}

/* What an editor should know before deciding, behind the row. */
static void add_warnings(struct strbuf *out, const struct candidate *c)
{
	static const struct {
		const char *field, *said; /* NULL: the field's own text */
	} warnings[] = {
		{ "status", NULL },
		{ "conflicts", "sources do not agree" },
		{ "maybe", "may be the same as another" },
		{ "printed", "was printed" },
		{ "paid", "not free to read" },
		{ "page_status", "its page does not answer" },
		{ "checks", NULL },
	};
	struct arena arena = { 0 };
	struct candidate_fields list = candidate_fields(&arena, c->fields);

	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++)
		for (size_t k = 0; k < list.count; k++) {
			if (!str_eq(
				list.field[k].name, str_of(warnings[i].field)))
				continue;
			strbuf_lit(out, "  ! ");
			text_add_cell(out,
			    warnings[i].said != NULL ? str_of(warnings[i].said)
						     : list.field[k].text,
			    40, false);
		}
	arena_release(&arena);
}

void inbox_add_row(struct strbuf *out, const struct inbox_table *table,
    const struct candidate *c)
{
	struct str host = url_host(c->url);

	strbuf_printf(out, "%6lld  ", (long long)c->id);
	if (table->states)
		add_columns(out, str_of(candidate_state_name(c->state)), STATE);
	add_columns(out, str_of(candidate_kind_name(c->kind)), KIND);
	add_columns(
	    out, c->section.len > 0 ? c->section : STR("-"), table->section);
	add_title(out, table, c);
	add_columns(out, host.at != NULL ? host : STR("-"), table->host);
	inbox_add_age(out, table->now - c->created);
	add_warnings(out, c);
	strbuf_add_char(out, '\n');
}

void inbox_add_decision(
    struct strbuf *out, const struct candidate *c, int64_t now)
{
	if (c->who.len > 0) {
		strbuf_lit(out, " by ");
		text_add_cell(out, c->who, SIZE_MAX, false);
		strbuf_lit(out, ", ");
		inbox_add_age(out, now - c->decided);
		strbuf_lit(out, " ago");
	}
	if (c->reason.len > 0) {
		strbuf_lit(out, ": ");
		text_add_cell(out, c->reason, SIZE_MAX, false);
	}
}

bool inbox_flush(struct strbuf *out, struct error *err)
{
	bool ok = fwrite(out->buf, 1, out->len, stdout) == out->len &&
		  fflush(stdout) == 0;
	int number = errno;

	if (ok && out->full)
		return error_set(err, "the result is too large to print");
	strbuf_reset(out);
	return ok || error_errno(err, number, "cannot print");
}
