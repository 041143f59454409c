/*
 * failover: a sender, without mails, for test/faults/failover.sh.
 *
 *	failover prepare ADDRESS FOLDER COUNT	a mailing to COUNT readers
 *	failover send ADDRESS FOLDER NOW LOG	send what there is to send
 *	failover list ADDRESS FOLDER		"STATE READER", of all
 *
 * `send` goes on when the server of the database is lost: it opens the store
 * again until another server has taken over.  It appends to LOG
 *
 *	mail READER		a final dot: after the promise was noted
 *	done READER		that it was sent is noted, says the store
 *	lost			and from here on by another server
 *	end
 *
 * Exit 2: it cannot, with the reason on standard error.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

enum { LEASE = 60, TAKE = 8, ROUND = 4, NOON = 1772625600 };
enum { PATIENCE = 60, RETRY_MS = 20, MAIL_MS = 10 }; /* seconds, and less */

struct work {
	struct store_options options;
	struct store *store;
	struct arena arena;
	int64_t mailing, sender;
	int log;
	/* What is to be told with the next round. */
	struct delivery_outcome outcome[ROUND];
	size_t outcomes;
};

_Noreturn static void give_up(const struct error *err)
{
	fprintf(stderr, "failover: %s\n", err->text);
	exit(2);
}

static void must(bool ok, const struct error *err)
{
	if (!ok)
		give_up(err);
}

/* A line in one write: whoever is killed has written all of it or nothing. */
static void note(struct work *w, const char *what, int64_t reader)
{
	struct error err;
	char line[64];
	int length = reader != 0 ? snprintf(line, sizeof(line), "%s %lld\n",
				       what, (long long)reader)
				 : snprintf(line, sizeof(line), "%s\n", what);

	if (write(w->log, line, (size_t)length) != length) {
		error_set(&err, "cannot write the log");
		give_up(&err);
	}
}

static void wait_ms(long ms)
{
	const struct timespec pause = { 0, ms * 1000000 };

	nanosleep(&pause, NULL);
}

/* Did it work?  If not, and the server is gone, there is another one when this
 * returns. */
static bool done(struct work *w, bool ok, struct error *err)
{
	if (ok)
		return true;
	if (!store_is_lost(w->store))
		give_up(err);
	note(w, "lost", 0);
	for (int i = 0; i < PATIENCE * 1000 / RETRY_MS; i++) {
		if (store_revive(&w->store, &w->options, err))
			return false;
		wait_ms(RETRY_MS);
	}
	give_up(err);
}

static int64_t find_mailing(struct store *store)
{
	struct arena arena = { 0 };
	struct mailing m = { 0 };
	struct error err;
	bool found;

	must(mailing_find(store, &arena, STR("12"), &found, &m, &err), &err);
	arena_release(&arena);
	return m.id;
}

/* -------------------------------------------------------------------- prepare */

static void prepare(struct work *w, int count)
{
	const struct consent consent = { .what = STR("imported"),
		.source = STR("test") };
	enum people_added added;
	struct error err;
	int64_t id;
	bool ready = false;

	must(people_begin_many(w->store, &err), &err);
	for (int i = 0; i < count; i++) {
		struct str text =
		    arena_printf(&w->arena, "reader%d@example.org", i);
		struct subscriber s = { .state = SUBSCRIBER_ACTIVE,
			.source = STR("test"),
			.address = text,
			.address_key = text };

		must(people_add(
			 w->store, &s, &consent, false, &added, &id, &err),
		    &err);
	}
	must(people_end_many(w->store, true, &err), &err);
	must(mailing_begin(w->store, STR("12"), STR("ada"), 0, &err), &err);
	while (!ready)
		must(mailing_prepare(
			 w->store, find_mailing(w->store), &ready, &err),
		    &err);
}

/* ----------------------------------------------------------------------- send */

/* A round is given until a server has taken it.  One that was lost on the way
 * may have been taken: what is told twice counts once, and a promise that is
 * not noted now was noted then, and stays unknown. */
