/*
 * site: what the files of build share: one build from its inputs to its
 * output.
 *
 * A build has three phases.  Reading: all inputs are read, headers give order
 * and addresses.  Issues: several threads take one issue after the other,
 * read it in full, write its page, and keep what other pages need of it.  The
 * rest: home, archive, feeds, calendars and search, from what was kept.
 */
#ifndef BUILD_SITE_H
#define BUILD_SITE_H

#include "build/build.h"
#include "build/choice.h"
#include "build/html.h"
#include "build/search.h"
#include "build/template.h"
#include "build/value.h"
#include "model/address.h"
#include "model/correction.h"
#include "model/deadline.h"
#include "model/issue.h"

/* One input file, wholly in memory. */
struct site_file {
	const char *path; /* from the newsletter's folder */
	const char *name; /* below the folder it was found in */
	struct str text;
};

struct site_files {
	struct site_file *file;
	size_t count;
};

/* A feature of an issue, for the page of all of its kind. */
struct kept_feature {
	struct str kind, name, url, html, source, thanks;
};

/* An entry of a section's own feed. */
struct kept_section {
	const struct section_rule *rule;
	struct str html;
};

/* One issue.  What stands behind `kept` is filled in by the thread that has
 * the issue, in that thread's arena. */
struct site_issue {
	const struct site_file *file;
	struct header header;
	struct str title, slug, address, category, category_slug;
	struct date date;
	int64_t number; /* -1 unknown */
	bool draft;
	size_t rank;             /* 0 is the newest of all */
	size_t rank_in_category; /* 0 is the newest there */

	/* kept */
	bool failed;
	struct error error;
	size_t items, events, decisions, minutes;
	struct str line; /* what was in it */
	struct str html; /* full text for feeds; at == NULL if not needed */
	struct str summary;
	struct kept_feature *feature;
	size_t features;
	struct kept_section *section;
	size_t sections;
	struct printed_deadlines deadlines;
	struct search_part *search;
};

struct site_page {
	const struct site_file *file;
	struct header header;
	struct str title, address;
};

struct site_category {
	struct str name, slug, address;
	size_t issues;
};

struct site {
	const struct build_options *options;
	struct build_report *report;
	struct arena *arena;
	struct settings settings;
	struct output *output;
	struct template_set *templates;
	struct str root; /* path of the address: "/" */

	struct site_files content, drafts, pages, images, static_files, theme;
	/* text.at NULL if there is none. */
	struct site_file settings_file, data_file, corrections_file;
	char fingerprint[40];

	struct site_issue *issue; /* newest first; drafts behind them */
	size_t issues;            /* without drafts */
	size_t issues_and_drafts;
	struct site_page *page;
	size_t pages_count;
	struct site_category *category;
	size_t categories;
	struct date today;

	const struct event_times *times; /* of events.jsonl */
	struct corrections corrections;
	struct value site_value; /* `site` in templates */
};

/* site.c: the settings; and, once the issues are known, `site` of templates. */
bool site_read_settings(struct site *site, struct error *err);
void site_make_value(struct site *site);

