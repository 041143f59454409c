#include "store/link.h"

#include "store/store.h"

enum { DAY = 24 * 60 * 60, PREFERENCE_DAYS = 60 };

static const struct {
	const char *name, *path;
} purposes[] = {
	[LINK_CONFIRM] = { "confirm", "confirm/" },
	[LINK_PREFERENCES] = { "preferences", "preferences/" },
	[LINK_UNSUBSCRIBE] = { "unsubscribe", "unsubscribe/" },
	[LINK_DATA] = { "data", "data/" },
	[LINK_VOTE] = { "vote", "ballot/" },
	[LINK_RECEIPT] = { "receipt", "receipt/" },
	[LINK_SUBMISSION] = { "submission", "submission/" },
};

const char *link_path(enum link_purpose purpose)
{
	return purposes[purpose].path;
}

static int64_t expiry(const struct store *store,
    const struct settings *settings, enum link_purpose purpose)
{
	int64_t now = store_now(store);

	switch (purpose) {
	case LINK_CONFIRM:
		return now + (int64_t)settings->subscribe.confirm_days * DAY;
	case LINK_VOTE:
	case LINK_PREFERENCES: return now + PREFERENCE_DAYS * DAY;
	case LINK_DATA: return now + DAY;
	default: return 0;
	}
}

struct str link_make(const struct store *store, struct arena *arena,
    const struct settings *settings, enum link_purpose purpose, struct str tag)
{
	struct strbuf out;
	struct str link;

	strbuf_init(&out, LIMIT_URL);
	strbuf_add(&out, settings->address);
	strbuf_add_cstr(&out, purposes[purpose].path);
	token_add(&out, store_key(store), purposes[purpose].name, tag,
	    expiry(store, settings, purpose));
	link = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return link;
}

struct str link_subject(const struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str token, enum token_status *ret_status)
{
	unsigned char tag[TOKEN_SUBJECT_MOST];
	size_t size;

	*ret_status = token_read(store_key(store), purposes[purpose].name,
	    token, store_now(store), tag, &size);
	return arena_str(arena, (struct str){ (const char *)tag, size });
}

bool link_follow(struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str token, enum token_status *ret_status,
    bool *ret_found, struct subscriber *ret_subscriber, struct error *err)
{
	struct str tag = link_subject(store, arena, purpose, token, ret_status);

	*ret_found = false;
	if (*ret_status == TOKEN_BAD)
		return true;
	return people_find_tag(
	    store, arena, tag, ret_found, ret_subscriber, err);
}
