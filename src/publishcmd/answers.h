/*
 * answers: what `publish answers` answers, and how that is noted.
 *
 * One answer for each page where somebody spoke, whatever number of things it
 * proposed: the step is "answer PAGE".  Its mark is the moment before the
 * first try and the address that was sent, or ANSWER_UNWANTED.
 */
#ifndef PUBLISHCMD_ANSWERS_H
#define PUBLISHCMD_ANSWERS_H

#include "publish/publish.h"
#include "publishcmd/press.h"

/* The mark of a step that is done because nobody wants it done. */
#define ANSWER_UNWANTED "unwanted"

struct answers {
	struct answer *answer; /* by the number of their candidates */
	size_t count;
	size_t unprinted; /* candidates that stand in the issue no more */
};

/* All of the issue, with their texts, in the arena of the press. */
bool answers_find(
    struct press *p, struct answers *ret_answers, struct error *err);

#endif
