/*
 * pick_person: in whose name a commit is made.
 */
#ifndef GIT_PICK_PERSON_H
#define GIT_PICK_PERSON_H

#include "base/picks.h"
#include "git/repo.h"

enum person_kind { PERSON_AUTHOR, PERSON_COMMITTER };

/*
 * Whoever runs this, now: as git is told by GIT_COMMITTER_NAME, _EMAIL and
 * _DATE (GIT_AUTHOR_...; a date as "SECONDS +HHMM"), else by user.name and
 * user.email; without those the account's name at this machine.  Free it with
 * git_signature_free.
 */
bool person_here(const struct repo *repo, struct arena *arena,
    enum person_kind kind, git_signature **ret_person, struct error *err);

/* Somebody told; what git cannot have in a name is left out. */
bool person_of(const struct pick_author *author, struct arena *arena,
    git_signature **ret_person, struct error *err);

#endif
