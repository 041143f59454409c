#include "send/returned.h"

#include "base/mail_address.h"
#include "send/verdict.h"

/* What is the same for all readers says nothing about one. */
static enum returned_kind kind_of_failure(const struct bounce *b)
{
	if (b->hard)
		return RETURNED_HARD;
	if (b->delayed)
		return RETURNED_LATE;
	return verdict_advice(b->reason) != NULL || b->reason == BOUNCE_RATE ||
		       b->reason == BOUNCE_PROTOCOL
		   ? RETURNED_REFUSED
		   : RETURNED_SOFT;
}

enum returned_kind returned_kind_of(const struct bounce *b)
{
	switch (b->kind) {
	case BOUNCE_FAILED: return kind_of_failure(b);
	case BOUNCE_AUTO_REPLY: return RETURNED_AUTO_REPLY;
	case BOUNCE_DELIVERED: return RETURNED_DELIVERED;
	case BOUNCE_COMPLAINT: break;
	}
	switch (b->reason) {
	case BOUNCE_UNSUBSCRIBE: return RETURNED_UNSUBSCRIBE;
	/* Reports about our domain, which no reader made. */
	case BOUNCE_VIRUS:
	case BOUNCE_AUTHENTICATION: return RETURNED_UNREAD;
	default: return RETURNED_COMPLAINT;
	}
}

/* As we wrote to it, if that is told apart. */
static struct str key_of(struct arena *arena, const struct bounce *b)
{
	struct mail_address address = { .key = { NULL, 0 } };

	if (mail_address_read(arena, b->original, &address) != MAIL_ADDRESS_OK)
		mail_address_read(arena, b->address, &address);
	return address.key;
}

struct returned_facts returned_of(struct arena *arena,
    const struct bounces *all, struct str hash, const char *source,
    bool by_address)
{
	struct returned_facts facts = { .item = ARENA_ARRAY(arena,
					    all->count + 1, struct returned) };

	for (size_t i = 0; i < all->count; i++) {
		const struct bounce *b = &all->item[i];

		facts.item[facts.count++] = (struct returned){
			.hash = hash,
			.part = (int64_t)i,
			.source = str_of(source),
			.kind = returned_kind_of(b),
			.reason = str_of(bounce_reason_name(b->reason)),
			.status = b->status,
			.said = b->text,
			.sent_to = all->sent_to,
			.message_id = all->message_id,
			.address_key = key_of(arena, b),
			.by_address = by_address,
		};
	}
	return facts;
}
