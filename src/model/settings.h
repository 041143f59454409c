/*
 * settings: what a newsletter says about itself in sennight.yaml.
 *
 * The file is read over a preset (`preset: neutral` if it names none): what
 * it does not say comes from there.  The preset is a settings file of the same
 * form, built into the program from presets/.
 *
 * All texts are UTF-8 and borrowed from the arena that read them; a text that
 * is not set has at == NULL, unless the field says otherwise.  docs/settings.md
 * is made from the tables in settings_table.c.
 */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/strbuf.h"

/* What is listed under a heading. */
enum section_kind {
	SECTION_PLAIN,         /* text; nothing is read out of it */
	SECTION_ITEMS,         /* links with tags */
	SECTION_FEATURE,       /* crate, quote, ... of the week */
	SECTION_TESTING,       /* calls for testing */
	SECTION_PARTICIPATION, /* calls for participation: projects */
	SECTION_SPEAKING,      /* calls for papers: events */
	SECTION_CHANGES,       /* merged changes */
	SECTION_PERF,          /* a performance report */
	SECTION_APPROVED,      /* proposals that were approved */
	SECTION_DECISIONS,     /* comment periods */
	SECTION_PROPOSED,      /* new and updated proposals */
	SECTION_EVENTS,
	SECTION_JOBS,
};

/* Headings are compared without case, outer blanks and a final : or , and
 * with runs of blanks as one.  A heading without a rule is a group of what
 * the heading above it is: "Cargo" below changes, and below comment periods. */
struct section_rule {
	struct str id;        /* unique; names files and settings: "crate" */
	struct str title;     /* the heading as it is written today */
	struct str_list also; /* other spellings, of the past too */
	enum section_kind kind;
	struct str feature; /* SECTION_FEATURE: what is featured: "crate" */
	struct str none;    /* Markdown for a week without items */
	bool feed;          /* has feeds of its own */
	int level;          /* of its heading, 1..6; 0: any */
	bool required;      /* an issue lacks something without the heading */
	bool filled;        /* has items or its `none`, never nothing */
	bool vote;          /* SECTION_FEATURE: readers vote for it */
	struct str_list editors; /* who looks after it: names */
	/* Patterns (base/pattern.h) of where its links lead, without scheme
	 * and "www.": one of `links` must match if there are any, none of
	 * `avoid` may. */
	struct str_list links, avoid;
};

struct region_rule {
	struct str id, title;
	struct str_list also;
	struct str_list countries; /* ISO 3166 codes, upper case */
	bool virtual_events;       /* the heading of events without a place */
};

/* What belongs below a heading of a group: "Cargo" and rust-lang/cargo, below
 * changes and comment periods alike. */
struct group_rule {
	struct str title;
	struct str_list also;
	struct str_list repositories; /* "rust-lang/cargo" */
};

struct tag_rule {
	struct str name;       /* "video" */
	struct str_list also;  /* other spellings, which are mistakes */
	struct str_list links; /* patterns of links that should have it */
};

/* How a country is written where that is not its ISO code: GB as "UK". */
struct country_spelling {
	struct str code, written;
};

struct menu_entry {
	struct str title, url;
};

/* How much of where somebody agreed from is kept with the consent. */
enum network_kept {
	NETWORK_NONE,
	NETWORK_PART, /* its /24 of IPv4, /56 of IPv6 */
	NETWORK_FULL,
};

/* Who sends the mails that `build --mail` writes, by its tags in them. */
enum mail_service {
	MAIL_SERVICE_NONE, /* nobody else: no tags */
	MAIL_SERVICE_MAILCHIMP,
	MAIL_SERVICE_BUTTONDOWN,
};

/* Where things for the next issue come from. */
struct source_rule {
	struct str id;
	struct str kind;     /* "calendar" */
	struct str url;      /* what is asked; or */
	struct str_list run; /* a program and its arguments */
	struct str section;  /* id of that of its things; may be unset */
	struct str_list of;  /* what of a service: repositories, groups, ... */
	struct str label;    /* that things have */
	struct str_list words; /* of which things have one; none: all */
	struct str zone;       /* of times that are told in UTC */
	int least;             /* points or likes that things have */
};

/* How many mails of issues go to readers at one domain. */
struct domain_rule {
	struct str name; /* "example.org" */
	int per_minute;
};

/* A place that the site is put to. */
struct deploy_rule {
	struct str name;   /* "web" */
	struct str kind;   /* "folder", "rsync", "git", "s3" */
	struct str to;     /* a path, HOST:PATH, a repository, an address */
	struct str ssh;    /* more options of ssh; may be unset */
	struct str branch; /* git */
	bool history;      /* git: keep what the branch had */
	struct str region; /* s3 */
};

