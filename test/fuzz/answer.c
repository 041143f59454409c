/* A source's kind, an address and the fields of a candidate, a line each: who
 * is answered is named by a name, and the text leads to the line. */
#include <assert.h>

#include "base/url.h"
#include "publish/answer_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str template = STR_INIT("@{who} {title} {address}");
	const struct settings settings = { .name = STR("Low Tide"),
		.answers = { template, template, template, template } };
	struct str fields = { (const char *)data, size };
	struct str kind = str_take(&fields, '\n');
	struct str url = str_take(&fields, '\n');
	struct answer answer = { .address = STR("https://example.org/#x") };
	struct arena arena = { 0 };

	if (answer_read(&arena, kind, fields, url, &answer)) {
		assert(url_is_web(answer.page));
		assert(str_find_char(answer.who, '\n', 0) == STR_NONE);
		answer.service = str_sub(answer.page, 0, 20);
		answer_is_shown(&answer);
		answer.title = fields;
		assert(str_find(answer_said(&arena, &settings, &answer),
			   answer.address, 0) != STR_NONE);
	}
	arena_release(&arena);
	return 0;
}
