/*
 * dkim_record: what is published about a key that mails are signed with (RFC
 * 6376, section 3.6.1).
 */
#ifndef DOCTOR_DKIM_RECORD_H
#define DOCTOR_DKIM_RECORD_H

#include "doctor/judgement.h"

/*
 * Judge a record beside the one that it should be, or the same in another form:
 * those of our key, as dkim_record and dkim_short_record (send/dkim.h) make
 * them.
 */
struct judgement dkim_record_judge(
    struct arena *arena, struct str record, struct str ours, struct str again);

#endif
