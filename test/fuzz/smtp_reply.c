/* Whatever a server says, in two parts: replies are bounded and clean. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "send/smtp_reply.h"

static void look(const struct smtp_reply *reply)
{
	struct str lines = reply->lines;
	struct strbuf said;
	size_t count = 0;

	assert(reply->code >= 200 && reply->code < 600);
	assert(reply->status.len == 0 ||
	       (reply->status.len >= 5 && reply->status.len <= 9));
	while (smtp_reply_line(&lines).at != NULL)
		count++;
	assert(count > 0);
	strbuf_init(&said, LIMIT_SMTP_SAID);
	smtp_reply_say(&said, reply);
	assert(!said.full && text_is_valid(strbuf_str(&said)));
	assert(str_find_char(strbuf_str(&said), '\n', 0) == STR_NONE);
	strbuf_release(&said);
}

static enum smtp_read read_all(struct smtp_reader *reader)
{
	struct smtp_reply reply;
	enum smtp_read read;

	while ((read = smtp_reader_next(reader, &reply)) == SMTP_READ_REPLY)
		look(&reply);
	return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	size_t half = size > 0 ? data[0] % size : 0;
	struct smtp_reader reader;

	smtp_reader_init(&reader);
	smtp_reader_add(&reader, str_sub(all, 0, half));
	if (read_all(&reader) == SMTP_READ_MORE) {
		smtp_reader_add(&reader, str_sub(all, half, size));
		read_all(&reader);
	}
	smtp_reader_release(&reader);
	return 0;
}
