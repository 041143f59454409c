/* sennight bounces list, show and drop: what waits for somebody to look at */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mail_address.h"
#include "base/moment.h"
#include "base/text.h"
#include "sendcmd/sendcmd.h"
#include "storecmd/storecmd.h"

enum { PAGE = 200, DAY_COLUMNS = 10, KIND_COLUMNS = 11, ADDRESS_COLUMNS = 34 };

/* What the three have. */
struct kept {
	struct arena arena;
	struct settings settings;
	struct store *store;
	struct strbuf out;
};

static bool open_kept(struct kept *k, struct error *err)
{
	*k = (struct kept){ .store = NULL };
	strbuf_init(&k->out, LIMIT_BOUNCE_LISTING);
	return storecmd_open(&k->arena, &k->settings, &k->store, err);
}

static void close_kept(struct kept *k)
{
	strbuf_release(&k->out);
	store_close(k->store);
	arena_release(&k->arena);
}

static bool flush(struct kept *k, struct error *err)
{
	bool ok = fwrite(k->out.buf, 1, k->out.len, stdout) == k->out.len &&
		  fflush(stdout) == 0;

	strbuf_reset(&k->out);
	return ok ||
	       error_errno(err, errno, "cannot write the standard output");
}

static bool read_id(const char *text, int64_t *ret_id, struct error *err)
{
	uint64_t number;

	*ret_id = 0;
	if (!str_to_number(str_of(text), INT64_MAX, &number))
		return error_set(err,
		    "\"%s\" is no number of a mail; `sennight bounces list` "
		    "has them in front",
		    text);
	*ret_id = (int64_t)number;
	return true;
}

/* ------------------------------------------------------------------------ list */

struct list_command {
	bool json;
	const char *reader;
};

static bool take_list(void *data, size_t index, const char *value)
{
	struct list_command *c = data;

	if (index != 0)
		return storecmd_take_format(value, &c->json);
	c->reader = value;
	return true;
}

static void add_json(struct strbuf *out, const struct returned_shown *r)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member_number(&j, "id", r->id);
	json_member_number(&j, "at", r->at);
	json_member(&j, "kind", str_of(returned_kind_name(r->kind)));
	json_member(&j, "fate", str_of(returned_fate_name(r->fate)));
	json_member(&j, "address", r->address);
	json_member(&j, "issue", r->issue);
	json_member(&j, "source", r->source);
	json_member(&j, "reason", r->reason);
	json_member(&j, "status", r->status);
	json_member(&j, "said", r->said);
	json_key(&j, "kept");
	json_bool(&j, r->kept);
	json_end(&j);
	strbuf_add_char(out, '\n');
}

/* "    12  2026-11-27  hard         a@b.example   5.1.1  No such user" */
static void add_row(struct strbuf *out, const struct returned_shown *r)
{
	struct strbuf day;

	strbuf_init(&day, LIMIT_FILE_NAME);
	moment_add(&day, r->at >= 0 && r->at <= MOMENT_LAST ? r->at : 0);
	strbuf_printf(out, "%7lld  %.*s  %-*s  ", (long long)r->id, DAY_COLUMNS,
	    day.buf, KIND_COLUMNS,
	    r->fate == RETURNED_FORGED ? "forged"
				       : returned_kind_name(r->kind));
	text_add_cell(out,
	    r->address.at != NULL ? r->address : STR("(somebody)"),
	    ADDRESS_COLUMNS, true);
	strbuf_printf(out, "  %-6.*s  ", STR_ARG(r->status));
	text_add_cell(out, r->said.len > 0 ? r->said : r->reason, 60, false);
	strbuf_add_char(out, '\n');
	strbuf_release(&day);
}

static bool print_rows(struct kept *k, const struct list_command *c,
    const struct returned_list *list, struct error *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (c->json)
			add_json(&k->out, &list->returned[i]);
		else
			add_row(&k->out, &list->returned[i]);
	return flush(k, err);
}

static bool list_kept(struct kept *k, const struct list_command *c,
    bool *ret_any, struct error *err)
{
	struct returned_list list = { NULL, PAGE };
	struct arena page = { 0 };
	int64_t after = 0;
	bool ok = true;

	while (ok && list.count == PAGE) {
		arena_reset(&page);
		ok = bounces_kept(k->store, &page, after, PAGE, &list, err) &&
		     print_rows(k, c, &list, err);
		if (ok && list.count > 0) {
			after = list.returned[list.count - 1].id;
			*ret_any = true;
		}
	}
	arena_release(&page);
	return ok;
}

