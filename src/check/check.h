/*
 * check: the second pair of eyes.
 *
 * Looks at issues with some hundred rules and says what is wrong, where, what
 * to do, and, where a machine can, mends it.  A finding of level error is
 * something broken or false; no rule calls anything an error that may be
 * right.  Deterministic: the clock is never read.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/error.h"
#include "base/strbuf.h"
#include "model/edit.h"
#include "model/probe_result.h"
#include "model/settings.h"

enum check_level {
	CHECK_OFF,
	CHECK_INFO,    /* house style */
	CHECK_WARNING, /* probably wrong */
	CHECK_ERROR,   /* broken or false */
};

struct rule;

/* Another place that a finding speaks of. */
struct related {
	const char *path;
	int64_t number;  /* of the issue; -1 for the same file */
	size_t line;     /* from 1 */
	struct str what; /* "printed before" */
};

struct fix {
	struct edit *edit; /* sorted by offset, without overlaps */
	size_t edits;      /* 0: there is no fix */
	bool safe;         /* nobody has to look at it */
};

struct finding {
	const struct rule *rule;
	enum check_level level; /* as the settings say */
	size_t offset, end;     /* bytes of the file */
	struct str detail;      /* may be empty */
	struct fix fix;
	struct related *related;
	size_t relateds;
	/* Equal for the same mistake before and after an edit elsewhere in the
	 * file: of the rule and the text of its first line. */
	uint64_t fingerprint;
};

struct checked_file {
	const char *path;
	struct str text;
	struct finding **finding; /* by offset, then by rule */
	size_t findings;
	size_t allowed; /* that a comment in the file silences */
	size_t known;   /* that the baseline silences */
};

struct check_report {
	struct checked_file *file;
	size_t files;
	size_t archive; /* issues that were compared with */
	/* What could not be looked at, a sentence each. */
	const char **note;
	size_t notes;
	struct check_memory *memory; /* private: holds all of it */
};

struct check_text {
	const char *path;
	struct str text;
};

/* Time that a rule took, over all issues and threads. */
struct check_time {
	const struct rule *rule;
	int64_t ns;
};

/* Finds out what became of addresses, one a line; the results live as long
 * as the data. */
typedef bool check_probe(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err);

struct check_options {
	const char *const *path; /* files to look at; none: the drafts */
	size_t paths;
	bool all; /* every published issue too */
	/* Texts to take instead of what the files of their paths hold. */
	const struct check_text *text;
	size_t texts;
	struct str_list only;    /* ids of rules; empty: all */
	int threads;             /* 0: one for each processor */
	struct check_time *time; /* one for each rule, or NULL */
	check_probe *probe;      /* NULL: links are not followed */
	void *probe_data;
};

/*
 * Check issues of the newsletter in the current folder with its settings.
 * Release the report in any case.  False if it could not look: a file cannot
 * be read, a setting or option names a rule that does not exist.
 */
bool check_run(const struct check_options *options,
    const struct settings *settings, struct check_report *ret_report,
    struct error *err);

/* The same without a file system: the texts are all there is.  Those whose
 * path is one of `options->path` are looked at, or all if there are none. */
bool check_texts(const struct check_options *options,
    const struct settings *settings, const struct check_text *text,
    size_t texts, struct check_report *ret_report, struct error *err);

/* Free all of a report; one of zeros is fine. */
void check_release(struct check_report *report);

/* How many findings of a level are in a report; of CHECK_OFF, all. */
size_t check_count(const struct check_report *report, enum check_level level);

/* "error"; and back, CHECK_OFF for a name that is none. */
const char *check_level_name(enum check_level level);
enum check_level check_level_named(const char *name);

/* ------------------------------------------------------------------- fixes */

/*
 * The text of a file with the fixes of its findings made: the safe ones, or
 * with `all` the suggested ones too.  A fix that overlaps one before it waits;
 * *ret_fixed is how many were made, *ret_waiting how many wait.
 */
struct str check_fixed_text(struct arena *arena,
    const struct checked_file *file, bool all, size_t *ret_fixed,
    size_t *ret_waiting);

/* ----------------------------------------------------------------- baseline */

/* Known findings: a text with a line for each, RULE, tab, PATH, tab, hash. */
void check_add_baseline(struct strbuf *out, const struct check_report *report);
/* Take the findings that a baseline knows out of a report.  False with the
 * line of `path` that is none. */
bool check_take_baseline(struct check_report *report, const char *path,
    struct str baseline, struct error *err);
/* Take out the findings that `before` has too, for the same paths. */
void check_take_known(
    struct check_report *report, const struct check_report *before);

/* ------------------------------------------------------------------ formats */

enum check_format { CHECK_TEXT, CHECK_JSON, CHECK_SARIF, CHECK_GITHUB };

struct check_style {
	enum check_format format;
	bool colour;            /* CHECK_TEXT: escapes for a terminal */
	enum check_level least; /* what is below it is left out */
	/* What comes before each path in CHECK_SARIF and CHECK_GITHUB, whose
	 * readers start at the top of a repository: "news/"; NULL: nothing. */
	const char *prefix;
};

/* Append the findings of a report.  Ask out->full at the end. */
void check_add_report(struct strbuf *out, const struct check_report *report,
    const struct check_style *style);

/* Append what is wrong, "the title ends in a dot: x.", a clause; and what to
 * do about it, a sentence. */
void check_add_message(struct strbuf *out, const struct finding *finding);
const char *check_advice(const struct finding *finding);
/* Id of the rule that it breaks; and what is wrong, without what is peculiar to
 * this place. */
const char *check_rule_of(const struct finding *finding);
const char *check_matter(const struct finding *finding);

/* ------------------------------------------------------------------- rules */

/* Append a line for each rule, by family; or one JSON object for each. */
void check_add_list(
    struct strbuf *out, const struct settings *settings, bool json);
/* Append what a rule is, for the terminal; false if there is none of that id;
 * *ret_near is then the nearest one, or NULL. */
bool check_add_explanation(
    struct strbuf *out, struct str id, const char **ret_near);
/* The same as Markdown, for docs/rules/ID.md; and the index of all. */
bool check_add_page(struct strbuf *out, struct str id);
void check_add_index(struct strbuf *out);
/* What each rule is, with these settings; as many as there are. */
struct check_about {
	const char *id, *family, *message, *advice;
	enum check_level level;
};
const struct check_about *check_about_all(
    struct arena *arena, const struct settings *settings);
size_t check_rules(void);
struct str check_rule_id(size_t index);

#endif
