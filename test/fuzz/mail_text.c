/* Any bytes for the texts of a mail: no line is too long, none ends but with
 * CRLF, and no header is there that was not asked for. */
#include <assert.h>

#include "base/limits.h"
#include "base/mail_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "From", "To", "Subject", "Date",
	"Message-ID", "X-Test", "MIME-Version", "Content-Type",
	"Content-Transfer-Encoding" };

static bool is_asked_for(struct str line)
{
	if (line.at[0] == ' ')
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_starts(line, str_of(names[i])) &&
		    line.at[strlen(names[i])] == ':')
			return true;
	return false;
}

static void check_lines(struct str text)
{
	bool header = true;

	while (text.len > 0) {
		struct str line = str_take(&text, '\n');

		assert(line.len > 0 && line.at[line.len - 1] == '\r');
		line.len--;
		assert(line.len <= 998);
		assert(str_find_char(line, '\r', 0) == STR_NONE);
		assert(str_find_char(line, '\0', 0) == STR_NONE);
		if (line.len == 0)
			header = false;
		assert(!header || is_asked_for(line));
	}
	assert(!header);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct str name = str_take(&rest, '|');
	struct str subject = str_take(&rest, '|');
	struct mail_header header = { "X-Test", str_take(&rest, '|') };
	/* Ids and addresses are ours; a value is short words. */
	const struct mail_text mail = {
		.from = { name, STR_INIT("a@b.example") },
		.to = { subject, STR_INIT("c@d.example") },
		.subject = subject,
		.date = (int64_t)size,
		.message_id = STR_INIT("1@b.example"),
		.header = &header,
		.headers = header.value.len < 900 ? 1 : 0,
		.body = rest,
	};
	struct strbuf out;

	strbuf_init(&out, 16 * MIB);
	mail_text_add(&out, &mail);
	assert(!out.full);
	check_lines(strbuf_str(&out));
	strbuf_release(&out);
	return 0;
}