/* A place where an issue is announced. */
struct announce_rule {
	struct str name;       /* "fedi" */
	struct str kind;       /* "mastodon", "bluesky", "webhook", "text" */
	struct str address;    /* of the instance, service or hook */
	struct str account;    /* bluesky: the handle */
	struct str visibility; /* mastodon: "public", "unlisted", ... */
	struct str text;       /* with {title}, {address}, {name} */
	bool discussion;       /* is it where the issue is discussed? */
};

/* A person or sponsor. */
struct person {
	struct str name, url;
};

struct settings {
	const char *path; /* of the file; NULL if there was none */
	struct str preset;

	struct str name; /* of the newsletter; never unset */
	struct str tagline;
	struct str description;
	struct str address;          /* "https://example.org/news/", ends with a
				   slash; never unset */
	struct str language;         /* BCP 47; never unset */
	struct str time_zone;        /* IANA name; never unset: "UTC" */
	struct str item_word;        /* what counts are of: "links" */
	struct str issue_title;      /* pattern of a new issue's title */
	struct str issue_file;       /* pattern of a new issue's file name;
					unset: as the newest ones' are */
	struct str default_category; /* of issues that name none; may be
					unset */
	/* Who makes it, pays for it, and where else it is. */
	struct person *editor;
	size_t editors;
	struct person sponsor; /* names may be unset */
	struct person *channel;
	size_t channels;

	/* When issues appear, and how they are counted. */
	struct {
		int weekday; /* 1 is Monday; 0: that of the newest issue */
		int every;   /* weeks from one to the next; 0 is 1 */
		int ahead;   /* days from making a draft to its date, at least;
				0 is 1 */
		struct str_list skip; /* days without an issue, each a date */
		struct {
			int number;
			struct date date; /* unset: count from the newest */
		} count_from;
	} rhythm;

	struct {
		/* Below the newsletter's folder; never unset.  Files in
		 * `images` have the address of addresses.image; those in
		 * `static_files` go to the top of the site. */
		struct str content, drafts, pages, images, static_files, theme,
		    output, cache;
	} folders;

	/* Patterns; variables in braces, docs/settings.md has the list:
	 * {slug} {date:%Y/%m/%d} {number} {category} {id} {name} */
	struct {
		struct str issue, page, category, archive, events, feature,
		    section, image, calendar; /* never unset */
		struct str entry_id;          /* of Atom, and the guid of RSS */
		struct str feed_id;
	} addresses;

	struct {
		int entries; /* in a feed */
		bool full_text;
	} feeds;

	struct section_rule *section;
	size_t sections;
	struct str unsorted; /* heading of links without a section */
	struct region_rule *region;
	size_t regions;

	struct {
		struct str heading_window; /* regular text of the window line,
					      "Rusty Events between" */
		int window_days;
		struct str data; /* events.jsonl */
	} events;
	struct str corrections; /* file (model/correction.h); never unset */

	struct {
		bool page;        /* of what is open: calls, comment periods */
		struct str title; /* never unset */
	} deadlines;

	struct {
		struct str accent, accent_dark; /* #rrggbb; never unset */
		struct menu_entry *menu;
		size_t menu_entries;
		struct str footer;     /* Markdown */
		struct str logo;       /* path below static or content */
		struct str subscribe;  /* address of the subscribe page */
		struct str repository; /* address of the source repository */
	} site;

	struct {
		bool also_python_markdown;
	} markdown;

	struct group_rule *group;
	size_t groups;
	struct tag_rule *tag;
	size_t tags;

	struct {
		struct country_spelling *spelling;
		size_t spellings;
		struct str_list states; /* countries whose places name their
					   state */
	} places;

	struct {
		int days; /* that the window of merged changes spans */
	} changes;

	struct {
		struct str_list links; /* patterns, as in a section */
	} discussion;

	struct {
		/* Ids of rules whose level is not that of their record. */
		struct str_list error, warning, info, off;
		struct str_list placeholders; /* texts of a template that
						 readers must not see */
		struct str_list words;        /* that are spelled right */
	} check;

