/* Whatever a service may send, by the first byte: nothing of it is trusted. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "send/hook.h"
#include "send/hook_sign.h"
#include "send/hook_sns.h"

static void read_events(
    struct arena *arena, enum hook_service service, struct str body)
{
	struct hook_events all;

	if (hook_read(arena, service, body, &all) != HOOK_READ)
		return;
	assert(all.count <= LIMIT_HOOK_EVENTS);
	for (size_t i = 0; i < all.count; i++) {
		assert(all.item[i].id.len > 0);
		assert(text_is_valid(all.item[i].raw));
		assert(text_is_valid(all.item[i].message_id));
		assert(text_is_valid(all.item[i].bounce.address));
		assert(text_is_valid(all.item[i].bounce.text));
		assert(all.item[i].bounce.kind == BOUNCE_FAILED ||
		       !all.item[i].bounce.hard);
	}
}

static void read_message(struct arena *arena, struct str body)
{
	struct sns_message m;
	struct strbuf out;
	struct str name;

	if (!sns_read(arena, body, &m))
		return;
	strbuf_init(&out, 2 * LIMIT_HOOK);
	sns_add_signed(&out, &m);
	assert(!out.full);
	hook_sign_sns(
	    m.certificate_url, m.sha256, strbuf_str(&out), m.signature);
	strbuf_release(&out);
	if (sns_is_certificate(arena, m.certificate_url, &name))
		assert(str_find_char(name, '/', 0) == STR_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str body, user, password;

	if (size == 0 || size > LIMIT_HOOK)
		return 0;
	body = (struct str){ (const char *)data + 1, size - 1 };
	if (data[0] % 6 < HOOK_SERVICES)
		read_events(&arena, (enum hook_service)(data[0] % 6), body);
	else if (data[0] % 6 == HOOK_SERVICES)
		read_message(&arena, body);
	else if (hook_sign_basic(&arena, body, &user, &password))
		hook_sign_sendgrid(user, password, STR("1"), body);
	arena_release(&arena);
	return 0;
}
