#include "base/transfer_guard.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <netinet/in.h>
#include <string.h>

#include "base/url.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum {
	HOST_MAX = 253, /* of a name in DNS, and of one part of it */
	LABEL_MAX = 63,
	MAPPED_AT = 12, /* where ::ffff:a.b.c.d has its IPv4 address */
};

/* Numbers. */

static void set_v4(struct transfer_address *a, const void *number)
{
	static const uint8_t mapped[MAPPED_AT] = { [10] = 0xff, [11] = 0xff };

	memcpy(a->byte, mapped, sizeof(mapped));
	memcpy(a->byte + MAPPED_AT, number, 4);
}

bool transfer_address_of(
    const struct sockaddr *socket, struct transfer_address *ret_address)
{
	if (socket->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, socket, sizeof(v4));
		set_v4(ret_address, &v4.sin_addr);
		ret_address->port = ntohs(v4.sin_port);
		return true;
	}
	if (socket->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, socket, sizeof(v6));
		memcpy(ret_address->byte, &v6.sin6_addr, 16);
		ret_address->port = ntohs(v6.sin6_port);
		return true;
	}
	return false;
}

/* Does inet_pton read all of it?  `number` has room for either family. */
static bool read_number(int family, struct str text, void *number)
{
	char copy[INET6_ADDRSTRLEN];

	if (text.len >= sizeof(copy) || memchr(text.at, '\0', text.len) != NULL)
		return false;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	return inet_pton(family, copy, number) == 1;
}

static bool has_brackets(struct str host)
{
	return host.len > 2 && host.at[0] == '[' &&
	       host.at[host.len - 1] == ']';
}

bool transfer_address_parse(
    const char *text, struct transfer_address *ret_address, struct error *err)
{
	struct str all = str_of(text), host;
	const char *colon = strrchr(text, ':');
	struct transfer_address a = { 0 };
	uint8_t number[16] = { 0 };
	uint64_t port = 0;
	bool good = false;

	if (colon != NULL && str_to_number(str_of(colon + 1), 65535, &port)) {
		host = str_sub(all, 0, (size_t)(colon - text));
		if (has_brackets(host)) {
			host = str_sub(host, 1, host.len - 1);
			good = read_number(AF_INET6, host, a.byte);
		} else if (host.len > 0 && read_number(AF_INET, host, number)) {
			set_v4(&a, number);
			good = true;
		}
	}
	if (!good || port == 0)
		return error_set(err,
		    "cannot allow \"%.100s\": expected an address in numbers "
		    "and a port, such as 127.0.0.1:8080 or [::1]:8080",
		    text);
	a.port = (uint16_t)port;
	*ret_address = a;
	return true;
}

static bool has_prefix(const uint8_t *bytes, const uint8_t *prefix, int bits)
{
	int whole = bits / 8, rest = bits % 8;

	if (memcmp(bytes, prefix, (size_t)whole) != 0)
		return false;
	return rest == 0 ||
	       ((bytes[whole] ^ prefix[whole]) & (0xff00 >> rest & 0xff)) == 0;
}

/* What of IPv4 is not public, by IANA's list of special purposes. */
static bool is_public_v4(const uint8_t *bytes)
{
	static const struct {
		uint8_t prefix[4];
		int bits;
	} refused[] = {
		{ { 0 }, 8 },             /* this network */
		{ { 10 }, 8 },            /* private */
		{ { 100, 64 }, 10 },      /* shared by customers of a carrier */
		{ { 127 }, 8 },           /* this machine */
		{ { 169, 254 }, 16 },     /* link-local; metadata of clouds */
		{ { 172, 16 }, 12 },      /* private */
		{ { 192, 0, 0 }, 24 },    /* for protocols */
		{ { 192, 0, 2 }, 24 },    /* documentation */
		{ { 192, 88, 99 }, 24 },  /* relays of 6to4 */
		{ { 192, 168 }, 16 },     /* private */
		{ { 198, 18 }, 15 },      /* benchmarks */
		{ { 198, 51, 100 }, 24 }, /* documentation */
		{ { 203, 0, 113 }, 24 },  /* documentation */
		{ { 224 }, 4 },           /* multicast */
		{ { 240 }, 4 },           /* reserved, broadcast */
	};

	for (size_t i = 0; i < COUNT(refused); i++)
		if (has_prefix(bytes, refused[i].prefix, refused[i].bits))
			return false;
	return true;
}

