#include "serve/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

enum { BYTES = 16, KEPT4 = 3, KEPT6 = 7 };

/* An address of either family as 16 bytes, IPv4 in its last four. */
static bool from_text(struct str text, unsigned char bytes[BYTES])
{
	char copy[INET6_ADDRSTRLEN] = "";

	memset(bytes, 0, BYTES);
	if (text.len >= sizeof(copy))
		return false;
	memcpy(copy, text.at, text.len);
	if (inet_pton(AF_INET, copy, bytes + 12) == 1) {
		bytes[10] = bytes[11] = 0xff;
		return true;
	}
	return inet_pton(AF_INET6, copy, bytes) == 1;
}

static bool from_peer(const struct sockaddr *peer, unsigned char bytes[BYTES])
{
	const void *any = peer;

	memset(bytes, 0, BYTES);
	if (peer != NULL && peer->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = any;

		bytes[10] = bytes[11] = 0xff;
		memcpy(bytes + 12, &v4->sin_addr, 4);
		return true;
	}
	if (peer != NULL && peer->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = any;

		memcpy(bytes, &v6->sin6_addr, BYTES);
		return true;
	}
	return false;
}

static bool is_v4(const unsigned char bytes[BYTES])
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(bytes, mapped, sizeof(mapped)) == 0;
}

static bool is_loopback(const unsigned char bytes[BYTES])
{
	static const unsigned char one[BYTES] = { [15] = 1 };

	return is_v4(bytes) ? bytes[12] == 127 : memcmp(bytes, one, BYTES) == 0;
}

static void print(const unsigned char bytes[BYTES], char *text, size_t size)
{
	if (is_v4(bytes))
		inet_ntop(AF_INET, bytes + 12, text, (socklen_t)size);
	else
		inet_ntop(AF_INET6, bytes, text, (socklen_t)size);
}

static void print_network(
    const unsigned char address[BYTES], char text[CLIENT_TEXT])
{
	unsigned char bytes[BYTES] = { 0 };
	char first[INET6_ADDRSTRLEN];

	memcpy(bytes, address, is_v4(address) ? 12 + KEPT4 : KEPT6);
	print(bytes, first, sizeof(first));
	snprintf(text, CLIENT_TEXT, "%s/%d", first,
	    8 * (is_v4(address) ? KEPT4 : KEPT6));
}

bool client_is_near(const struct sockaddr *peer)
{
	unsigned char bytes[BYTES];

	return peer != NULL &&
	       (peer->sa_family == AF_UNIX ||
		   (from_peer(peer, bytes) && is_loopback(bytes)));
}

void client_read(const struct sockaddr *peer, const char *forwarded,
    struct client *ret_client)
{
	unsigned char bytes[BYTES], told[BYTES];
	bool known = from_peer(peer, bytes);
	struct str list, last = { NULL, 0 };

	*ret_client = (struct client){ "", "" };
	list = forwarded != NULL ? str_of(forwarded) : last;
	while (list.at != NULL)
		last = str_trim(str_take(&list, ','));
	if (client_is_near(peer) && last.len > 0 && from_text(last, told)) {
		memcpy(bytes, told, BYTES);
		known = true;
	}
	if (!known)
		return;
	print(bytes, ret_client->address, CLIENT_TEXT);
	print_network(bytes, ret_client->network);
}
