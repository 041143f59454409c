/* Whatever a name server answers: what is read of it is bounded. */
#include <assert.h>

#include "base/dns.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str message = { (const char *)data, size };
	struct arena arena = { 0 };

	for (int type = DNS_A; type <= DNS_PTR; type++) {
		struct dns_answer a;

		dns_read(message, (enum dns_type)type, &arena, &a);
		assert((a.outcome == DNS_FOUND) == (a.count > 0));
		assert((a.outcome == DNS_NO_ANSWER) == (a.why != NULL));
		assert(a.count <= DNS_RECORDS);
		for (size_t i = 0; i < a.count; i++) {
			/* A text is not longer than the answer, a name not
			 * than 255 bytes, each of them escaped. */
			assert(a.record[i].text.len <= size ||
			       a.record[i].text.len <= 4 * 255);
			assert(a.record[i].preference >= 0 &&
			       a.record[i].preference <= 65535);
		}
	}
	arena_release(&arena);
	return 0;
}
