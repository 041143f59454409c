/*
 * readers: the pages by which readers subscribe, choose, vote and leave.
 *
 * Nothing here changes anything on GET, so that who opens every link of a mail
 * for safety does no harm.  Answers do not tell whether an address is known.
 */
#ifndef SERVE_READERS_H
#define SERVE_READERS_H

#include "base/mail_address.h"
#include "serve/route.h"

/* subscribe.c: asking, confirming, asking for a link. */
extern const struct route subscribe_routes[];
extern const size_t subscribe_route_count;
/* data.c: all that is held. */
extern const struct route data_routes[];
extern const size_t data_route_count;

/* preferences.c: what a link in a mail leads to. */
extern const struct route reader_routes[];
extern const size_t reader_route_count;

/* submit.c: sending something in; submission.c: what became of it; queue.c:
 * what waits. */
extern const struct route submit_routes[];
extern const size_t submit_route_count;
extern const struct route submission_routes[];
extern const size_t submission_route_count;
extern const struct route queue_routes[];
extern const size_t queue_route_count;

/* find.c: searching the archive. */
extern const struct route find_routes[];
extern const size_t find_route_count;

/* vote.c: nominating, and voting. */
extern const struct route vote_routes[];
extern const size_t vote_route_count;

/* ------------------------------------------------------- readers.c: for all */

/* Variables with the addresses of the pages, and what is always there. */
struct value readers_value(const struct workplace *place, struct arena *arena);

/* Answer with a template and its variables. */
bool readers_page(const struct workplace *place, struct exchange *x,
    const char *template, const char *title, struct value variables,
    struct error *err);

/* Answer with said.html. */
bool readers_say(const struct workplace *place, struct exchange *x,
    const char *said, struct error *err);
/* With more variables. */
bool readers_say_more(const struct workplace *place, struct exchange *x,
    const char *said, struct value variables, struct error *err);

/*
 * A form that asks for a mail address.  GET shows it; POST reads the address,
 * shows the form with what was wrong of it, or keeps to the limits, uses the
 * address unless it has had its mails, and answers with `said` in any case.
 */
typedef bool readers_show_address(const struct workplace *place,
    struct exchange *x, struct str typed, struct str problem,
    struct error *err);
typedef bool readers_use_address(const struct workplace *place,
    struct exchange *x, const struct mail_address *address, struct error *err);
bool readers_address(const struct workplace *place, struct exchange *x,
    readers_show_address *show, const char *said, readers_use_address *use,
    struct error *err);

/*
 * May a mail go to an address, by its key?  Counts it.  All addresses of one
 * mailbox share a limit, or ada+1, ada+2 and so on would fill it.
 */
bool readers_may_mail(const struct workplace *place, struct exchange *x,
    struct str address_key, bool *ret_allowed, struct error *err);
/* The same for forms that name addresses of one domain. */
bool readers_may_name(const struct workplace *place,
    const struct mail_address *address, bool *ret_allowed, struct error *err);

/* The link to the ballot of an address, by its key; at == NULL if readers vote
 * for nothing. */
struct str readers_ballot(
    const struct workplace *place, struct arena *arena, struct str address_key);

/* The reader of the link that was followed.  *ret_go is false if there is none,
 * or the link is too old: then that is the answer. */
bool readers_follow(const struct workplace *place, struct exchange *x,
    enum link_purpose purpose, struct subscriber *ret_reader, bool *ret_go,
    struct error *err);
/* "/preferences/TOKEN": the address of the page that was asked for. */
struct str readers_here(const struct workplace *place, struct exchange *x,
    enum link_purpose purpose);
/* What templates know of a reader. */
struct value readers_person(struct arena *arena,
    const struct subscriber *reader, const struct consents *consents);

/* Append one that can be chosen to a list: `id`, `title`, `chosen`. */
void readers_add_choice(struct arena *arena, struct value list, struct str id,
    struct str title, bool chosen);

/* "2026-11-26", or with the time of day: of seconds since 1970, in UTC. */
struct str readers_day(struct arena *arena, int64_t seconds);
struct str readers_time(struct arena *arena, int64_t seconds);

/* Where an item that was printed stands, without scheme and host. */
struct str readers_printed(const struct workplace *place, struct arena *arena,
    const struct search_entry *entry);

/* A link (store/link.h) as pages have it: without scheme and host. */
struct str readers_link(const struct workplace *place, struct arena *arena,
    enum link_purpose purpose, struct str tag);

/* Consent by this exchange. */
struct consent readers_consent(const struct workplace *place,
    const struct exchange *x, struct str what, struct str source);

/* --------------------------------------------------- letters.c: their mails */

enum letter_kind {
	LETTER_CONFIRM,
	LETTER_KNOWN,      /* asked to subscribe, and is on the list */
	LETTER_WELCOME,    /* has confirmed */
	LETTER_LINK,       /* to the preferences */
	LETTER_DATA,       /* to all that is held */
	LETTER_VOTE,       /* to the votes; the tag is the voter */
	LETTER_SUBMISSION, /* to what was sent in; the tag is a candidate's */
};

/* Put a letter into the outbox; address and tag of `to` count. */
bool letter_send(const struct workplace *place, struct exchange *x,
    enum letter_kind kind, const struct subscriber *to, struct error *err);

#endif
