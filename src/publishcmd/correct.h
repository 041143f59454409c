/*
 * correct: what the parts of `sennight publish correct` share.
 */
#ifndef PUBLISHCMD_CORRECT_H
#define PUBLISHCMD_CORRECT_H

#include "model/correction.h"
#include "publishcmd/press.h"

/* How many readers got a mail of the issue with something in it that matters
 * and was wrong: by what they chose. */
bool correct_count_readers(struct press *p, const struct corrections *list,
    size_t *ret_readers, struct error *err);
/* With options.mail, put a short mail for each of them into the outbox, which
 * `sennight serve` sends; nobody gets two of one correction, whoever is
 * killed. */
bool correct_mail(
    struct press *p, const struct corrections *list, struct error *err);

#endif
