/* Any bytes as a list of people: what comes out of it may go into the store. */
#include <assert.h>

#include "base/text.h"
#include "subscribers/newcomer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct str text)
{
	assert(text_is_valid(text));
	assert(str_find_char(text, '\0', 0) == STR_NONE);
}

static void check(const struct newcomer *p)
{
	const struct preferences *w = &p->subscriber.preferences;

	check_text(p->address_key);
	assert(p->address_key.len > 0);
	if (p->suppressed)
		return;
	check_text(p->subscriber.address);
	check_text(p->subscriber.name);
	check_text(p->subscriber.source);
	check_text(w->language);
	assert(p->subscriber.state < SUBSCRIBER_STATES);
	assert(p->subscriber.created >= 0 && p->wished >= 0);
	for (size_t i = 0; i < w->sections.count; i++)
		check_text(w->sections.item[i]);
	for (size_t i = 0; i < p->consents; i++) {
		check_text(p->consent[i].what);
		check_text(p->consent[i].text_version);
		assert(p->consent[i].source.at != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct newcomer_options options = { .standing = STANDING_ACTIVE,
		.source = STR_INIT("f"),
		.keep_networks = true,
		.now = 1 };
	const struct rows_options rows_options = { .path = "f" };
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct error err = { "" };
	enum row_status status = ROW_END;
	struct newcomer person;
	const char *why = NULL;
	struct rows rows;
	struct row row;

	if (!rows_open(&rows, &arena, text, &rows_options, &err)) {
		assert(err.text[0] != '\0');
		arena_release(&arena);
		return 0;
	}
	do {
		status = rows_next(&rows, &arena, &row, &why, &err);
		if (status == ROW_OK && newcomer_read(&arena, rows.service,
					    &row, &options, &person) == NULL)
			check(&person);
		assert(rows_done(&rows) <= rows.text.len + 1);
	} while (status == ROW_OK || status == ROW_WRONG);
	arena_release(&arena);
	return 0;
}
