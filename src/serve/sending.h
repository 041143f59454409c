/*
 * sending: what the pages share by which readers send something in.
 */
#ifndef SERVE_SENDING_H
#define SERVE_SENDING_H

#include "serve/readers.h"
#include "submit/submit.h"

/* ------------------------------------------------------------------- the form */

/* What was typed into a field of the form or query of an exchange; `data` is
 * the exchange. */
struct str sending_typed(void *data, const char *field);
/* Does the form that was sent have each field of a kind at most once? */
bool sending_is_once(const struct exchange *x, const struct submit_kind *kind);
/* The day by which days are judged: now, in UTC. */
struct date sending_today(const struct workplace *place);

/*
 * Add the variables of a form to `variables`: `fields`, each with its value,
 * problem and choices; `remarks`, `printed` and `failed`.
 */
void sending_add_form(const struct workplace *place, struct arena *arena,
    const struct submission *submission, struct value variables);

/* submit.c: the form that changes a candidate which waits still. */
bool submission_edit(const struct workplace *place, struct exchange *x,
    const struct candidate *candidate, struct error *err);
/* submission.c: go on at the page of its sender (303). */
void submission_go(const struct workplace *place, struct exchange *x,
    const struct candidate *candidate);
/* queue.c: the page of guidelines. */
bool guidelines_make(
    const struct workplace *place, struct exchange *x, struct error *err);

/* ----------------------------------------------------------------- candidates */

/*
 * A candidate as pages show it: `id`, `kind`, `title`, `url`, `host`, `day`,
 * `section` (a title), `state` (the word), `issue`, `sent` and `decided` (days,
 * or none), `reason`.  Nothing in it is about who sent it.
 */
struct value sending_value(const struct workplace *place, struct arena *arena,
    const struct candidate *candidate);

#endif
