#include "model/order.h"

#include "base/text.h"

static struct str place_of(const struct event *event)
{
	const struct place *place = event->place;

	if (event->places == 0)
		return STR("");
	return place->city.at != NULL ? place->city : place->text;
}

int event_cmp(const struct event *a, const struct event *b)
{
	int order = date_is_set(b->first) - date_is_set(a->first);

	if (order == 0)
		order = date_cmp(a->first, b->first);
	if (order == 0)
		order = text_cmp_folded(place_of(a), place_of(b));
	return order;
}
