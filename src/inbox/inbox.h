/*
 * inbox: candidates as lines of JSON.
 *
 * What a source of any kind proposes, and what the commands and pages of
 * editors print, has this one form; docs/inbox.md describes it.  What a
 * candidate is stands in its `fields`, in the shape that `show` has for its
 * kind.
 */
#ifndef INBOX_INBOX_H
#define INBOX_INBOX_H

#include "model/settings.h"
#include "store/store.h"

/*
 * Read one line.  Title, address, day and the words to be found by come from
 * the fields, and need be there as the kind wants them.  `source` is that of a
 * line that names none.  A section may be named by id or title.  Numbers,
 * states and decisions in the line are ignored.  False, with what is wrong
 * (without the line's number) in err.
 */
bool candidate_read(struct arena *arena, struct str line,
    const struct settings *settings, struct str source,
    struct candidate *ret_candidate, struct error *err);

/*
 * Give a candidate more fields, or others for those that it has, and where they
 * come from: two objects of JSON.  Its title and what it is found by follow;
 * its address and day do not.  What would make it no candidate any more (an
 * empty title, too much of it) is not done.
 */
void candidate_add_fields(struct arena *arena, struct candidate *candidate,
    struct str fields, struct str origin);

/* How much a source is believed, by its id: less is more; no two are equal. */
struct candidate_ranks {
	int (*rank)(void *data, struct str source);
	void *data;
};

/*
 * Put what another source says of the same event into a candidate.  Each field
 * is that of the source that is believed most among those that have it; all
 * that was said stays in the fields' member `said`, and what sources do not
 * agree on is listed in `conflicts`.  Said again by one source, it replaces
 * what that said.  Source and section stay.
 */
void candidate_join(struct arena *arena, struct candidate *into,
    const struct candidate *other, const struct candidate_ranks *ranks);

/* What readers voted for, as a candidate that the votes bring.  It is thanked
 * whom the nominator named.  Fails as candidate_read does. */
bool candidate_of_nomination(struct arena *arena,
    const struct settings *settings, const struct nomination *nomination,
    struct candidate *ret_candidate, struct error *err);

/* Append one line, without its end; `trail` may be NULL. */
void candidate_add_json(struct strbuf *out, const struct candidate *c,
    const struct inbox_trail *trail);
/* The same with one more member, the first: "result": "done". */
void candidate_add_result(
    struct strbuf *out, const char *result, const struct candidate *c);

/* "done", "same", "decided", "fixed", "none" */
const char *inbox_result_name(enum inbox_result result);

/*
 * The fields, one after the other, for people: `name` and a text without line
 * ends, both in the arena.  Lists and objects are written as JSON; what is
 * null or empty is left out.
 */
struct candidate_field {
	struct str name, text;
};
struct candidate_fields {
	struct candidate_field *field;
	size_t count;
};
struct candidate_fields candidate_fields(
    struct arena *arena, struct str json_object);

/* The text of one of them; unset if there is none. */
struct str candidate_field_text(
    struct arena *arena, const struct candidate *c, const char *name);

/* Id of the section with this id, title or other spelling; unset if there is
 * none. */
struct str section_named(const struct settings *settings, struct str name);

/* Say so, and which there are.  Returns false. */
bool section_unknown(
    const struct settings *settings, struct str name, struct error *err);

#endif
