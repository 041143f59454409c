/* sennight inbox list */
#include "storecmd/inbox.h"

enum { PAGE = 500 };

struct list_command {
	struct inbox_choice choice;
	bool json, count;
};

static bool take(void *data, size_t index, const char *value)
{
	struct list_command *c = data;
	struct inbox_filter *f = &c->choice.filter;
	const char *name = cmd_inbox_list.option[index].name;
	uint64_t number;

	if (strcmp(name, "format") == 0)
		return storecmd_take_format(value, &c->json);
	if (strcmp(name, "count") == 0) {
		c->count = true;
		return true;
	}
	if (strcmp(name, "after") == 0 || strcmp(name, "most") == 0) {
		if (!str_to_number(str_of(value), INT64_MAX, &number))
			return false;
		if (name[0] == 'a')
			f->after = (int64_t)number;
		else
			f->most = (size_t)number;
		return true;
	}
	return inbox_take_choice(
	    &c->choice, strcmp(name, "section") == 0 ? "in" : name, value);
}

/* ------------------------------------------------------------------ counting */

static bool print_counts(
    struct store *store, struct strbuf *out, struct error *err)
{
	int64_t counts[CANDIDATE_STATES][CANDIDATE_KINDS];

	if (!inbox_count(store, counts, err))
		return false;
	for (int i = 0; i < CANDIDATE_STATES; i++) {
		const char *before = ": ";
		int64_t sum = 0;

		for (int j = 0; j < CANDIDATE_KINDS; j++)
			sum += counts[i][j];
		strbuf_printf(out, "%7lld %s", (long long)sum,
		    candidate_state_name((enum candidate_state)i));
		for (int j = 0; j < CANDIDATE_KINDS; j++)
			if (counts[i][j] > 0) {
				strbuf_printf(out, "%s%lld %s", before,
				    (long long)counts[i][j],
				    candidate_kind_name(
					(enum candidate_kind)j));
				before = ", ";
			}
		strbuf_add_char(out, '\n');
	}
	return inbox_flush(out, err);
}

/* ------------------------------------------------------------------- listing */

static void add_page(struct strbuf *out, const struct list_command *c,
    const struct inbox_table *table, const struct candidates *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!c->json) {
			inbox_add_row(out, table, &list->candidate[i]);
			continue;
		}
		candidate_add_json(out, &list->candidate[i], NULL);
		strbuf_add_char(out, '\n');
	}
}

/* Page by page, so that a long list takes no more memory than a short one. */
static bool print_list(struct store *store, const struct list_command *c,
    struct strbuf *out, struct error *err)
{
	const struct inbox_table table =
	    inbox_table_make(store, c->choice.filter.any_state);
	struct inbox_filter filter = c->choice.filter;
	struct candidates list;
	struct arena page = { 0 };
	size_t left = filter.most, asked;
	bool ok = true, more = true;

	while (ok && more && left > 0) {
		asked = filter.most = left < PAGE ? left : PAGE;
		arena_reset(&page);
		ok = inbox_list(store, &page, &filter, &list, err);
		if (!ok)
			break;
		add_page(out, c, &table, &list);
		ok = inbox_flush(out, err);
		more = list.count == asked;
		left -= list.count;
		if (list.count > 0)
			filter.after = list.candidate[list.count - 1].id;
	}
	arena_release(&page);
	return ok;
}

int storecmd_inbox_list(const struct cmd *cmd, int argc, char **argv)
{
	struct list_command c = { .choice.filter.most = SIZE_MAX };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct strbuf out;
	struct error err;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first < argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	strbuf_init(&out, LIMIT_FEED);
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    inbox_settle_choice(&c.choice, &settings, &err) &&
	    (c.count ? print_counts(store, &out, &err)
		     : print_list(store, &c, &out, &err)))
		status = CMD_FINE;
	else
		status = cmd_fail(cmd, &err);
	strbuf_release(&out);
	store_close(store);
	arena_release(&arena);
	return status;
}
