/*
 * network: the rules about what became of a link.  Private to src/check.
 *
 * Nothing here uses the network: addresses go out of check, and what became of
 * them comes back (model/probe_result.h).
 */
#ifndef CHECK_NETWORK_H
#define CHECK_NETWORK_H

#include "check/rule.h"

/* Note the links of an issue that can be followed, in facts->outgoing. */
void network_keep_links(struct checker *c, struct facts *facts);

/* Append the addresses of all such links, each once, a line each. */
void network_add_addresses(struct strbuf *out, const struct archive *archive);

/* Results to be found by their address; borrows them. */
const struct probes *network_probes(
    struct arena *arena, const struct probe_results *results);

#endif
