/* Any bytes for an mbox, in pieces of any size: the same mails come out, no byte
 * of them twice, and none is larger than it may be. */
#include <assert.h>

#include "base/limits.h"
#include "send/mbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct strbuf all;
	size_t bytes;
};

static bool take(void *data, const struct mailbox_mail *mail, struct error *err)
{
	struct seen *s = data;

	(void)err;
	assert(mail->text.len <= LIMIT_BOUNCE_MAIL);
	assert(mail->text.len <= mail->size);
	strbuf_add_char(&s->all, '\0');
	strbuf_add(&s->all, mail->text);
	s->bytes += mail->text.len;
	return true;
}

static void split(struct str file, size_t step, struct seen *s)
{
	struct mbox mbox;
	struct error err;

	*s = (struct seen){ .bytes = 0 };
	strbuf_init(&s->all, LIMIT_BOUNCE_FILE);
	mbox_init(&mbox, "box", take, s);
	for (size_t at = 0; at < file.len; at += step)
		assert(mbox_add(&mbox, str_sub(file, at, at + step), &err));
	assert(mbox_end(&mbox, &err));
	assert(s->bytes <= file.len);
	mbox_release(&mbox);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str file = { (const char *)data, size };
	struct seen whole, parts;

	split(file, size > 0 ? size : 1, &whole);
	split(file, size > 0 ? 1 + data[size - 1] % 50 : 1, &parts);
	assert(str_eq(strbuf_str(&whole.all), strbuf_str(&parts.all)));
	mbox_is(file);
	strbuf_release(&whole.all);
	strbuf_release(&parts.all);
	return 0;
}
