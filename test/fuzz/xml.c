/* Any bytes give text that an XML parser takes, and loses nothing else. */
#include <assert.h>

#include "base/text.h"
#include "base/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct strbuf *out, struct str s, const char *forbidden)
{
	struct str text = strbuf_str(out);

	assert(!out->full);
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_next(text, &at);

		assert(c != TEXT_INVALID && !text_is_forbidden(c));
		for (const char *f = forbidden; *f != '\0'; f++)
			assert(c != (uint32_t)*f);
	}
	assert(s.len > 0 || text.len == 0);
	strbuf_reset(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct strbuf out;

	strbuf_init(&out, size * 15);
	xml_add_text(&out, s);
	check(&out, s, "<>\r");
	xml_add_attribute(&out, s);
	check(&out, s, "<>\"'\t\n\r");
	xml_add_url(&out, s);
	check(&out, s, "<>\"' \t\n\r");
	strbuf_release(&out);
	return 0;
}
