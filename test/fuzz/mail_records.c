/* Whatever stands in records of DKIM and DMARC: one judgement of each. */
#include <assert.h>

#include "doctor/dkim_record.h"
#include "doctor/dmarc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct str ours = STR("v=DKIM1; k=rsa; p=AAAABBBB");
	struct str zone = STR("x.example");
	struct arena arena = { 0 };
	struct judgement j;
	struct dmarc d;
	const char *why = NULL;

	j = dkim_record_judge(&arena, text, ours, ours);
	assert(j.text.len > 0);
	if (dmarc_read(&arena, text, &d, &why)) {
		assert(d.percent <= 100);
		assert(dmarc_judge(&arena, &d, zone, zone).text.len > 0);
	} else {
		assert(why != NULL);
	}
	arena_release(&arena);
	return 0;
}
