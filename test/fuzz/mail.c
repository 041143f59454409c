/* Any bytes for a file of patches: names are clean, and nothing is longer than
 * what was read. */
#include <assert.h>

#include "base/text.h"
#include "git/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct mail *mail;
	size_t count, total = 0;

	mails_read(&arena, text, &mail, &count);
	assert(count > 0);
	for (size_t i = 0; i < count; i++) {
		total += mail[i].message.len + mail[i].diff.len;
		if (mail[i].author.name.at != mail[i].author.mail.at)
			assert(text_is_valid(mail[i].author.name));
		assert(text_is_valid(mail[i].subject));
		assert(mail[i].author.zone > -24 * 60 &&
		       mail[i].author.zone < 24 * 60);
	}
	assert(total <= size);
	arena_release(&arena);
	return 0;
}
