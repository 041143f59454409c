#include "collect/trouble.h"

struct str trouble_of_status(struct arena *arena, int status)
{
	static const struct {
		int first, last;
		const char *what, *advice;
	} rows[] = {
		{ 401, 401, "it lets in only who has an account", "" },
		{ 403, 403, "it does not let us in",
		    "; look in a browser whether there is another address" },
		{ 404, 404, "there is no such page",
		    "; look in a browser whether it has another address" },
		{ 410, 410, "it is gone for good",
		    "; take the source out of the settings" },
		{ 500, 599, "its server failed", "; the next run asks again" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (status >= rows[i].first && status <= rows[i].last)
			return arena_printf(arena, "%s (status %d)%s",
			    rows[i].what, status, rows[i].advice);
	return arena_printf(arena, "it answered with status %d", status);
}

struct str trouble_of_transfer(
    struct arena *arena, const struct transfer_result *result)
{
	static const struct {
		enum transfer_outcome outcome;
		const char *advice;
	} rows[] = {
		{ TRANSFER_FORBIDDEN_ADDRESS,
		    ", and only the public internet is asked" },
		{ TRANSFER_NO_HOST,
		    "; check how it is spelled, and that you are online" },
		{ TRANSFER_DNS, "; are you online?" },
		{ TRANSFER_UNREACHABLE, "; are you online?" },
		{ TRANSFER_TIMEOUT, "; the next run asks again" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (result->outcome == rows[i].outcome)
			return arena_printf(
			    arena, "%s%s", result->why, rows[i].advice);
	return arena_str(arena, str_of(result->why));
}
