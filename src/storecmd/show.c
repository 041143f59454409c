/* sennight subscribers show */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mail_address.h"
#include "base/moment.h"
#include "storecmd/storecmd.h"
#include "subscribers/subscribers.h"

enum { MOST = 50, MOST_EVER = 10000, TIME_COLUMNS = 10, RETURNED_MOST = 1000 };

struct show_command {
	struct people_filter filter;
	bool json, count;
};

/* In the order of the record. */
enum { STATE, AFTER, MANY, COUNT, FORMAT };

static bool take(void *data, size_t index, const char *value)
{
	struct show_command *c = data;
	uint64_t number;

	switch (index) {
	case STATE:
		c->filter.all_states = false;
		return subscriber_state_named(str_of(value), &c->filter.state);
	case AFTER:
		if (!str_to_number(str_of(value), INT64_MAX, &number))
			return false;
		c->filter.after = (int64_t)number;
		return true;
	case MANY:
		if (!str_to_number(str_of(value), MOST_EVER, &number))
			return false;
		c->filter.most = (size_t)number;
		return true;
	case COUNT: c->count = true; return true;
	default: return storecmd_take_format(value, &c->json);
	}
}

/* ---------------------------------------------------------------------- one */

static void print_one(const struct subscriber *s,
    const struct consents *consents, const struct returned_list *returned)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_PEOPLE_FILE);
	subscriber_add_json(&out, s, consents, returned);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
}

/* Nobody here: is at least a hash kept? */
static bool print_absent(struct store *store, struct str key, struct error *err)
{
	bool suppressed;
	struct strbuf out;
	struct json j;

	if (!people_is_suppressed(store, key, &suppressed, err))
		return false;
	if (!suppressed) {
		fprintf(stderr, "nothing is held about %.*s\n", STR_ARG(key));
		return true;
	}
	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "address", key);
	json_key(&j, "suppressed");
	json_bool(&j, true);
	json_end(&j);
	puts(out.buf);
	strbuf_release(&out);
	return true;
}

static bool show_one(struct store *store, struct arena *arena,
    const char *written, bool *ret_found, struct error *err)
{
	struct mail_address address;
	struct subscriber subscriber;
	struct returned_list returned;
	struct consents consents;
	enum mail_address_status status =
	    mail_address_read(arena, str_of(written), &address);

	if (status != MAIL_ADDRESS_OK)
		return error_set(
		    err, "\"%s\": %s", written, mail_address_problem(status));
	if (!people_find(
		store, arena, address.key, ret_found, &subscriber, err))
		return false;
	if (!*ret_found)
		return print_absent(store, address.key, err);
	if (!people_consents(store, arena, subscriber.id, &consents, err) ||
	    !bounces_of_reader(
		store, arena, subscriber.id, RETURNED_MOST, &returned, err))
		return false;
	print_one(&subscriber, &consents, &returned);
	return true;
}

/* --------------------------------------------------------------------- a page */

static void print_row(const struct subscriber *s)
{
	struct strbuf day;

	strbuf_init(&day, LIMIT_FILE_NAME);
	moment_add(&day,
	    s->created >= 0 && s->created <= MOMENT_LAST ? s->created : 0);
	printf("%9lld  %-8s  %.*s  %.*s\n", (long long)s->id,
	    subscriber_state_name(s->state), TIME_COLUMNS, day.buf,
	    STR_ARG(s->address));
	strbuf_release(&day);
}

static void print_count(int i, int64_t count, bool json)
{
	const char *name = subscriber_state_name((enum subscriber_state)i);

	if (json)
		printf("%s\"%s\": %lld", i > 0 ? ", " : "{", name,
		    (long long)count);
	else
		printf("%s%lld %s", i > 0 ? ", " : "", (long long)count, name);
}

/* Goes through all of them. */
static bool print_counts(struct store *store, bool json, struct error *err)
{
	int64_t counts[SUBSCRIBER_STATES];

	if (!people_count(store, counts, err))
		return false;
	for (int i = 0; i < SUBSCRIBER_STATES; i++)
		print_count(i, counts[i], json);
	puts(json ? "}" : "");
	return true;
}

static void print_more(
    const struct people_filter *filter, const struct people *people)
{
	if (people->count == filter->most && people->count > 0)
		printf("\nmore: --after %lld\n",
		    (long long)people->subscriber[people->count - 1].id);
}

static bool show_page(struct store *store, struct arena *arena,
    const struct show_command *c, struct error *err)
{
	struct consents *consents;
	struct people people;

	if (c->count)
		return print_counts(store, c->json, err);
	if (!people_list(store, arena, &c->filter, &people, err))
		return false;
	if (!c->json) {
		for (size_t i = 0; i < people.count; i++)
			print_row(&people.subscriber[i]);
		print_more(&c->filter, &people);
		return true;
	}
	if (!people_list_consents(store, arena, &people, &consents, err))
		return false;
	for (size_t i = 0; i < people.count; i++)
		print_one(&people.subscriber[i], &consents[i], NULL);
	return true;
}

int storecmd_subscribers_show(const struct cmd *cmd, int argc, char **argv)
{
	struct show_command c = { .filter = {
				      .all_states = true, .most = MOST } };
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	int first, status;
	bool found = true;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (argc - first > 1) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    (first < argc ? show_one(store, &arena, argv[first], &found, &err)
			  : show_page(store, &arena, &c, &err)))
		status = found ? CMD_FINE : CMD_NOT_FINE;
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}
