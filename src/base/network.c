#include "base/network.h"

#include <arpa/inet.h>
#include <string.h>

/* Bytes of a number that are kept. */
enum { V4_KEPT = 3, V4_SIZE = 4, V6_KEPT = 6, V6_SIZE = 16, V4_IN_V6 = 12 };

static struct str written(struct arena *arena, int family,
    unsigned char *number, size_t size, size_t kept)
{
	char text[INET6_ADDRSTRLEN];

	memset(number + kept, 0, size - kept);
	if (inet_ntop(family, number, text, sizeof(text)) == NULL)
		return (struct str){ NULL, 0 };
	return arena_printf(arena, "%s/%zu", text, 8 * kept);
}

struct str network_of(struct arena *arena, struct str address)
{
	static const unsigned char v4_prefix[V4_IN_V6] = {
		[10] = 0xff, [11] = 0xff
	};
	unsigned char number[V6_SIZE];
	char text[INET6_ADDRSTRLEN];

	if (address.len == 0 || address.len >= sizeof(text))
		return (struct str){ NULL, 0 };
	memcpy(text, address.at, address.len);
	text[address.len] = '\0';
	if (strlen(text) != address.len)
		return (struct str){ NULL, 0 };
	if (inet_pton(AF_INET, text, number) == 1)
		return written(arena, AF_INET, number, V4_SIZE, V4_KEPT);
	if (inet_pton(AF_INET6, text, number) != 1)
		return (struct str){ NULL, 0 };
	if (memcmp(number, v4_prefix, V4_IN_V6) == 0)
		return written(
		    arena, AF_INET, number + V4_IN_V6, V4_SIZE, V4_KEPT);
	return written(arena, AF_INET6, number, V6_SIZE, V6_KEPT);
}