bool transfer_address_is_public(const struct transfer_address *address)
{
	enum verdict { REFUSED, PUBLIC, HOLDS_V4 };
	/* The first that fits decides; what fits none is refused. */
	static const struct {
		uint8_t prefix[16];
		int bits;
		enum verdict verdict;
		int at; /* of the IPv4 address inside */
	} ranges[] = {
		{ { [10] = 0xff, 0xff }, 96, HOLDS_V4, MAPPED_AT },
		{ { 0x00, 0x64, 0xff, 0x9b }, 96, HOLDS_V4, 12 }, /* NAT64 */
		{ { 0x20, 0x02 }, 16, HOLDS_V4, 2 },              /* 6to4 */
		{ { 0x20, 0x01 }, 23, REFUSED, 0 },               /* Teredo */
		{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, REFUSED, 0 },
		{ { 0x3f, 0xff }, 20, REFUSED, 0 }, /* documentation, both */
		{ { 0x20 }, 3, PUBLIC, 0 },
	};

	for (size_t i = 0; i < COUNT(ranges); i++) {
		if (!has_prefix(
			address->byte, ranges[i].prefix, ranges[i].bits))
			continue;
		if (ranges[i].verdict == HOLDS_V4)
			return is_public_v4(address->byte + ranges[i].at);
		return ranges[i].verdict == PUBLIC;
	}
	return false;
}

bool transfer_address_may_be_met(const struct transfer_address *address,
    const struct transfer_address *allow, size_t allows)
{
	for (size_t i = 0; i < allows; i++)
		if (allow[i].port == address->port &&
		    memcmp(allow[i].byte, address->byte, 16) == 0)
			return true;
	return transfer_address_is_public(address);
}

/* Addresses of the web. */

/* NULL if every byte may stand in an address that is asked for. */
static const char *judge_bytes(struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.at[i];

		if (char_is_space(url.at[i]))
			return "it holds a blank or a line end";
		if (c < ' ' || c == 0x7f)
			return "it holds a control character";
		if (c == '\\')
			return "it holds a backslash";
	}
	return NULL;
}

static bool may_stand_in_host(char c)
{
	return char_is_alnum(c) || c == '-' || c == '.' || c == '_';
}

static const char *judge_labels(struct str host)
{
	while (host.at != NULL) {
		struct str label = str_take(&host, '.');

		/* One dot at the end is fine: a name that is complete. */
		if (label.len == 0 && (host.at != NULL || host.len > 0))
			return "a part of its host's name is empty";
		if (label.len > LABEL_MAX)
			return "a part of its host's name is too long";
	}
	return NULL;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_digit(s.at[i]))
			return false;
	return s.len > 0;
}

/* Browsers and C libraries read a host as a number, in forms of their own, if
 * its last part is one: 0x7f.1, 017700000001, 127.1. */
static bool ends_in_number(struct str host)
{
	size_t dot;

	if (host.len > 0 && host.at[host.len - 1] == '.')
		host.len--;
	while ((dot = str_find_char(host, '.', 0)) != STR_NONE)
		host = str_sub(host, dot + 1, host.len);
	return all_digits(host) || str_starts_fold(host, STR("0x"));
}

static const char *judge_name(struct str host)
{
	uint8_t number[4];

	if (host.len == 0)
		return "it names no host";
	if (host.len > HOST_MAX)
		return "its host's name is too long";
	for (size_t i = 0; i < host.len; i++)
		if (!may_stand_in_host(host.at[i]))
			return "its host is not the name of one";
	if (ends_in_number(host) && !read_number(AF_INET, host, number))
		return "its host is a number in an odd form";
	return judge_labels(host);
}

/* Other scripts become ASCII first: some of their digits and dots are digits
 * and dots afterwards. */
