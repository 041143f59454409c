/*
 * rule: what a rule of check is, and what it is given to look at.
 * Private to src/check.
 *
 * A rule is one record.  Its id is a stable slug that settings, comments and
 * baselines refer to: never reused, never renamed.  A finding has three
 * parts: the message (one clause, of the record), the detail (values, of this
 * place) and the advice (an imperative, of the record).
 *
 * The rules of a family stand in one file, FAMILY.c, as an array that
 * rules.c joins to the others.  Rules are called in turn for one issue; a rule
 * must take time linear in it, keeps nothing between calls, and allocates from
 * checker->arena only.
 */
#ifndef CHECK_RULE_H
#define CHECK_RULE_H

#include "check/check.h"
#include "check/facts.h"
#include "model/issue.h"

struct checker;
struct checked_link;
struct checked_line;
struct event_form;

/* How a rule looks: exactly one of the functions is set, or none if its
 * findings are made elsewhere (allow.c, network.c). */
struct rule_look {
	/* Once for each issue. */
	void (*file)(struct checker *c);
	/* For each node of a kind in `nodes`, a set of CHECK_NODE(kind). */
	void (*node)(struct checker *c, const struct md_node *node);
	/* For each line of the source, header included. */
	void (*line)(struct checker *c, const struct checked_line *line);
	/* For each link and image. */
	void (*link)(struct checker *c, const struct checked_link *link);
	void (*section)(struct checker *c, const struct section *section);
	/* For each item of each section, events and none-sentences too. */
	void (*item)(struct checker *c, const struct section *section,
	    const struct item *item);
	void (*event)(struct checker *c, const struct event *event);
	/* Once for each issue, when the facts of earlier ones are there.
	 * c->issue is NULL: only c->text, c->facts and c->archive may be used. */
	void (*archive)(struct checker *c);
};

#define CHECK_NODE(kind) (1u << (kind))

struct rule {
	const char *id;
	enum check_level level;
	const char *message; /* "the event is over before the issue comes out":
				lower case, no full stop */
	const char *advice;  /* "Remove it, or correct its date." */
	const char *why;     /* for its page: what readers lose, when it is
				right to leave it; NULL: advice says all */
	/*
	 * The smallest issues with the mistake and without it.  A text that
	 * begins with neither "Title:" nor "---" (nor a byte order mark) gets
	 * the header of issue 9,
	 * 2026-03-04.  Both are checked with all rules under the neutral preset:
	 * `bad` gives findings of this rule and none else, but for those of the
	 * rule `with` (NULL: none), `good` gives no finding at all, and when
	 * the fixes of `bad` are made this rule finds nothing any more.
	 */
	const char *bad, *good;
	const char *with;
	const char *settings; /* YAML over the neutral preset; NULL: none */
	const char *path;     /* of both; NULL: content/2026-03-04-issue-9.md */
	const char *good_path; /* of `good`, where the name is the mistake */
	const char *before;    /* an issue before it (header of issue 8,
				 2026-02-25, if it has none); NULL: none */
	bool rewrites;         /* its safe fixes change what readers see */
	bool portability;      /* only with markdown.also: python-markdown */
	bool network;          /* only if links are followed (--network) */
	unsigned nodes;        /* for look.node */
	struct rule_look look;
};

/* A family stands in a file of its name, as `family_NAME`; see rules.h. */
struct rule_family {
	const char *name;  /* "events" */
	const char *title; /* "Events and places" */
	const struct rule *rule;
	size_t rules;
};

extern const struct rule_family *const check_family[]; /* NULL at the end */

/* The rule with this id, or NULL. */
const struct rule *rule_named(struct str id);

/* A line of the source. */
struct checked_line {
	struct str text; /* without its line end */
	size_t offset;   /* of its first byte in the file */
	size_t number;   /* from 1 */
	bool header;     /* of the issue's header, its end included */
	bool code;       /* of a code block */
	bool html;       /* of a HTML block or a comment, in whole or part */
	size_t section;  /* index of the section it is in */
};

