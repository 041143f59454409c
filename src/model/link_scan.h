/*
 * link_scan: the links of Markdown without parsing it, for who reads a whole
 * archive.  Some of what it finds is no link (in code, say), and a link whose
 * text or address is broken over lines is not found.
 */
#ifndef MODEL_LINK_SCAN_H
#define MODEL_LINK_SCAN_H

#include "base/str.h"

/* The address that begins at `at`, perhaps behind blanks: up to a blank or the
 * closing one of its parentheses. */
struct str link_address_at(struct str line, size_t at);

/*
 * The next address in a line from *at on, which is 0 at first: of a link, or
 * of a definition, "[label]: address".  False behind the last.
 */
bool link_scan(struct str line, size_t *at, struct str *ret_url);

#endif
