/* Whatever a server says, in two parts: what is read lies in the reply. */
#include <assert.h>

#include "base/imap_reply.h"

enum { MAX = 4096 };

static bool is_in(struct str part, struct str all)
{
	return part.len == 0 ||
	       (part.at >= all.at && part.at + part.len <= all.at + all.len);
}

static void look(const struct imap_reply *reply, struct str all)
{
	struct imap_fetched f;
	struct str rest;

	assert(is_in(reply->tag, all) && is_in(reply->code, all) &&
	       is_in(reply->text, all));
	if (imap_reply_is_fetch(reply, &f))
		assert(is_in(f.body, reply->text));
	if (imap_reply_is_search(reply, &rest))
		while (imap_search_next(&rest) != 0)
			;
}

static enum imap_read read_all(struct imap_reader *reader)
{
	struct imap_reply reply;
	enum imap_read read;

	while ((read = imap_reader_next(reader, &reply)) == IMAP_READ_REPLY)
		look(&reply, strbuf_str(&reader->in));
	return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	size_t half = size > 0 ? data[0] % size : 0;
	struct imap_reader reader;
	struct strbuf name;

	imap_reader_init(&reader, MAX);
	imap_reader_add(&reader, str_sub(all, 0, half));
	if (read_all(&reader) == IMAP_READ_MORE) {
		imap_reader_add(&reader, str_sub(all, half, size));
		read_all(&reader);
	}
	imap_reader_release(&reader);
	strbuf_init(&name, MAX);
	imap_add_folder(&name, all);
	strbuf_release(&name);
	return 0;
}
