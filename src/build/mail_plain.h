/* The plain text of an issue in a mail, without what mail.txt has around it; a
 * part of mail. */
#ifndef BUILD_MAIL_PLAIN_H
#define BUILD_MAIL_PLAIN_H

#include "build/site.h"

/* Lines of a mail have at most so many columns, but for long addresses. */
enum { MAIL_COLUMNS = 76 };

/* Append it; relative links are joined to `base`. */
void mail_plain_add(
    const struct issue_view *view, struct str base, struct strbuf *out);

#endif
