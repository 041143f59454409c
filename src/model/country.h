/*
 * country: names of countries and of their states, and the codes for them.
 *
 * Codes of countries are those of ISO 3166-1 alpha-2, codes of states those
 * of ISO 3166-2 without the country.  States are known of Australia, Brazil,
 * Canada, Germany, India and the United States.
 */
#ifndef MODEL_COUNTRY_H
#define MODEL_COUNTRY_H

#include "base/str.h"

/*
 * The code of a country by its code, English name or a common other name,
 * whatever the case; at == NULL if there is none.  "UK" is "GB".
 */
struct str country_code(struct str name);
/* The English name of a code; at == NULL for no code. */
struct str country_name(struct str code);

/* The code of a state by its code or name; at == NULL if it is none. */
struct str country_state(struct str country, struct str name);
/* The country whose state has this code, if no country has it and only one
 * state does; at == NULL else. */
struct str country_of_state(struct str state);

#endif
