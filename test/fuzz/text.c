/* Any bytes as text, as lines, as numbers and as dates. */
#include <assert.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/json.h"
#include "base/source.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk_code_points(struct str s)
{
	size_t at = 0, before = 0;

	while (at < s.len) {
		before = at;
		text_next(s, &at);
		assert(at > before && at <= s.len);
		assert(text_boundary(s, before) == before);
		assert(text_boundary(s, at - 1) == before);
	}
	assert(text_columns(s) <= 2 * s.len);
	assert(text_count_words(s) <= s.len);
	(void)text_is_rtl(s);
}

static void write_all_forms(struct strbuf *out, struct str s)
{
	struct json j;

	strbuf_reset(out);
	text_add_clean(out, s);
	assert(out->full || text_is_valid(strbuf_str(out)));
	strbuf_reset(out);
	text_add_slug(out, s);
	assert(out->full || text_is_valid(strbuf_str(out)));
	strbuf_reset(out);
	text_add_folded(out, s);
	assert(out->full || text_is_valid(strbuf_str(out)));
	strbuf_reset(out);
	json_init(&j, out);
	json_str(&j, s);
	assert(out->full || text_is_valid(strbuf_str(out)));
	assert(out->len <= out->max && out->buf[out->len] == '\0');
}

static void read_lines(struct str s)
{
	struct date d = { 0 };
	uint64_t value = 0;

	for (struct str line; s.at != NULL;) {
		line = str_trim(str_take(&s, '\n'));
		if (date_parse(line, true, &d))
			assert(
			    date_exists(d) && date_cmp(date_add(d, 0), d) == 0);
		if (str_to_number(line, 999, &value))
			assert(value <= 999);
		(void)date_month_named(line);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct source source = { "fuzz", s };
	struct error err = { "" };
	struct strbuf out;

	if (size == 0)
		return 0;
	/* The first byte chooses the limit and the place. */
	strbuf_init(&out, data[0] < 128 ? data[0] : 1000000);
	walk_code_points(s);
	write_all_forms(&out, s);
	read_lines(s);
	source_error(&err, &source, data[0], data[0] + size / 2, "found");
	assert(err.text[0] != '\0');
	strbuf_release(&out);
	return 0;
}
