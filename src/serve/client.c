#include "serve/client.h"

#include <netinet/in.h>
#include <string.h>

static bool from_peer(
    const struct sockaddr *peer, unsigned char bytes[NETWORK_BYTES])
{
	const void *any = peer;

	memset(bytes, 0, NETWORK_BYTES);
	if (peer != NULL && peer->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = any;

		network_take_v4(&v4->sin_addr, bytes);
		return true;
	}
	if (peer != NULL && peer->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = any;

		memcpy(bytes, &v6->sin6_addr, NETWORK_BYTES);
		return true;
	}
	return false;
}

bool client_is_near(const struct sockaddr *peer)
{
	unsigned char bytes[NETWORK_BYTES];

	return peer != NULL &&
	       (peer->sa_family == AF_UNIX ||
		   (from_peer(peer, bytes) && network_is_loopback(bytes)));
}

void client_read(const struct sockaddr *peer, const char *forwarded,
    struct client *ret_client)
{
	unsigned char bytes[NETWORK_BYTES], told[NETWORK_BYTES];
	bool known = from_peer(peer, bytes);
	struct str list, last = { NULL, 0 };

	*ret_client = (struct client){ "", "" };
	list = forwarded != NULL ? str_of(forwarded) : last;
	while (list.at != NULL)
		last = str_trim(str_take(&list, ','));
	if (client_is_near(peer) && network_read(last, told)) {
		memcpy(bytes, told, NETWORK_BYTES);
		known = true;
	}
	if (!known)
		return;
	network_print(bytes, ret_client->address);
	network_print_part(bytes, ret_client->network);
}
