/* The one place that asks for the day. */
#include <stdlib.h>
#include <time.h>

#include "base/zone.h"
#include "cmd/cmd.h"

int64_t cmd_now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t seconds;

	if (epoch != NULL && str_to_number(str_of(epoch), INT32_MAX, &seconds))
		return (int64_t)seconds;
	return (int64_t)time(NULL);
}

struct date cmd_today(struct str zone)
{
	enum { DAY_MINUTES = 24 * 60 };
	int64_t minutes = cmd_now() / 60;
	struct date date = date_from_days((int32_t)(minutes / DAY_MINUTES));

	minutes += zone_offset(zone, date, (int)(minutes % DAY_MINUTES));
	return date_from_days((int32_t)(minutes / DAY_MINUTES));
}