/* inputs.c: all of them; or only issues, pages and theme. */
bool site_read_inputs(struct site *site, struct error *err);
bool site_read_texts(struct site *site, struct error *err);
/* The second, with drafts and the times of events. */
bool site_read_for_mail(struct site *site, struct error *err);
void site_note(struct site *site, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Of all that was read: two builds with one fingerprint have the same output. */
void site_take_fingerprint(struct site *site);

/* site_order.c: issues, pages and categories from the files read. */
bool site_order(struct site *site, struct error *err);

/*
 * site_issue.c: read an issue or page.  Of the typed view, addresses that may
 * not be links (javascript:) are unset: calendars, feeds, templates and search
 * print what is there.  False if the file is a bomb.
 */
bool site_read_issue(const struct site *site, struct arena *arena,
    const struct site_file *file, struct issue *ret_issue, struct error *err);

/* site_find.c: the issue or draft that has the number, date, slug or path
 * `name`; false, with a sentence, if it is none or several. */
bool site_find_issue(const struct site *site, const char *name,
    struct site_issue **ret_issue, struct error *err);

/* Does any issue mention the heading of a feature?  Else it has no page.  Every
 * page links to these pages, so it is asked before the issues are read. */
bool site_has_feature(const struct site *site, const struct section_rule *rule);

/* theme.c: compile the templates of a build; or those of live.h. */
bool site_load_theme(struct site *site, struct error *err);
bool site_load_live_theme(struct site *site, struct error *err);
bool site_load_mail_theme(struct site *site, struct error *err);
/* A file of the theme: the newsletter's own, or the one built in. */
bool site_theme_text(struct site *site, const char *name, struct str *ret_text);

/* address.c */
/* "/blog/x/" below the site's root -> the absolute address. */
struct str address_absolute(
    const struct site *site, struct arena *arena, struct str path);
/* Of the folder with a section's feeds: "/sections/talks/"; of a feature's
 * page; of the calendar of a name: a region's id, an event's name. */
struct str section_address(const struct site *site, struct arena *arena,
    const struct section_rule *rule);
struct str feature_address(const struct site *site, struct arena *arena,
    const struct section_rule *rule);
struct str calendar_address(
    const struct site *site, struct arena *arena, struct str name);
/* The file of an address: "/blog/x/" -> "blog/x/index.html". */
const char *address_file(struct arena *arena, struct str path);
/* "/a/" + "atom.xml", with the root before it: as it stands in links. */
struct str address_link(
    const struct site *site, struct arena *arena, struct str path);

/* issue_value.c: an issue as templates see it. */
struct issue_view {
	const struct site *site;
	const struct site_issue *issue;
	const struct issue *typed;
	struct arena *arena;
	struct html *html;     /* the writer, for all sections in order */
	struct strbuf *buffer; /* its output */
	const struct str *event_name; /* of those with a calendar entry; NULL
					 but for the newest issue */
	struct choice *choice;        /* of a mail; NULL: all */
};
/* What is known of a section before its contents are made. */
struct outline {
	int level;  /* on the page: 2..6 */
	bool shown; /* it, or something below it, has contents */
	bool own;   /* it has contents itself */
	size_t count;
};
/* Of all sections but the first, which has no heading. */
const struct outline *issue_outline(
    const struct issue *typed, struct choice *choice, struct arena *arena);
/* Where the closing words of an issue begin (who edited it, who pays, where
 * it is discussed), in its last section; NULL if there are none. */
const struct md_node *issue_colophon(const struct issue *typed);
struct value issue_value(struct issue_view *view);
struct value issue_summary(const struct site *site,
    const struct site_issue *issue, struct arena *arena);
/* Of the whole issue, with headings, as feeds and mails have it; links are
 * absolute. */
struct str issue_full_html(const struct site *site,
    const struct site_issue *issue, const struct issue *typed,
    struct arena *arena);
/* The same of one section with all below it; empty if nothing is there. */
struct str issue_section_html(const struct site *site,
    const struct site_issue *issue, const struct issue *typed, size_t section,
    struct arena *arena);

/* Of a page that is no issue; links as they are. */
struct str issue_page_html(const struct issue *typed, struct arena *arena);
/* Of a short text of the settings; at == NULL if it is. */
struct str markdown_html(struct site *site, struct str text);

/* blocks.c: the contents of a section as a list of blocks. */
struct value section_blocks(
    struct issue_view *view, size_t section, const struct md_node *stop);
/* What the writer has put into the view's buffer since that had `from` bytes;
 * it has them no more. */
struct str take_output(struct issue_view *view, size_t from);
struct str block_html(struct issue_view *view, const struct md_node *first,
    const struct md_node *stop);
struct str inline_html(struct issue_view *view, const struct md_node *first,
    const struct md_node *stop);

/* event_value.c: an event, and a day as templates have it (none if unset). */
struct value event_value(struct issue_view *view, const struct event *event);
struct value date_value(struct arena *arena, struct date date);

/* keep.c: what other pages need of an issue. */
/* Its counts, and the line that says what is in it. */
void site_count(
    struct site_issue *issue, const struct issue *typed, struct arena *keep);
/* That, and all else. */
void site_keep(struct site *site, struct site_issue *issue,
    struct issue_view *view, struct arena *keep);

/* pages.c */
bool site_write_issue(struct site *site, struct site_issue *issue,
    struct arena *keep, struct error *err);
bool site_write_pages(struct site *site, struct error *err);
/* Variables `page` for one page. */
struct page_words {
	const char *kind;
	struct str title, address, description, jsonld;
	struct date published;
	bool article;
};
struct value page_value(const struct site *site, struct arena *arena,
    const struct page_words *words);
bool site_render(const struct site *site, const char *name, struct str address,
    struct value variables, struct arena *arena, struct error *err);

/* site_events.c: upcoming events, their pages and calendars. */
bool site_write_events(struct site *site, struct error *err);
/* Path of the calendar file of one event; at == NULL if it has none: only
 * those of the newest issue have. */
struct str event_calendar_path(
    const struct issue_view *view, const struct event *event);

/* site_corrections.c: what was corrected after readers had it. */
bool site_read_corrections(struct site *site, struct error *err);
/* The names of model/event_name.h, but that an event keeps its name when it
 * was corrected. */
const struct str *site_event_names(
    const struct site *site, struct arena *arena, const struct issue *typed);
/* The day an event was corrected last; "today" if it never was. */
struct date site_event_revised(const struct site *site, struct str name);
/* How often an event was corrected. */
int64_t site_event_sequence(const struct site *site, struct str name);
/* The day an issue was corrected last; its own if it never was. */
struct date site_issue_updated(
    const struct site *site, const struct site_issue *issue);
/* `issue.corrections` of templates. */
struct value site_corrections_value(const struct site *site,
    const struct site_issue *issue, struct arena *arena);

/* event_times.c: the times of day in events.jsonl. */
bool event_times_read(struct site *site, struct error *err);
void event_times_apply(
    const struct site *site, struct issue *typed, struct arena *arena);

/* site_feeds.c */
bool site_write_feeds(struct site *site, struct error *err);

/* site_follow.c: the page of all feeds and calendars. */
bool site_write_follow(struct site *site, struct error *err);
/* The addresses of the three forms of the feed in a folder of the site. */
struct value feed_links(
    const struct site *site, struct arena *arena, struct str folder);

/* site_deadlines.c: what is still open, by its last day: a page, a feed, a
 * calendar. */
#define DEADLINES_ADDRESS "/deadlines/"
/* Is there such a page?  By the settings; there may be nothing on it. */
bool site_has_deadlines(const struct site *site);
/* `site.deadlines` of templates; none without the page. */
struct value site_deadlines_value(struct site *site);
bool site_write_deadlines(struct site *site, struct error *err);

/* site_search.c */
/* Runs beside the writing of pages: the site's arena is not its own. */
bool site_write_search(struct site *site, struct error *err);
/* What can be found in an issue, in its order; all is borrowed.  `take` returns
 * false to end it, and then so does site_find_items. */
struct site_found {
	struct str text; /* plain, never blank */
	struct str url;  /* may be unset */
	const struct section *section;
	struct str_list tags;
};
typedef bool site_take_found(void *data, const struct site_found *found);
bool site_find_items(const struct issue *typed, struct arena *scratch,
    site_take_found *take, void *data);
void site_add_search(struct site_issue *issue, const struct issue *typed,
    struct arena *keep, struct arena *scratch);

/* jsonld.c: schema.org for search engines. */
struct str jsonld_issue(const struct site *site, const struct site_issue *issue,
    struct arena *arena);
struct str jsonld_events(
    const struct event *event, size_t events, struct arena *arena);

#endif
