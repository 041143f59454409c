/*
 * decode: pages and documents of any encoding as UTF-8.
 *
 * What a page is in is said, in this order, by its first bytes (a byte order
 * mark), the header Content-Type, a <meta> near its beginning; and where all
 * keep silent, by whether it is valid UTF-8.  Names are understood as browsers
 * do: "iso-8859-1" is windows-1252.  Encodings that browsers do not know are
 * not tried.
 */
#ifndef BASE_DECODE_H
#define BASE_DECODE_H

#include "base/arena.h"
#include "base/strbuf.h"

/* Append; what is invalid becomes U+FFFD, what HTML forbids is left out.
 * `content_type` may be unset. */
void decode_page(struct strbuf *out, struct str page, struct str content_type);

/*
 * The same for XML, with the encoding that its declaration names, and for JSON.
 * What is said is believed less: text that is valid UTF-8 is that, whatever
 * encoding of single bytes is claimed; text that claims to be UTF-8 and rather
 * is not is windows-1252.
 */
void decode_document(
    struct strbuf *out, struct str text, struct str content_type);

#endif
