#include <stdio.h>

#include "base/json.h"
#include "send/bounce_priv.h"

static void add_bounce(struct json *j, const struct bounce *b)
{
	char digits[8];

	snprintf(digits, sizeof(digits), "%d", b->reply);
	json_object(j);
	json_member(j, "kind", str_of(bounce_kind_name(b->kind)));
	json_member(j, "address", b->address);
	json_member(j, "original", b->original);
	json_member(j, "status", b->status);
	json_key(j, "status_given");
	json_bool(j, b->status_given);
	json_member(j, "reply",
	    b->reply != 0 ? str_of(digits) : (struct str){ NULL, 0 });
	json_member(j, "reason", str_of(bounce_reason_name(b->reason)));
	json_key(j, "hard");
	json_bool(j, b->hard);
	json_key(j, "delayed");
	json_bool(j, b->delayed);
	json_member(j, "text", b->text);
	json_end(j);
}

void bounce_add_json(
    struct strbuf *out, struct str file, const struct bounces *all)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "file", file);
	json_member(&j, "sent_to", all->sent_to);
	json_member(&j, "message_id", all->message_id);
	json_key(&j, "recipients");
	json_array(&j);
	for (size_t i = 0; i < all->count; i++)
		add_bounce(&j, &all->item[i]);
	json_end(&j);
	json_end(&j);
	strbuf_add_char(out, '\n');
}
