/*
 * A kind (the first byte) and lines of NAME=VALUE: any bytes.  What is read is
 * one thing with a web address, and what is typed for it again is the same.
 */
#include <assert.h>

#include "base/url.h"
#include "submit/submit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct date today = { 2026, 3, 4 };

static const struct settings *twir_preset(void)
{
	static struct arena arena;
	static struct settings settings;
	struct error err;
	bool read = settings.name.at != NULL ||
		    settings_preset(&arena, STR("twir"), &settings, &err);

	assert(read);
	return &settings;
}

static struct str value_in(void *data, const char *field)
{
	struct str rest = *(const struct str *)data;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (str_eq(str_take(&line, '='), str_of(field)))
			return line;
	}
	return (struct str){ NULL, 0 };
}

struct earlier {
	struct arena *arena;
	const struct candidate *candidate;
};

static struct str earlier_value(void *data, const char *field)
{
	const struct earlier *e = data;

	return submit_typed(e->arena, e->candidate, field);
}

static void check_again(struct arena *arena, const struct submission *first)
{
	struct earlier earlier = { arena, &first->candidate };
	struct submission again;
	struct error err;
	bool ok;

	submit_begin(
	    arena, first->kind, first->name, earlier_value, &earlier, &again);
	ok = submit_read(arena, twir_preset(), today, &again, &err);
	assert(ok && again.read);
	assert(str_eq(again.candidate.fields, first->candidate.fields));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "link", "event", "participation",
		"testing", "speaking", "follow", "crate", "quote" };
	struct arena arena = { 0 };
	struct str form = { (const char *)data, size }, name;
	const struct submit_kind *kind;
	struct submission s;
	struct error err;
	bool ok;

	if (size == 0)
		return 0;
	name = str_of(kinds[data[0] % 8]);
	kind = submit_kind_named(twir_preset(), name);
	form = str_sub(form, 1, form.len);
	assert(kind != NULL);
	submit_begin(&arena, kind, name, value_in, &form, &s);
	ok = submit_read(&arena, twir_preset(), today, &s, &err);
	assert(ok);
	if (s.read) {
		assert(url_is_web(s.candidate.url));
		check_again(&arena, &s);
	}
	arena_release(&arena);
	return 0;
}
