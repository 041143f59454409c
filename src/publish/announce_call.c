/* One request to a place to announce at. */
#include "publish/announce_priv.h"

void announce_call(const struct announce_job *job, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret_answer)
{
	const struct call_way way = {
		.now = job->now,
		.total_ms = job->total_ms,
		.ca_file = job->ca_file,
		.allow = job->allow,
		.allows = job->allows,
	};

	call_service(&way, ask, arena, ret_answer);
}
