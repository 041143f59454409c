#include "serve/still.h"

#include "serve/answer.h"

static bool make_one(const struct workplace *place, const struct route *route,
    struct MHD_Response **ret_response, struct error *err)
{
	struct exchange *x = exchange_new(route, false, STR(""));
	bool ok = route->make(place, x, err);

	if (ok)
		*ret_response = answer_made(x);
	exchange_free(x);
	return ok;
}

bool still_make(
    const struct live *live, struct still *ret_still, struct error *err)
{
	const struct workplace place = { .live = live,
		.settings = live_settings(live) };
	const unsigned pages = route_pages(place.settings);
	const struct route *route;

	*ret_still = (struct still){ { NULL } };
	for (size_t i = 0; i < ROUTES_MOST && (route = route_at(i)) != NULL;
	     i++)
		if ((route->flags & ROUTE_STILL) != 0 &&
		    (route_pages_at(i) & pages) != 0 &&
		    !make_one(&place, route, &ret_still->response[i], err)) {
			still_release(ret_still);
			return false;
		}
	return true;
}

void still_release(struct still *still)
{
	for (size_t i = 0; i < ROUTES_MOST; i++)
		if (still->response[i] != NULL)
			MHD_destroy_response(still->response[i]);
	*still = (struct still){ { NULL } };
}

struct MHD_Response *still_find(
    const struct still *still, const struct route *route)
{
	return still->response[route_index(route)];
}