static const char *add_name(struct strbuf *out, struct str host)
{
	char copy[HOST_MAX * 4 + 1];
	char *ascii = NULL;
	const char *wrong;

	if (host.len >= sizeof(copy))
		return "its host's name is too long";
	if (host.len == 0)
		return "it names no host";
	memcpy(copy, host.at, host.len);
	copy[host.len] = '\0';
	for (size_t i = 0; i < host.len; i++)
		if ((unsigned char)copy[i] >= 0x80) {
			if (idn2_lookup_u8((const uint8_t *)copy,
				(uint8_t **)&ascii,
				IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) !=
			    IDN2_OK)
				return "its host is not the name of one";
			break;
		}
	host = str_of(ascii != NULL ? ascii : copy);
	wrong = judge_name(host);
	for (size_t i = 0; wrong == NULL && i < host.len; i++)
		strbuf_add_char(out, char_lower(host.at[i]));
	idn2_free(ascii);
	return wrong;
}

static const char *add_host(struct strbuf *out, struct str host)
{
	uint8_t number[16];

	if (host.len == 0 || host.at[0] != '[')
		return add_name(out, host);
	if (!has_brackets(host) ||
	    !read_number(AF_INET6, str_sub(host, 1, host.len - 1), number))
		return "its host is no address of IPv6";
	for (size_t i = 0; i < host.len; i++)
		strbuf_add_char(out, char_lower(host.at[i]));
	return NULL;
}

/* Where the host ends and ":port" may begin. */
static size_t host_length(struct str authority)
{
	size_t at = str_find_char(authority, ']', 0);

	at = str_find_char(authority, ':', at != STR_NONE ? at : 0);
	return at != STR_NONE ? at : authority.len;
}

static const char *add_authority(
    struct strbuf *out, struct str authority, bool secure)
{
	struct str host, port;
	const char *wrong;
	uint64_t number;

	if (str_find_char(authority, '@', 0) != STR_NONE)
		return "it holds a user's name";
	host = str_sub(authority, 0, host_length(authority));
	port = str_sub(authority, host.len + 1, authority.len);
	wrong = add_host(out, host);
	if (wrong != NULL || port.len == 0)
		return wrong;
	if (!str_to_number(port, 65535, &number) || number == 0)
		return "its port is no number of 1 to 65535";
	if (number != (secure ? 443 : 80)) {
		strbuf_add_char(out, ':');
		strbuf_add_number(out, number);
	}
	return NULL;
}

static const char *add_clean(struct strbuf *out, struct str url)
{
	struct url u = url_split(url);
	bool secure = str_eq_fold(u.scheme, STR("https"));
	const char *wrong =
	    url.len > LIMIT_URL ? "it is too long" : judge_bytes(url);

	if (wrong != NULL)
		return wrong;
	if (!secure && !str_eq_fold(u.scheme, STR("http")))
		return "it begins with neither http: nor https:";
	if (u.authority.len == 0)
		return "it names no host";
	strbuf_add_cstr(out, secure ? "https://" : "http://");
	wrong = add_authority(out, u.authority, secure);
	if (wrong != NULL)
		return wrong;
	if (u.path.len == 0)
		strbuf_add_char(out, '/');
	url_add_encoded(out, u.path);
	if (u.query.at != NULL) {
		strbuf_add_char(out, '?');
		url_add_encoded(out, u.query);
	}
	return out->full ? "it is too long" : NULL;
}

bool transfer_url_clean(
    struct strbuf *out, struct str url, const char **ret_why)
{
	size_t before = out->len;
	const char *wrong = add_clean(out, url);

	if (wrong == NULL)
		return true;
	strbuf_truncate(out, before);
	*ret_why = wrong;
	return false;
}

struct str transfer_url_authority(struct str clean)
{
	return url_split(clean).authority;
}

struct str transfer_url_host(struct str clean)
{
	struct str authority = transfer_url_authority(clean);

	return str_sub(authority, 0, host_length(authority));
}

bool transfer_url_is_numeric(struct str clean)
{
	struct str host = transfer_url_host(clean);
	uint8_t number[4];

	return has_brackets(host) || read_number(AF_INET, host, number);
}
