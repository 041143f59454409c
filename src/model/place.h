/*
 * place: where an event is, as people write it.
 *
 *	Berlin, DE
 *	Virtual; Virtual (Berlin, DE); Online
 *	Hybrid (Vancouver, BC, CA); Hybrid - Virtual and In-person (P);
 *	P + Virtual; Virtual + P; P - Virtual + In-person
 *	(P; P; P), (P / P)
 */
#ifndef MODEL_PLACE_H
#define MODEL_PLACE_H

#include "model/issue.h"

struct where {
	enum event_mode mode;
	struct place *place;
	size_t places;
};

/* Read all of text.  What is no known country stays as place.text. */
void where_read(struct arena *arena, struct str text, struct where *ret_where);

/*
 * "Venue, Street 7, Lisbon, Portugal", as calendars have it: the part before
 * the country is the city.  Both are slices of the line.  False, and nothing
 * set, if it does not end in a city and a country.
 */
bool place_split(
    struct str line, struct str *ret_city, struct str *ret_country);

/* One place, without mode: "New York, NY US". */
void place_read(struct str text, struct place *ret_place);

#endif
