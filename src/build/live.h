/*
 * live: pages and mails that are made when they are asked for, in the theme of
 * the site.
 *
 * What is opened is the newsletter as it is at that moment: its settings, its
 * theme, and which issue is the newest.  Nothing in it changes afterwards, so
 * that any number of threads may render at once.
 */
#ifndef BUILD_LIVE_H
#define BUILD_LIVE_H

#include "base/error.h"
#include "base/strbuf.h"
#include "build/mail.h"
#include "build/value.h"
#include "model/settings.h"

struct live;

/* The newsletter in the current folder; fails as build_site does.  `origin`, of
 * the form "http://127.0.0.1:8765", takes the place of that of the address in
 * the settings: absolute links lead there.  NULL: it is as they say. */
bool live_open(const char *origin, struct live **ret_live, struct error *err);
void live_free(struct live *live);

const struct settings *live_settings(const struct live *live);
/* "/a/" with the root of the site before it: as it stands in links. */
struct str live_link(
    const struct live *live, struct arena *arena, const char *path);

struct live_issue {
	struct str title, address; /* absolute */
};
/* The newest issue; false if there is none. */
bool live_newest(
    const struct live *live, struct arena *arena, struct live_issue *ret_issue);

/* The mail of the newest issue, opened when it is first asked for; NULL if there
 * is none, or the theme has no good one.  It is the newsletter's. */
const struct mail_maker *live_mail(const struct live *live);

/* The issue with a number; false if there is none. */
bool live_numbered(const struct live *live, struct arena *arena, int64_t number,
    struct live_issue *ret_issue);

/* The years of the oldest and the newest issue; 0 without issues. */
void live_years(const struct live *live, int *ret_first, int *ret_last);

/* ------------------------------------------------------------------- searching */

/* One thing that can be found in an issue; borrowed. */
struct live_item {
	struct str text;    /* plain, never blank */
	struct str url;     /* where it leads; may be unset */
	struct str section; /* id in the settings; may be unset */
	struct str heading; /* what it stands under; may be unset */
	struct str_list tags;
	struct str address; /* of the issue's page, below the site's */
	struct str anchor;  /* in that page, without #; may be unset */
	struct str issue;   /* its title */
	struct date date;   /* of the issue */
	uint64_t same;      /* equal for items with this text and url */
};
/* Return false to end it. */
typedef bool live_take_item(void *data, const struct live_item *item);
/* All items of all issues, of the oldest first.  False if `take` ended it, or an
 * issue cannot be read: then err says so. */
bool live_each_item(const struct live *live, live_take_item *take, void *data,
    struct error *err);
/* Two newsletters with one fingerprint have the same items. */
struct str live_fingerprint(const struct live *live);

/* -------------------------------------------------------------------- pages */

struct live_page {
	const char *kind;    /* the class of its body: "readers" */
	const char *title;   /* escaped by the template */
	const char *address; /* "/subscribe/": without what is secret of it */
};

/*
 * Append a page, or with `page` NULL a mail, whose template wants no `page`.
 * `site` is added to the variables.  The template is one of the list in
 * theme.c.
 */
bool live_render(const struct live *live, const char *template,
    const struct live_page *page, struct value variables, struct arena *arena,
    struct strbuf *out, struct error *err);

#endif
