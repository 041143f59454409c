/* Any bytes for the body of a form, the path of a route, and X-Forwarded-For. */
#include <assert.h>

#include <netinet/in.h>

#include "base/text.h"
#include "serve/client.h"
#include "serve/form.h"
#include "serve/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_form(struct arena *arena, struct str text)
{
	struct form form;

	if (!form_read(arena, text, &form))
		return;
	assert(form.count <= LIMIT_FORM_FIELDS);
	for (size_t i = 0; i < form.count; i++) {
		struct str value = form.field[i].value;

		assert(
		    text_is_valid(value) && text_is_valid(form.field[i].name));
		assert(str_find_char(value, '\0', 0) == STR_NONE);
		assert(str_find_char(value, '\r', 0) == STR_NONE);
	}
}

static void check_route(struct str path)
{
	struct str part;
	const struct route *route = route_find(path, ~0U, &part);

	assert(route == NULL || str_find_char(part, '/', 0) == STR_NONE);
}

static void check_client(struct arena *arena, struct str text)
{
	const struct sockaddr_in here = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const void *peer = &here;
	struct client client;

	client_read(peer, arena_cstr(arena, text), &client);
	assert(strlen(client.address) > 0 && strlen(client.network) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text = { (const char *)data, size };

	check_form(&arena, text);
	check_route(text);
	check_client(&arena, text);
	arena_release(&arena);
	return 0;
}
