/*
 * dmarc: what a domain wants to be done with mails that only claim to come from
 * it (RFC 7489).
 */
#ifndef DOCTOR_DMARC_H
#define DOCTOR_DMARC_H

#include "doctor/judgement.h"

struct dmarc {
	struct str policy; /* none, quarantine, reject */
	struct str below;  /* the same for domains below it; unset: p */
	bool strict_dkim, strict_spf;
	uint64_t percent;        /* of the mails that it is about */
	struct str_list reports; /* addresses for reports, "a@b.example" */
};

/* Read a record; false, with a clause for people, if receivers would not use
 * it.  What it points to lives as long as the text, or in the arena. */
bool dmarc_read(struct arena *arena, struct str text, struct dmarc *ret_dmarc,
    const char **ret_why);

/* Do the domain of From and another one, of a signature or of the envelope,
 * belong together?  `organisation` is the domain whose record counts. */
bool dmarc_is_aligned(
    struct str from, struct str other, struct str organisation, bool strict);

/* What the record means for mails from `from`; it was found at `zone`. */
struct judgement dmarc_judge(struct arena *arena, const struct dmarc *dmarc,
    struct str from, struct str zone);

#endif
