/*
 * facts: what is remembered of an issue to compare others with it.
 * Private to src/check.
 *
 * The tree of an issue is forgotten as soon as its own rules have looked; its
 * facts stay, with all texts copied, so that an archive of any size fits.
 * Links, and names of features, are known of every issue; the rest of those
 * near an issue under check (FACTS_NEAR before it) and of itself.
 */
#ifndef CHECK_FACTS_H
#define CHECK_FACTS_H

#include "check/link_filter.h"
#include "check/words.h"
#include "model/issue.h"

/* Issues before one under check whose facts are all known. */
enum { FACTS_NEAR = 30 };

/* Key of a text or address: equal for equal ones, 0 for none. */
uint64_t facts_key(struct str text);
/* Key of an address by its canonical form. */
uint64_t facts_url_key(struct arena *arena, struct str url);

/* Key of a text by its letters and digits alone, so that neither layout nor
 * case counts. */
uint64_t facts_text_key(struct arena *arena, struct str text);

struct seen_link {
	uint64_t key;    /* facts_url_key */
	uint32_t offset; /* of the link, or of its address; bytes */
	uint32_t rule;   /* index of its section's rule + 1; 0: none */
};

struct seen_event {
	uint64_t key;       /* of its address; 0: none */
	uint64_t group_key; /* of its first group's address, else its name */
	struct str title, url, group;
	struct date first, last;
	enum event_mode mode;
	size_t region; /* index into settings->region, or STR_NONE */
	struct str city, state, country;
	size_t offset, end;
};

struct seen_call {
	enum call_kind kind;
	uint64_t key;
	struct str title, url;
	size_t offset;
};

struct seen_feature {
	struct str kind, name, text, url;
	uint64_t text_key; /* of the text without blanks and case */
	uint64_t name_key; /* of the name, likewise */
	/* Of the address of the post that suggested it: of the last link of
	 * the thanks whose address ends with a number; 0: none. */
	uint64_t thanks_key;
	size_t offset, end;
	size_t thanks_offset, thanks_end; /* MD_UNKNOWN */
};

/* A link that is followed. */
struct outgoing {
	struct str url, text; /* as written; the text without markup */
	bool item;            /* the link of an item: its text is a title */
	size_t offset, end;   /* of the link, never unknown */
	size_t target, target_end; /* of the address; may be MD_UNKNOWN */
};

struct facts {
	const char *path;
	struct str text;
	int64_t number;   /* -1 unknown */
	struct date date; /* of the header, else of the name */
	struct seen_link *link;
	size_t links;
	/* All of them if it is near, else one for each section, of which only
	 * kind, name and place are known. */
	struct seen_feature *feature;
	size_t features;
	bool near; /* what follows is known */
	struct seen_event *event;
	size_t events;
	struct seen_call *call;
	size_t calls;
	struct date window_first;              /* of the events */
	struct date change_first, change_last; /* window of changes */
	int64_t change_count;                  /* -1 */
	struct str perf_from, perf_to, perf_report;
	size_t perf_offset;
	struct item_link jobs, discussion; /* url.at NULL if none */
	bool *has_section; /* by index of settings->section: there is its
			      heading as it is written today */
	/* Groups of decisions: their headings, and those that the sentence
	 * at [none_offset, none_end) says to have no items; MD_UNKNOWN if
	 * there is no such sentence with links. */
	struct str *group;
	size_t groups;
	size_t none_offset, none_end;
	/* Only of an issue under check whose links are followed. */
	struct outgoing *outgoing;
	size_t outgoings;
};

/* All facts of an issue but its links, copied into `keep`. */
void facts_read(struct arena *keep, const struct settings *settings,
    const struct issue *issue, struct facts *ret_facts);
/* Its links; of an issue laid out for the rules, those that are there. */
void facts_read_links(struct arena *keep, const struct settings *settings,
    const struct issue *issue, struct facts *facts);
struct checker;
void facts_take_links(struct checker *c, struct facts *facts);

/*
 * Number, date and links alone, without parsing: a scan of the lines that
 * finds the links a parse would find, but for odd ones.  With a filter, only
 * those that may be in its set; NULL: all.
 */
void facts_scan(struct arena *keep, const struct settings *settings,
    const char *path, struct str text, const struct link_filter *filter,
    struct facts *ret_facts);

/* -------------------------------------------------------------- the archive */

struct archive_index;

/* Invariant: sorted by date, then number, then path; oldest first. */
struct archive {
	const struct settings *settings;
	struct facts *issue;
	size_t issues;
	const struct archive_index *index;
	struct suspects suspects; /* of all issues under check */
};

/* Make the index of all links. */
void archive_index_links(struct arena *arena, struct archive *archive);

/* Where an address was printed. */
struct printing {
	const struct facts *issue;
	const struct seen_link *link;
};

/*
 * The next older printing of an address before the issue of `facts`: start
 * with *at of zeros, false when there is no more.  The newest comes first.
 * Issues with the number or date of `facts` are its own other copies, and
 * passed over.
 */
bool archive_seen(const struct archive *archive, const struct facts *facts,
    uint64_t key, size_t *at, struct printing *ret_printing);

/* Is there no later issue in the archive?  Other copies of itself are none. */
bool archive_is_newest(
    const struct archive *archive, const struct facts *facts);

/* The issue `back` (from 1) issues before that of `facts`, or NULL; other
 * copies of itself are not counted. */
const struct facts *archive_before(
    const struct archive *archive, const struct facts *facts, size_t back);

#endif
