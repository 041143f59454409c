#include "base/http_limit.h"

#include "base/moment.h"

bool http_limit_is_used_up(struct str number)
{
	number = str_trim(number);
	return number.len > 0 && number.at[0] == '0' &&
	       (number.len == 1 || number.at[1] == '.');
}

int64_t http_limit_wait(struct str reset, int64_t now)
{
	enum { EPOCH = 1000000000 }; /* no wait is that long */
	struct str rest = reset, whole = str_trim(str_take(&rest, '.'));
	uint64_t number;
	int64_t moment;

	if (reset.len == 0)
		return -1;
	if (str_to_number(whole, MOMENT_LAST, &number))
		moment =
		    number < EPOCH ? now + (int64_t)number : (int64_t)number;
	else if (!moment_read(str_trim(reset), &moment))
		return -1;
	return moment > now ? moment - now : 0;
}