static bool list_reader(struct kept *k, const struct list_command *c,
    bool *ret_any, struct error *err)
{
	enum mail_address_status status;
	struct mail_address address;
	struct returned_list list;
	struct subscriber reader;
	bool found;

	status = mail_address_read(&k->arena, str_of(c->reader), &address);
	if (status != MAIL_ADDRESS_OK)
		return error_set(
		    err, "\"%s\": %s", c->reader, mail_address_problem(status));
	if (!people_find(
		k->store, &k->arena, address.key, &found, &reader, err))
		return false;
	if (!found)
		return error_set(err, "no reader has %s", c->reader);
	if (!bounces_of_reader(
		k->store, &k->arena, reader.id, PAGE, &list, err))
		return false;
	*ret_any = list.count > 0;
	return print_rows(k, c, &list, err);
}

int sendcmd_bounces_list(const struct cmd *cmd, int argc, char **argv)
{
	struct list_command c = { .json = false };
	struct error err;
	struct kept k;
	int first, status;
	bool any = false;

	if (!cmd_read_options(cmd, argc, argv, take_list, &c, &first, &status))
		return status;
	if (first != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (open_kept(&k, &err) &&
	    (c.reader != NULL ? list_reader(&k, &c, &any, &err)
			      : list_kept(&k, &c, &any, &err)))
		status = any ? CMD_NOT_FINE : CMD_FINE;
	else
		status = cmd_fail(cmd, &err);
	close_kept(&k);
	return status;
}

/* ------------------------------------------------------------------------ show */

/* Line by line, as a cell would be. */
static void add_for_terminal(struct strbuf *out, struct str text)
{
	while (text.at != NULL && text.len > 0) {
		struct str line = str_take(&text, '\n');

		text_add_cell(out, str_trim_right(line), line.len + 1, false);
		strbuf_add_char(out, '\n');
	}
}

static bool show(struct kept *k, const char *written, struct error *err)
{
	struct returned_mail mail;
	int64_t id;
	bool found;

	if (!read_id(written, &id, err) ||
	    !bounces_mail(k->store, &k->arena, id, &found, &mail, err))
		return false;
	if (!found)
		return error_set(err,
		    "no mail %lld is kept; `sennight bounces list` has those "
		    "that are",
		    (long long)id);
	if (isatty(STDOUT_FILENO) != 0)
		add_for_terminal(&k->out, mail.text);
	else
		strbuf_add(&k->out, mail.text);
	if (mail.size > (int64_t)mail.text.len)
		fprintf(stderr, "the first %zu of %lld bytes\n", mail.text.len,
		    (long long)mail.size);
	return flush(k, err);
}

static bool take_nothing(void *data, size_t index, const char *value)
{
	(void)data;
	(void)index;
	(void)value;
	return true;
}

int sendcmd_bounces_show(const struct cmd *cmd, int argc, char **argv)
{
	struct error err;
	struct kept k;
	int first, status;

	if (!cmd_read_options(
		cmd, argc, argv, take_nothing, NULL, &first, &status))
		return status;
	if (first + 1 != argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	status = open_kept(&k, &err) && show(&k, argv[first], &err)
		     ? CMD_FINE
		     : cmd_fail(cmd, &err);
	close_kept(&k);
	return status;
}

/* ------------------------------------------------------------------------ drop */

static bool take_drop(void *data, size_t index, const char *value)
{
	bool *all = data;

	(void)index;
	(void)value;
	*all = true;
	return true;
}

static bool drop(struct kept *k, bool all, int count, char **id,
    int64_t *ret_count, struct error *err)
{
	*ret_count = 0;
	if (all)
		return bounces_drop_all(k->store, ret_count, err);
	for (int i = 0; i < count; i++) {
		int64_t number;
		bool found;

		if (!read_id(id[i], &number, err) ||
		    !bounces_drop(k->store, number, &found, err))
			return false;
		*ret_count += found;
		if (!found)
			fprintf(stderr, "no mail %s is kept\n", id[i]);
	}
	return true;
}

int sendcmd_bounces_drop(const struct cmd *cmd, int argc, char **argv)
{
	bool all = false;
	struct error err;
	struct kept k;
	int first, status;
	int64_t count;

	if (!cmd_read_options(
		cmd, argc, argv, take_drop, &all, &first, &status))
		return status;
	if (all != (first == argc)) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (open_kept(&k, &err) &&
	    drop(&k, all, argc - first, argv + first, &count, &err)) {
		printf("dropped %lld\n", (long long)count);
		status = all || count == argc - first ? CMD_FINE : CMD_NOT_FINE;
	} else {
		status = cmd_fail(cmd, &err);
	}
	close_kept(&k);
	return status;
}
