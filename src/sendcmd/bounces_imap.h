/*
 * bounces_imap: mails that came back, out of a folder on a mail server.
 */
#ifndef SENDCMD_BOUNCES_IMAP_H
#define SENDCMD_BOUNCES_IMAP_H

#include "sendcmd/bounces_note.h"

/*
 * Give the new mails of imaps://HOST/FOLDER (base/imap.h) to the notebook,
 * which is told where they are from.  Each that it has noted is marked as seen
 * there.  The user is that of the settings, the password a secret.
 */
bool bounces_imap_read(struct notebook *notes, const char *source,
    bool (*each)(void *data, struct error *err), void *data, struct error *err);

#endif
