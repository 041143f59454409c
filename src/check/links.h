/*
 * links: how the rules of the family look at addresses.  Private to src/check.
 */
#ifndef CHECK_LINKS_H
#define CHECK_LINKS_H

#include "check/rules.h"

/* links_broken.c: addresses that lead nowhere, or not where they should. */
void look_api(struct checker *c);
void look_local(struct checker *c);
void look_no_address(struct checker *c);
void look_own_page(struct checker *c);
void look_scheme(struct checker *c);
void look_unsafe(struct checker *c);

/* links_better.c: addresses that work, for which there is a better one. */
void look_amp(struct checker *c);
void look_blank(struct checker *c);
void look_double_slash(struct checker *c);
void look_edit_page(struct checker *c);
void look_http(struct checker *c);
void look_language(struct checker *c);
void look_odd_host(struct checker *c);
void look_punctuation(struct checker *c);
void look_redirect(struct checker *c);
void look_session(struct checker *c);
void look_sharing(struct checker *c);
void look_shortener(struct checker *c);
void look_tracking(struct checker *c);

#endif
