/* Any bytes for an address to fetch, or an exception: what is clean is plain
 * to every reader, and cleaning it again changes nothing. */
#include <assert.h>

#include "base/arena.h"
#include "base/transfer_guard.h"
#include "base/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_clean(struct str clean)
{
	const char *why;
	struct strbuf again;
	struct url u = url_split(clean);

	for (size_t i = 0; i < clean.len; i++)
		assert(clean.at[i] > ' ' && clean.at[i] < 0x7f &&
		       clean.at[i] != '\\');
	assert(str_eq(u.scheme, STR("http")) || str_eq(u.scheme, STR("https")));
	assert(str_find_char(u.authority, '@', 0) == STR_NONE);
	assert(u.path.len > 0 && u.path.at[0] == '/');
	assert(u.fragment.at == NULL);
	assert(transfer_url_host(clean).len > 0);
	transfer_url_is_numeric(clean);
	strbuf_init(&again, LIMIT_URL);
	assert(transfer_url_clean(&again, clean, &why));
	assert(str_eq(strbuf_str(&again), clean));
	strbuf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str url = { (const char *)data, size };
	struct transfer_address address;
	struct error err = { "" };
	const char *why = NULL;
	struct strbuf out;

	strbuf_init(&out, LIMIT_URL);
	if (transfer_url_clean(&out, url, &why))
		check_clean(strbuf_str(&out));
	else
		assert(out.len == 0 && why != NULL);
	if (transfer_address_parse(arena_cstr(&arena, url), &address, &err))
		assert(address.port > 0);
	else
		assert(err.text[0] != '\0');
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