	/* "postgresql://..." or a file below folders.cache; unset: the store's
	 * own choice (store/store.h). */
	struct str database;
	struct {
		struct str from; /* the address that mail comes from */
		struct str name; /* the sender's; unset: the newsletter's */
		struct str way;  /* "smtp://host:25", "smtps://host", or a
				    folder to put mails into */
		/* Those to use if the first cannot be reached. */
		struct str_list others;
		struct str user;      /* that the relay knows us by */
		struct str reply_to;  /* may be unset */
		struct str_list dkim; /* selectors of keys to sign with */
		struct str bounces;   /* the address that mails come back to;
					 unset: that of `from` */
		struct str
		    bounces_user; /* of that mailbox; unset: the address */
		int soft_bounces; /* issues in a row that do not arrive and
					 are too many; 0: never */
		bool bounces_by_address; /* believe whom they say it is about */
		int connections;         /* to a mail server at once */
		int per_minute;          /* mails; 0: as fast as can be */
		int per_day;             /* the same */
		int first_day;           /* 0: no slow start */
		struct domain_rule *domain;
		size_t domains;
		enum mail_service service;
		/* Of which services tell us by requests what became of mails;
		 * unset: not this one. */
		struct {
			bool mailgun, postmark; /* their secrets are apart */
			struct str sendgrid;    /* its public key */
			struct str ses;         /* its topic of SNS */
		} hooks;
	} mail;
	struct source_rule *source;
	size_t sources;
	struct {
		bool open;               /* are there readers' pages? */
		struct str text_version; /* of what readers agree to */
		enum network_kept network;
		int confirm_days;  /* that a link to confirm is good for */
		int per_address;   /* mails a day */
		int per_network;   /* requests an hour */
		int per_domain;    /* requests an hour */
		bool behind_proxy; /* X-Forwarded-For tells who asks */
	} subscribe;

	struct {
		bool open;        /* may readers send in things? */
		bool queue;       /* is what waits shown to everybody? */
		int per_network;  /* requests an hour */
		struct str hints; /* Markdown: what to send in; may be unset */
	} submit;

	struct deploy_rule *deploy;
	size_t deploys;
	struct announce_rule *announce;
	size_t announces;
	struct {
		/* "REMOTE" or "REMOTE BRANCH" that the commits of publishing
		 * go to; unset: nowhere. */
		struct str push;
	} publish;
	struct {
		/* What is said where something was proposed, with {title},
		 * {address}, {who}, {name}; never unset. */
		struct str pull, call, forum, mention;
	} answers;

	/* Links of issues that are out are handed to an archive of the web. */
	struct {
		bool links;
		int most;           /* in one run */
		int pause;          /* seconds from one to the next */
		struct str address; /* of the archive, ends with a slash */
	} archive;

	struct {
		struct str category; /* header Category of its issues, by which
					a preset recognises a file that has no
					settings beside it */
	} recognise;

	/* Makes the look-ups below fast; they work without it too. */
	const struct settings_index *index;
};

/*
 * Read `text` (the file `path`) over its preset.  Errors name file:line:col,
 * what was expected, and show the line with a caret.
 *
 * Only the form is checked: whether a folder is there, or the system knows the
 * time zone (a file of /usr/share/zoneinfo), is for who uses it to find out.
 */
bool settings_read(struct arena *arena, const char *path, struct str text,
    struct settings *ret_settings, struct error *err);

/* Just a preset, "neutral" or "twir"; false with the list of those there are
 * in err. */
bool settings_preset(struct arena *arena, struct str name,
    struct settings *ret_settings, struct error *err);

/* The preset that recognises a file by its Category; "neutral" if none.
 * Reads the presets, about a millisecond: ask once for a newsletter. */
struct str settings_recognise(struct str category);

/* Index into settings->section of the rule of a heading, or STR_NONE; the
 * same for regions and groups. */
size_t settings_section(const struct settings *s, struct str heading);
size_t settings_region(const struct settings *s, struct str heading);
size_t settings_group(const struct settings *s, struct str heading);
/* Can an entry of a list have this `id`: a short name of a-z, 0-9 and hyphens? */
bool settings_is_id(struct str text);
/* As people name a section: by its id, in any case, or as a heading. */
size_t settings_section_named(const struct settings *s, struct str name);
/* The section that features things of a kind ("crate"), or STR_NONE. */
size_t settings_feature(const struct settings *s, struct str kind);
/* Do readers vote for what any section features? */
bool settings_has_votes(const struct settings *s);
/* The region that has a country, or STR_NONE; of events without a place. */
size_t settings_region_of_country(const struct settings *s, struct str code);
size_t settings_region_virtual(const struct settings *s);

/* "items": as a kind is written in settings. */
struct str section_kind_name(enum section_kind kind);

/* Append the description of all settings, as docs/settings.md has it. */
void settings_add_help(struct strbuf *out);

#endif
