/*
 * xml: the one writer of text and attribute values in HTML and XML.
 *
 * Outside text is escaped and cleaned in one pass, as text_add_clean does:
 * invalid UTF-8 becomes U+FFFD, the characters that XML 1.0 forbids vanish.
 * What is written stands in UTF-8 documents only.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/arena.h"
#include "base/strbuf.h"

/* Between tags: < > & are escaped. */
void xml_add_text(struct strbuf *out, struct str s);

/*
 * Between the quotes of an attribute, of either kind: < > & " ' are escaped,
 * and as character references tab, LF and CR, which a parser of XML would
 * turn into blanks.
 */
void xml_add_attribute(struct strbuf *out, struct str s);
/* The same, in the arena. */
struct str xml_attribute(struct arena *arena, struct str s);

/*
 * A link target between the quotes of an attribute: percent-encoded as
 * url_add_encoded does, then escaped.  Whether the scheme is a safe one is
 * asked before (url_scheme_is_safe).
 */
void xml_add_url(struct strbuf *out, struct str url);

#endif
