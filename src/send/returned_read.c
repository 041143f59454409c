/* Apart from the rest, so that only who has mails loads a reader of them. */
#include "send/returned.h"

struct returned_facts returned_read(struct arena *arena, struct str mail,
    struct str hash, const char *source, bool by_address)
{
	struct returned_facts facts;
	struct bounces all;

	bounce_read(arena, mail, &all);
	facts = returned_of(arena, &all, hash, source, by_address);
	if (facts.count == 0)
		facts.item[facts.count++] = (struct returned){
			.hash = hash,
			.source = str_of(source),
			.kind = RETURNED_UNREAD,
			.sent_to = all.sent_to,
			.message_id = all.message_id,
		};
	/* Once: it may tell much. */
	facts.item[0].raw = mail;
	return facts;
}