/* A link or image of the body, in document order. */
struct checked_link {
	const struct md_node *node; /* MD_LINK, MD_IMAGE */
	/* The destination as it stands in the file, without <>, or in the
	 * definition that a reference link names; MD_UNKNOWN if not known. */
	size_t offset, end;
	const struct md_reference *reference; /* NULL for inline links */
	struct str canonical;                 /* url_canonical(node->target) */
	uint64_t key;   /* of canonical: equal for equal ones */
	size_t section; /* index of the section it stands in */
	size_t item;    /* index in that section, or STR_NONE */
};

/* A character of the file that is neither printable ASCII nor a line feed. */
struct odd_char {
	uint32_t code_point; /* TEXT_INVALID for a byte that is none */
	uint32_t offset;
};

/* A mark of Markdown or HTML that is shown as it is: one of LITERAL_MARKS in
 * the prose of a MD_TEXT node, not in code and not behind a backslash. */
#define LITERAL_MARKS "[]()*`<>|~\\"
struct literal {
	const struct md_node *node;
	size_t offset; /* of the byte in the file */
};

/* Nodes of one kind, in document order. */
struct node_list {
	const struct md_node **node;
	size_t count;
};

/*
 * One issue under check.  All of it is read only but for the list of
 * findings, which check_found extends.
 */
struct checker {
	struct arena *arena; /* of this issue */
	const struct settings *settings;
	const struct archive *archive; /* NULL before it is there */
	const struct facts *facts;     /* of this issue */
	const struct probes *probes;   /* NULL if links are not followed */
	const char *path;
	struct str text;           /* of the file; issue->tree.file too */
	const struct issue *issue; /* NULL for look.archive */
	struct checked_line *line;
	size_t lines;
	struct checked_link *link;
	size_t links;
	struct odd_char *odd; /* of all the file, in its order */
	size_t odds;
	struct literal *literal; /* of the body, in document order */
	size_t literals;
	struct node_list node[MD_HARD_BREAK + 1]; /* by enum md_kind */
	struct event_form *event_form;            /* see event_form_of */
	const struct rule *rule;                  /* that is looking */
	struct finding **finding;
	size_t findings;
	size_t before;      /* findings when the rule began to look */
	struct arena *keep; /* of the findings */
};

/*
 * Note a finding of the rule that is looking, at [offset, end) of the file.
 * The format makes the detail; NULL if there is nothing to say beyond the
 * message.  An unknown offset (MD_UNKNOWN) is shown as the start of the file,
 * so give the nearest known place instead.  Never NULL; beyond LIMIT_FINDINGS
 * of one rule it is not kept.
 */
struct finding *check_found(struct checker *c, size_t offset, size_t end,
    const char *detail, ...) __attribute__((format(printf, 4, 5)));
/* The same for the range of a node, or of the nearest node around it whose
 * place is known. */
struct finding *check_found_node(struct checker *c, const struct md_node *node,
    const char *detail, ...) __attribute__((format(printf, 3, 4)));

/*
 * Add an edit to the fix of a finding; the edits of one fix are made together
 * or not at all.  A fix is safe if nobody has to look: it is a suggestion as
 * soon as one of its edits is.  `insert` is copied.
 */
void check_fix(struct checker *c, struct finding *f, bool safe, size_t offset,
    size_t remove, struct str insert);

/* Name a related place in this file or, with an issue of the archive, in
 * another: `what` is a clause such as "first here". */
void check_also(
    struct checker *c, struct finding *f, size_t offset, const char *what);
void check_also_in(struct checker *c, struct finding *f,
    const struct facts *issue, size_t offset, const char *what);

/*
 * Where the text of a MD_TEXT node stands in the file, without the backslash
 * of an escape.  False if its bytes are not those of the file (an entity), or
 * if it is code.
 */
bool check_prose_at(
    const struct checker *c, const struct md_node *node, size_t *ret_offset);

/* The line that holds an offset; never NULL if the file has any byte. */
const struct checked_line *check_line_at(
    const struct checker *c, size_t offset);
/* The section that holds an offset of the body. */
const struct section *check_section_at(const struct checker *c, size_t offset);

#endif
