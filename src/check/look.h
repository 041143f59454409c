/*
 * look: let rules look at an issue.  Private to src/check.
 */
#ifndef CHECK_LOOK_H
#define CHECK_LOOK_H

#include "check/rules.h"

/* Nanoseconds that each rule took, by its number; NULL: not measured. */
typedef int64_t *look_times;

/* CPU time of this thread in nanoseconds. */
int64_t look_clock(void);

/* Let all rules but those of `archive` look at a prepared issue. */
void look_at_issue(
    struct checker *c, const struct active_rules *active, look_times times);

/* Let those of `archive` look; c->issue is NULL. */
void look_at_archive(
    struct checker *c, const struct active_rules *active, look_times times);

#endif
