/* The rules of check, over a submission; a part of submit. */
#ifndef SUBMIT_LOOK_H
#define SUBMIT_LOOK_H

#include "submit/submit.h"

/* Fill in `printed`, `remark` and `errors` of one that was read. */
bool submit_look(struct arena *arena, const struct settings *settings,
    struct date today, struct submission *submission, struct error *err);

#endif
