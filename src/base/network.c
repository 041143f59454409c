#include "base/network.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* Bytes of an address before one of version 4; and bytes that are kept. */
enum { BEFORE_V4 = 12, V4_KEPT = 3, V6_KEPT = 7 };

static bool is_v4(const unsigned char address[NETWORK_BYTES])
{
	static const unsigned char mapped[BEFORE_V4] = {
		[10] = 0xff, [11] = 0xff
	};

	return memcmp(address, mapped, BEFORE_V4) == 0;
}

void network_take_v4(const void *v4, unsigned char address[NETWORK_BYTES])
{
	memset(address, 0, NETWORK_BYTES);
	address[10] = address[11] = 0xff;
	memcpy(address + BEFORE_V4, v4, NETWORK_BYTES - BEFORE_V4);
}

bool network_read(struct str text, unsigned char address[NETWORK_BYTES])
{
	char copy[INET6_ADDRSTRLEN] = "";
	struct in_addr v4;

	memset(address, 0, NETWORK_BYTES);
	if (text.len == 0 || text.len >= sizeof(copy))
		return false;
	memcpy(copy, text.at, text.len);
	if (strlen(copy) != text.len)
		return false;
	if (inet_pton(AF_INET, copy, &v4) == 1) {
		network_take_v4(&v4, address);
		return true;
	}
	if (inet_pton(AF_INET6, copy, address) == 1)
		return true;
	memset(address, 0, NETWORK_BYTES);
	return false;
}

bool network_is_loopback(const unsigned char address[NETWORK_BYTES])
{
	static const unsigned char one[NETWORK_BYTES] = { [15] = 1 };

	return is_v4(address) ? address[BEFORE_V4] == 127
			      : memcmp(address, one, NETWORK_BYTES) == 0;
}

void network_print(
    const unsigned char address[NETWORK_BYTES], char text[NETWORK_TEXT])
{
	if (is_v4(address))
		inet_ntop(AF_INET, address + BEFORE_V4, text, NETWORK_TEXT);
	else
		inet_ntop(AF_INET6, address, text, NETWORK_TEXT);
}

void network_print_part(
    const unsigned char address[NETWORK_BYTES], char text[NETWORK_TEXT])
{
	unsigned char part[NETWORK_BYTES] = { 0 };
	char first[NETWORK_TEXT];

	memcpy(part, address, is_v4(address) ? BEFORE_V4 + V4_KEPT : V6_KEPT);
	network_print(part, first);
	snprintf(text, NETWORK_TEXT, "%.50s/%d", first,
	    8 * (is_v4(address) ? V4_KEPT : V6_KEPT));
}

struct str network_of(struct arena *arena, struct str text)
{
	unsigned char address[NETWORK_BYTES];
	char network[NETWORK_TEXT];

	if (!network_read(text, address))
		return (struct str){ NULL, 0 };
	network_print_part(address, network);
	return arena_str(arena, str_of(network));
}
