/* What is said of answers. */
#include "base/url.h"
#include "publish/announce_priv.h"

void announce_doubt(struct announced *ret)
{
	*ret = (struct announced){
		.state = ANNOUNCE_UNKNOWN,
		.why = STR("it did not say what it posted"),
	};
}

void announce_too_long(struct announced *ret)
{
	*ret = (struct announced){
		.state = ANNOUNCE_REFUSED,
		.why = STR("its `text` is too long for it, even without the "
			   "title"),
	};
}

struct str announce_link(struct arena *arena, struct str url)
{
	if (!url_is_web(url))
		return (struct str){ 0 };
	for (size_t i = 0; i < url.len; i++)
		if (memchr("()[]<>\\\"", url.at[i], sizeof("()[]<>\\\"") - 1) !=
		    NULL)
			return (struct str){ 0 };
	return arena_str(arena, url);
}
