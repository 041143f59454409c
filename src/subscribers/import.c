#include "subscribers/subscribers.h"

#include "base/strbuf.h"
#include "subscribers/newcomer.h"
#include "subscribers/seen.h"

const char *import_fate_name(enum import_fate fate)
{
	static const char *const names[] = {
		[FATE_NEW] = "new",
		[FATE_BACK] = "back",
		[FATE_KNOWN] = "known",
		[FATE_LEFT] = "left",
		[FATE_STAYS_LEFT] = "stays left",
		[FATE_SUPPRESSED] = "suppressed",
		[FATE_BLOCKED] = "blocked",
		[FATE_DOUBLED] = "doubled",
		[FATE_INVALID] = "invalid",
	};

	return names[fate];
}

/* What a row's line says, where it says anything. */
static const char *const fate_texts[FATES] = {
	[FATE_LEFT] = "left there; has left here now",
	[FATE_STAYS_LEFT] = "left here, or cannot be reached, and the file "
			    "does not show that they asked for it later; "
			    "nothing changed",
	[FATE_SUPPRESSED] = "must not be written to; not taken in",
	[FATE_BLOCKED] = "complained or was blocked there; will never be "
			 "written to",
};

/* ------------------------------------------------------------------- options */

/* "address=E-Mail" */
static bool read_column(
    const char *text, struct told_column *ret_column, struct error *err)
{
	struct str rest = str_of(text), name = str_take(&rest, '=');

	ret_column->role = role_named(name);
	ret_column->name = rest;
	return (ret_column->role != ROLE_NONE && rest.len > 0) ||
	       error_set(err,
		   "--column %s: expected WHAT=NAME, and WHAT one of address, "
		   "name, state, created, confirmed, language",
		   text);
}

static bool read_standing(const struct import_options *options,
    enum standing *ret_standing, struct error *err)
{
	enum subscriber_state state = SUBSCRIBER_ACTIVE;

	if (options->state != NULL &&
	    (!subscriber_state_named(str_of(options->state), &state) ||
		state == SUBSCRIBER_PAUSED))
		return error_set(err,
		    "--state %s: expected active, pending, left or bounced",
		    options->state);
	*ret_standing = (enum standing)state;
	return true;
}

static bool read_rows_options(struct arena *arena,
    const struct import_options *options, struct rows_options *ret,
    struct error *err)
{
	struct told_column *column =
	    ARENA_ARRAY(arena, options->columns, struct told_column);

	for (size_t i = 0; i < options->columns; i++)
		if (!read_column(options->column[i], &column[i], err))
			return false;
	ret->column = column;
	ret->columns = options->columns;
	ret->is_told = options->from != NULL;
	return !ret->is_told ||
	       service_named(str_of(options->from), &ret->service) ||
	       error_set(err,
		   "--from %s: expected mailchimp, listmonk, buttondown, "
		   "ghost, substack, sennight or plain",
		   options->from);
}

bool import_options_check(
    const struct import_options *options, struct error *err)
{
	struct rows_options rows = { 0 };
	struct arena arena = { 0 };
	enum standing standing;
	bool ok = read_standing(options, &standing, err) &&
		  read_rows_options(&arena, options, &rows, err);

	arena_release(&arena);
	return ok;
}

/* --------------------------------------------------------------------- a row */

/* Rows are put into the store some hundreds at a time. */
enum { BLOCK = 256 };

struct waiting {
	struct newcomer person;
	size_t line;
	const char *why; /* the row is refused; NULL: it is not */
	enum import_fate fate;
};

struct importing {
	struct store *store;
	const struct import_options *options;
	struct import_report *report;
	struct rows rows;
	struct newcomer_options person;
	struct seen seen; /* in this file */
	struct waiting waiting[BLOCK];
	size_t count;
	struct arena arena; /* of what waits */
};

static void tell(struct importing *i, size_t line, struct str address,
    enum import_fate fate, const char *why)
{
	const struct import_note note = { i->rows.options.path, line, address,
		fate, why };

	if (i->options->note != NULL && why != NULL)
		i->options->note(i->options->data, &note);
}

static enum import_fate fate_of(enum people_imported imported)
{
	static const enum import_fate fates[] = {
		[IMPORT_NEW] = FATE_NEW,
		[IMPORT_BACK] = FATE_BACK,
		[IMPORT_KNOWN] = FATE_KNOWN,
		[IMPORT_LEFT] = FATE_LEFT,
		[IMPORT_STAYS_LEFT] = FATE_STAYS_LEFT,
		[IMPORT_SUPPRESSED] = FATE_SUPPRESSED,
	};

	return fates[imported];
}

/* Rows of which none is of somebody who must not be written to. */
static bool put_run(
    struct importing *i, size_t first, size_t end, struct error *err)
{
	struct people_import import[BLOCK];
	enum people_imported imported[BLOCK];
	struct waiting *of[BLOCK];
	size_t n = 0;

	for (struct waiting *w = i->waiting + first; w < i->waiting + end; w++)
		if (w->why == NULL) {
			const struct newcomer *p = &w->person;

			of[n] = w;
			import[n++] = (struct people_import){ &p->subscriber,
				p->consent, p->consents, p->wished };
		}
	if (n > 0 && !people_import(i->store, import, n, imported, err))
		return false;
	while (n-- > 0)
		of[n]->fate = fate_of(imported[n]);
	return true;
}

