/*
 * changes: which files a change touched, and what stood in them before.
 *
 * The form in which one program tells another; nothing in it is escaped.  A
 * record for each file:
 *
 *	M 5 notes/a.md			status, bytes of the old text, path
 *	hello				the old text, and a newline
 *
 *	A 0 notes/new.md		a new file: the old text is empty
 *	D 5 notes/gone.md		a file that is gone
 *	R 5 notes/a.md<TAB>work/a.md	moved: the path, and the one before
 *
 * A path holds any bytes but NUL, tab and newline, and has at least one.
 */
#ifndef BASE_CHANGES_H
#define BASE_CHANGES_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

enum change_status {
	CHANGE_ADDED = 'A',
	CHANGE_MODIFIED = 'M',
	CHANGE_DELETED = 'D',
	CHANGE_RENAMED = 'R', /* and perhaps modified too */
};

struct changed_file {
	char status;          /* one of enum change_status */
	const char *path;     /* of a deleted file: where it was */
	const char *old_path; /* of a renamed file; else NULL */
	struct str old_text;  /* "" of an added file */
};

struct changes {
	struct changed_file *file; /* in the order of the records */
	size_t count;
};

/* Can the path stand in a record? */
bool changes_can_name(const char *path);

/* Append one record; its paths must be such that can. */
void changes_add(struct strbuf *out, const struct changed_file *file);

/*
 * Read all records of `text`, none of "".  Old texts are borrowed from it.
 * False if it is no such list: the writer was cut short, or is another
 * program; *ret_changes is untouched then.
 */
bool changes_parse(struct arena *arena, struct str text,
    struct changes *ret_changes, struct error *err);

#endif
