#include "collect/printed_links.h"

#include <xxhash.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/url.h"
#include "model/link_scan.h"
#include "newsletter/newsletter.h"

/* A link; key is 0 where there is none. */
struct slot {
	uint64_t key;
	uint32_t issue, line;
};

/* An open hash table, at most half full. */
struct printed_links {
	struct arena *arena;
	const char *const *path;
	struct slot *slot;
	size_t size, used; /* size is a power of two */
};

static uint64_t key_of(struct str url)
{
	struct arena arena = { 0 };
	struct str canonical = url_canonical(&arena, url);
	uint64_t key = XXH3_64bits(canonical.at, canonical.len);

	arena_release(&arena);
	return key != 0 ? key : 1;
}

static struct slot *slot_of(const struct printed_links *links, uint64_t key)
{
	size_t i = key & (links->size - 1);

	while (links->slot[i].key != 0 && links->slot[i].key != key)
		i = (i + 1) & (links->size - 1);
	return &links->slot[i];
}

static void grow(struct printed_links *links)
{
	struct printed_links larger = { .arena = links->arena,
		.path = links->path,
		.size = links->size * 2,
		.used = links->used };

	larger.slot = ARENA_ARRAY(links->arena, larger.size, struct slot);
	for (size_t i = 0; i < links->size; i++)
		if (links->slot[i].key != 0)
			*slot_of(&larger, links->slot[i].key) = links->slot[i];
	*links = larger;
}

/* The last printing counts: issues come in the order of their days. */
static void add(struct printed_links *links, const struct slot *printed)
{
	struct slot *slot = slot_of(links, printed->key);

	links->used += slot->key == 0;
	*slot = *printed;
	if (links->used * 2 > links->size)
		grow(links);
}

static void scan_issue(
    struct printed_links *links, uint32_t issue, struct str text)
{
	uint32_t number = 0;
	struct str url;

	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');
		size_t at = 0;

		number++;
		while (link_scan(line, &at, &url))
			if (url_is_web(url))
				add(links, &(struct slot){
					       key_of(url), issue, number });
	}
}

bool printed_links_read(struct arena *arena, const struct settings *settings,
    struct printed_links **ret_links, struct error *err)
{
	enum { FIRST_SIZE = 1024 };
	struct printed_links *links = ARENA_NEW(arena, struct printed_links);
	struct arena scratch = { 0 };
	size_t count = 0;
	bool ok = newsletter_issues(arena, settings, settings->folders.content,
	    &links->path, &count, err);

	links->arena = arena;
	links->size = FIRST_SIZE;
	links->slot = ARENA_ARRAY(arena, FIRST_SIZE, struct slot);
	for (size_t i = 0; ok && i < count; i++) {
		struct str text;

		ok = file_read(
		    links->path[i], LIMIT_ISSUE_FILE, &scratch, &text, err);
		if (ok)
			scan_issue(links, (uint32_t)i, text);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	*ret_links = links;
	return ok;
}

bool printed_links_find(const struct printed_links *links, struct str url,
    struct printed_link *ret_link)
{
	const struct slot *slot = slot_of(links, key_of(url));

	if (slot->key == 0)
		return false;
	*ret_link =
	    (struct printed_link){ links->path[slot->issue], slot->line };
	return true;
}