static bool put_all(struct importing *i, struct error *err)
{
	size_t first = 0;

	for (size_t n = 0; n < i->count; n++) {
		struct waiting *w = &i->waiting[n];

		if (w->why != NULL || !w->person.suppressed)
			continue;
		if (!put_run(i, first, n, err) ||
		    !people_suppress(
			i->store, w->person.address_key, i->person.source, err))
			return false;
		w->fate = FATE_BLOCKED;
		first = n + 1;
	}
	return put_run(i, first, i->count, err);
}

/* A second row with an address still counts if it says something else: that
 * they left, or must not be written to. */
static const char *judge_double(
    struct importing *i, size_t before, enum import_fate *fate)
{
	if (before == 0 || *fate == FATE_LEFT || *fate == FATE_BLOCKED ||
	    *fate == FATE_BACK)
		return fate_texts[*fate];
	*fate = FATE_DOUBLED;
	return arena_printf(&i->arena,
	    "is on line %zu already; this line changed nothing", before)
	    .at;
}

static void take(struct importing *i, const struct waiting *w)
{
	const struct newcomer *person = &w->person;
	enum import_fate fate = w->fate;
	size_t before = seen_before(
	    &i->seen, store_key(i->store), person->address_key, w->line);
	struct str address = person->suppressed ? person->address_key
						: person->subscriber.address;
	const char *why = judge_double(i, before, &fate);

	i->report->fate[fate]++;
	i->report->tags += person->tags;
	tell(i, w->line, address, fate, why);
	if (person->remark != NULL && fate == FATE_NEW) {
		i->report->remarks++;
		tell(i, w->line, address, fate, person->remark);
	}
}

static void refuse(struct importing *i, size_t line, const char *why)
{
	i->report->fate[FATE_INVALID]++;
	tell(i, line, (struct str){ NULL, 0 }, FATE_INVALID, why);
}

/* Put what waits, and tell what became of it, in the order of the file. */
static bool take_waiting(struct importing *i, struct error *err)
{
	if (!put_all(i, err))
		return false;
	for (const struct waiting *w = i->waiting; w < i->waiting + i->count;
	     w++)
		if (w->why != NULL)
			refuse(i, w->line, w->why);
		else
			take(i, w);
	i->count = 0;
	arena_reset(&i->arena);
	return true;
}

static enum row_status read_row(struct importing *i, struct error *err)
{
	struct waiting *w = &i->waiting[i->count];
	struct row row;
	enum row_status status;

	*w = (struct waiting){ 0 };
	status = rows_next(&i->rows, &i->arena, &row, &w->why, err);
	if (status == ROW_END || status == ROW_BROKEN)
		return status;
	if (status == ROW_OK)
		w->why = newcomer_read(
		    &i->arena, i->rows.service, &row, &i->person, &w->person);
	w->line = row.line;
	i->report->rows++;
	i->count++;
	return status;
}

static bool take_all(struct importing *i, struct error *err)
{
	enum row_status status;

	do {
		if (i->count == 0 && i->options->progress != NULL)
			i->options->progress(i->options->data,
			    rows_done(&i->rows), i->rows.text.len);
		status = read_row(i, err);
		if (status == ROW_BROKEN)
			return false;
		if ((status == ROW_END || i->count == BLOCK) &&
		    !take_waiting(i, err))
			return false;
	} while (status != ROW_END);
	return true;
}

/* ------------------------------------------------------------------- the file */

/* Mailchimp's export has a file of people who bought something and never
 * asked for mail; only its name tells. */
static bool is_of_strangers(const struct rows *rows)
{
	const char *slash = strrchr(rows->options.path, '/');

	return rows->service == SERVICE_MAILCHIMP &&
	       str_starts_fold(
		   str_of(slash != NULL ? slash + 1 : rows->options.path),
		   STR("nonsubscribed"));
}

static bool prepare(struct importing *i, struct arena *arena, const char *path,
    struct str text, struct error *err)
{
	struct rows_options rows = { .path = path };

	if (!read_standing(i->options, &i->person.standing, err) ||
	    !read_rows_options(arena, i->options, &rows, err) ||
	    !rows_open(&i->rows, arena, text, &rows, err))
		return false;
	if (i->options->state == NULL && is_of_strangers(&i->rows))
		i->person.standing = STANDING_NEVER;
	i->report->service = service_name(i->rows.service);
	i->report->untaken = i->rows.untaken;
	i->person.consent = i->options->consent;
	i->person.keep_networks = i->options->keep_networks;
	i->person.now = store_now(i->store);
	i->person.source = i->options->source;
	if (i->person.source.at == NULL)
		i->person.source =
		    arena_printf(arena, "import %s", i->report->service);
	return true;
}

bool subscribers_import(struct store *store, struct arena *arena,
    const char *path, struct str text, const struct import_options *options,
    struct import_report *report, struct error *err)
{
	struct importing i = {
		.store = store, .options = options, .report = report
	};
	bool ok = prepare(&i, arena, path, text, err) && take_all(&i, err);

	seen_release(&i.seen);
	arena_release(&i.arena);
	return ok;
}
