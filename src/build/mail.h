/*
 * mail: an issue as the two parts of a mail, for everybody or for what one
 * reader chose.
 *
 * Both parts are made from one Markdown tree: HTML by the template mail.html
 * of the theme, plain text by plain.h within mail.txt.  A maker has the issue
 * and the theme read once; after that any number of threads may make bodies
 * with it at once, each into an arena of its own.
 *
 * What differs from reader to reader is not in the bodies: they have slots, a
 * place each where its bytes are put in.  Theme authors print them as
 * `mail.preferences`, `mail.unsubscribe` and `mail.why`, near the end.
 */
#ifndef BUILD_MAIL_H
#define BUILD_MAIL_H

#include "base/error.h"
#include "base/strbuf.h"
#include "model/settings.h"

struct mail_maker;

/*
 * What a reader wants, by the ids of the settings; an empty list means all.
 * A section stands for all below it, unless some of those are named too.  An
 * event is wanted if its region or one of its countries (ISO 3166, upper case)
 * is; one of which neither is known always is.
 */
struct mail_choice {
	struct str_list sections, regions, countries;
};

enum mail_slot_kind {
	MAIL_PREFERENCES, /* address of the page of choices */
	MAIL_UNSUBSCRIBE, /* address of the page to leave by */
	MAIL_WHY,         /* words: why this reader gets the mail */
	MAIL_SLOT_KINDS,
};

/* What is put in must be escaped by who does it: in HTML for a place between
 * tags or the quotes of an attribute. */
struct mail_slot {
	enum mail_slot_kind kind;
	size_t offset; /* in the text, into which nothing was put yet */
};

struct mail_part {
	struct str text;
	const struct mail_slot *slot; /* by offset */
	size_t slots;                 /* there is one to unsubscribe by */
};

struct mail_bodies {
	struct mail_part html, text;
	size_t sections; /* with contents; 0: the choice left nothing */
	bool shortened;  /* the choice left something out */
};

/*
 * Open an issue or draft of the newsletter in the current folder: a number, a
 * date, a slug or a path.  Fails with a sentence for people if there is none,
 * or more than one; and as build_site does, on settings, files and theme.
 */
bool mail_maker_open(
    const char *issue, struct mail_maker **ret_maker, struct error *err);
void mail_maker_free(struct mail_maker *maker);

const struct settings *mail_maker_settings(const struct mail_maker *maker);
/* Its file; and is it one in work, which is not to be sent to anybody? */
const char *mail_maker_path(const struct mail_maker *maker);
bool mail_maker_is_draft(const struct mail_maker *maker);
/* Of the issue: its title, its name in addresses, and its page's address. */
struct str mail_maker_title(const struct mail_maker *maker);
struct str mail_maker_slug(const struct mail_maker *maker);
struct str mail_maker_address(const struct mail_maker *maker);

/*
 * Make both parts for one choice (NULL: everything).  All that is returned
 * lives in the arena.  Fails if a template does, if one does not print
 * `mail.unsubscribe`, or if a part is larger than LIMIT_PAGE.
 */
bool mail_bodies_make(const struct mail_maker *maker,
    const struct mail_choice *choice, struct arena *arena,
    struct mail_bodies *ret_bodies, struct error *err);

/* What a choice keeps of the sections at the top, and what it leaves out: for
 * people who choose.  Titles are plain text, in the arena. */
struct mail_outline {
	struct str_list kept, left_out;
	size_t events_left_out; /* 0 if there are no others in it */
};
void mail_outline_make(const struct mail_maker *maker,
    const struct mail_choice *choice, struct arena *arena,
    struct mail_outline *ret_outline);

/* Append a part with the values of one reader in its slots, one for each
 * kind. */
void mail_part_add(const struct mail_part *part,
    const struct str value[MAIL_SLOT_KINDS], struct strbuf *out);

/* Beyond it there is a warning: Gmail cuts off what is beyond 102 kB. */
enum { MAIL_HTML_MOST = 100 * 1000 };

struct mail_files {
	const char *html, *text; /* paths */
	size_t html_bytes, text_bytes;
	const char *warning; /* a sentence for people, or NULL */
};

/*
 * Write both parts of an issue, with everything in it, as SLUG.html and
 * SLUG.txt into a folder (NULL: mail/ below folders.cache).  The slots have
 * the tags of the service of the settings, without one the address of the
 * newsletter's own page.
 */
bool mail_build(const char *issue, const char *folder, struct arena *arena,
    struct mail_files *ret_files, struct error *err);

#endif
