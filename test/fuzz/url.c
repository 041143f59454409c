/* Any bytes for an address, cut in two at the first NUL. */
#include <assert.h>

#include "base/limits.h"
#include "base/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_canonical(struct arena *arena, struct str url)
{
	struct str form = url_canonical(arena, url);

	/* Redirects are followed only so far: the next call goes on. */
	if (url_redirect_target(arena, form).at == NULL &&
	    form.len <= LIMIT_URL)
		assert(str_eq(url_canonical(arena, form), form));
}

/* Bettered once is bettered, and names the same. */
static void check_better(struct arena *arena, struct str url)
{
	for (int kind = URL_TRACKS; kind <= URL_UNLOCKS; kind++) {
		struct str once =
		    url_without_tracking(arena, url, (enum url_tracking)kind);

		assert(once.len <= url.len);
		assert(
		    url_without_tracking(arena, once, (enum url_tracking)kind)
			.at == once.at);
	}
	assert(url_without_language(arena, url).len <= url.len);
	url_usual_host(arena, url);
}

/* Encoded is encoded, in ASCII without blanks. */
static void check_encoded(struct str url)
{
	struct strbuf once, twice;

	strbuf_init(&once, url.len * 3);
	strbuf_init(&twice, url.len * 3);
	url_add_encoded(&once, url);
	url_add_encoded(&twice, strbuf_str(&once));
	assert(!once.full);
	assert(str_eq(strbuf_str(&once), strbuf_str(&twice)));
	for (size_t i = 0; i < once.len; i++)
		assert(once.buf[i] > ' ' && once.buf[i] < 0x7f);
	strbuf_release(&once);
	strbuf_release(&twice);
}

/* A link to a text is the address, and a directive in ASCII without marks. */
static void check_text(struct arena *arena, struct str url, struct str text)
{
	struct str link = url_with_text(arena, url, text, text);

	assert(link.len <= LIMIT_URL || link.at == url.at);
	assert(str_starts(link, url));
	assert(str_starts(url, url_without_text(link)));
	assert(link.at == url.at || char_is_alnum(link.at[link.len - 1]));
	for (size_t i = url.len; i < link.len; i++)
		assert(
		    char_is_alnum(link.at[i]) ||
		    str_find_char(STR("#:~=%,-"), link.at[i], 0) != STR_NONE);
	assert(url_with_text(arena, link, text, text).at == link.at ||
	       link.at == url.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str url = { (const char *)data, size };
	struct str rest = url, base = str_take(&rest, '\0');
	struct str host = url_host(url);

	assert(host.len <= url.len);
	url_scheme_is_safe(url);
	check_canonical(&arena, url);
	check_better(&arena, url);
	check_encoded(url);
	check_text(&arena, base, rest);
	url_join(&arena, base, rest);
	assert(!url_is_absolute(base) || url_split(base).scheme.len > 0);
	arena_release(&arena);
	return 0;
}
