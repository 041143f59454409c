/*
 * allow: findings that a comment in the issue silences.  Private to src/check.
 *
 *	<!-- allow RULE: reason -->		on the same line, or the next if
 *						it stands alone
 *	<!-- allow RULE in "text": reason -->	on every line with the text
 *	<!-- allow RULE in file: reason -->	everywhere
 *
 * At most LIMIT_ALLOWANCES are read.  A reason is needed.  One that silences nothing is a finding.
 */
#ifndef CHECK_ALLOW_H
#define CHECK_ALLOW_H

#include "check/rules.h"

struct allowance {
	struct str id, reason;
	struct str text;    /* at NULL: by place */
	bool file;          /* in all of it */
	size_t from, to;    /* by place: the lines it is for, as bytes */
	size_t offset, end; /* of the comment */
	bool used;
};

struct allowances {
	struct allowance *list;
	size_t count;
};

/* Read the comments of an issue; what is kept lives in c->keep. */
void allowances_read(struct checker *c, struct allowances *ret_list);

/*
 * Take the findings that are allowed out of c->finding, and add those about
 * the comments themselves.  Returns how many were taken out.
 */
size_t allowances_apply(struct checker *c, struct allowances *list,
    const struct active_rules *active);

#endif
