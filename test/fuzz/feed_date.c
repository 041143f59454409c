/* Any bytes for a date: in the range that can be written, and read again. */
#include <assert.h>

#include "base/moment.h"
#include "collect/feed_date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t seconds =
	    feed_date_read((struct str){ (const char *)data, size });
	struct strbuf out;

	assert(seconds >= 0 && seconds <= MOMENT_LAST);
	strbuf_init(&out, 64);
	moment_add(&out, seconds);
	assert(feed_date_read(strbuf_str(&out)) == seconds);
	strbuf_release(&out);
	return 0;
}