static void give_round(
    struct work *w, struct delivery_promise *promise, size_t promises)
{
	const struct delivery_round round = { w->mailing, w->sender, LEASE,
		w->outcome, w->outcomes, promise, promises, NULL, 0 };
	struct error err;
	bool ours;

	while (!done(w, deliveries_round(w->store, &round, &ours, &err), &err))
		continue;
	for (size_t i = 0; i < w->outcomes; i++)
		note(w, "done", w->outcome[i].reader);
	w->outcomes = 0;
	for (size_t i = 0; i < promises; i++) {
		if (!promise[i].noted)
			continue;
		note(w, "mail", promise[i].reader);
		w->outcome[w->outcomes++] = (struct delivery_outcome){
			.reader = promise[i].reader,
			.lease = promise[i].lease,
			.state = DELIVERY_SENT,
			.status = STR("2.0.0"),
			.said = STR("250 taken"),
		};
	}
}

static bool send_some(struct work *w)
{
	struct delivery_promise promise[ROUND];
	struct deliveries list;
	struct error err;
	size_t promises = 0;

	arena_reset(&w->arena);
	while (!done(w,
	    deliveries_take(w->store, &w->arena, w->sender, w->mailing, TAKE,
		NULL, &list, &err),
	    &err))
		continue;
	for (size_t i = 0; i < list.count; i++) {
		promise[promises++] = (struct delivery_promise){
			.reader = list.delivery[i].reader->id,
			.lease = list.delivery[i].lease,
		};
		if (promises == ROUND || i + 1 == list.count) {
			give_round(w, promise, promises);
			wait_ms(MAIL_MS); /* as a mail takes its time */
			promises = 0;
		}
	}
	return list.count > 0;
}

/* What a lost server has leased to it without its knowing goes back at the end,
 * or when its time is over. */
static void send_all(struct work *w)
{
	struct error err;
	int64_t ended;

	w->mailing = find_mailing(w->store);
	must(sender_end_late(w->store, &ended, &err), &err);
	must(sender_open(w->store, STR("test"), LEASE, &w->sender, &err), &err);
	while (send_some(w))
		continue;
	give_round(w, NULL, 0);
	while (!done(w, sender_close(w->store, w->sender, &err), &err))
		continue;
	note(w, "end", 0);
}

/* ----------------------------------------------------------------------- list */

static void list_state(struct work *w, enum delivery_state state)
{
	struct delivery_filter filter = { find_mailing(w->store), state, 0,
		1000 };
	struct deliveries_shown shown;
	struct error err;

	do {
		must(
		    deliveries_list(w->store, &w->arena, &filter, &shown, &err),
		    &err);
		for (size_t i = 0; i < shown.count; i++) {
			filter.after = shown.delivery[i].reader;
			printf("%s %lld\n", delivery_state_name(state),
			    (long long)filter.after);
		}
	} while (shown.count > 0);
}

int main(int argc, char **argv)
{
	struct work w = { .log = -1 };
	struct error err;
	const char *what = argc > 3 ? argv[1] : "";
	bool sends = str_eq(str_of(what), STR("send")) && argc == 6;
	uint64_t number = NOON;

	if (argc > 4)
		str_to_number(str_of(argv[4]), INT32_MAX, &number);
	w.options = (struct store_options){ .address = argv[2],
		.folder = argv[3],
		.now = sends ? (int64_t)number : NOON };
	if (sends)
		w.log = open(argv[5], O_WRONLY | O_CREAT | O_APPEND, 0644);
	must(store_open(&w.options, &w.store, &err), &err);
	if (sends)
		send_all(&w);
	else if (str_eq(str_of(what), STR("prepare")) && argc == 5)
		prepare(&w, (int)number);
	else if (str_eq(str_of(what), STR("list")))
		for (int i = 0; i < DELIVERY_STATES; i++)
			list_state(&w, (enum delivery_state)i);
	store_close(w.store);
	arena_release(&w.arena);
	return 0;
}
