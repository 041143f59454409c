#include "send/smtp_server.h"

#include <netdb.h>
#include <netinet/in.h>
#include <openssl/ssl.h>

#include "base/network.h"

/* "HOST:PORT", "[::1]:PORT", "HOST"; *ret_port is unset without one. */
static bool split_host(
    struct str text, struct str *ret_host, struct str *ret_port)
{
	size_t colon;
	uint64_t port;

	*ret_port = (struct str){ NULL, 0 };
	if (str_starts(text, STR("["))) {
		size_t end = str_find_char(text, ']', 0);

		if (end == STR_NONE)
			return false;
		*ret_host = str_sub(text, 1, end);
		text = str_sub(text, end + 1, text.len);
		colon = text.len > 0 ? 0 : STR_NONE;
	} else {
		colon = str_find_char(text, ':', 0);
		*ret_host = str_sub(text, 0, colon);
	}
	if (colon != STR_NONE) {
		*ret_port = str_sub(text, colon + 1, text.len);
		if (text.at[colon] != ':' ||
		    !str_to_number(*ret_port, 65535, &port) || port == 0)
			return false;
	}
	return ret_host->len > 0 &&
	       str_find_char(*ret_host, '/', 0) == STR_NONE &&
	       str_find_char(*ret_host, '@', 0) == STR_NONE;
}

static bool read_way(struct arena *arena, struct str way, struct smtp_server *s,
    struct error *err)
{
	bool plain = str_starts_fold(way, STR("smtp://"));
	struct str host, port;

	s->tls_at_once = str_starts_fold(way, STR("smtps://"));
	if ((!plain && !s->tls_at_once) ||
	    !split_host(str_sub(way, plain ? 7 : 8, way.len), &host, &port))
		return error_set(err,
		    "mail cannot be sent to %.*s: expected smtp://HOST, "
		    "smtp://HOST:PORT or smtps://HOST",
		    STR_ARG(way));
	s->way = arena_str(arena, way);
	s->host = arena_cstr(arena, host);
	s->port = port.at != NULL  ? arena_cstr(arena, port)
		  : s->tls_at_once ? "465"
				   : "25";
	return true;
}

/* Whoever we talk to must show a certificate, at least of TLS 1.2. */
static bool open_tls(struct smtp_server *s, struct error *err)
{
	const char *file = s->login.ca_file;

	s->tls = SSL_CTX_new(TLS_client_method());
	if (s->tls == NULL)
		xout_of_memory(0);
	SSL_CTX_set_min_proto_version(s->tls, TLS1_2_VERSION);
	SSL_CTX_set_verify(s->tls, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(s->tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
				     SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (file != NULL ? SSL_CTX_load_verify_file(s->tls, file) == 1
			 : SSL_CTX_set_default_verify_paths(s->tls) == 1)
		return true;
	SSL_CTX_free(s->tls);
	s->tls = NULL;
	return error_set(err,
	    "cannot read the certificates that are trusted%s%s",
	    file != NULL ? ": " : "", file != NULL ? file : "");
}

bool smtp_server_open(struct arena *arena, struct str way,
    const struct smtp_login *login, struct smtp_server *ret_server,
    struct error *err)
{
	struct smtp_server s = { .login = *login };

	if (!read_way(arena, way, &s, err) || !open_tls(&s, err))
		return false;
	s.tls_needed = s.tls_at_once || login->user != NULL;
	*ret_server = s;
	return true;
}

void smtp_server_close(struct smtp_server *server)
{
	SSL_CTX_free(server->tls);
	server->tls = NULL;
}

static bool is_here(const struct sockaddr *name)
{
	unsigned char address[NETWORK_BYTES];

	if (name->sa_family == AF_INET6)
		memcpy(address,
		    &((const struct sockaddr_in6 *)(const void *)name)
			 ->sin6_addr,
		    NETWORK_BYTES);
	else
		network_take_v4(
		    &((const struct sockaddr_in *)(const void *)name)->sin_addr,
		    address);
	return network_is_loopback(address);
}

bool smtp_server_find(struct smtp_server *s, struct error *err)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_ADDRCONFIG };
	struct addrinfo *list = NULL;
	int failed = getaddrinfo(s->host, s->port, &hints, &list);

	if (failed != 0)
		return error_set(err, "cannot find the mail server %s: %s",
		    s->host, gai_strerror(failed));
	s->addresses = 0;
	for (struct addrinfo *a = list;
	     a != NULL && s->addresses < SMTP_ADDRESSES; a = a->ai_next) {
		if (a->ai_family != AF_INET && a->ai_family != AF_INET6)
			continue;
		memcpy(
		    &s->address[s->addresses].name, a->ai_addr, a->ai_addrlen);
		s->address[s->addresses].size = a->ai_addrlen;
		s->address[s->addresses++].here = is_here(a->ai_addr);
	}
	freeaddrinfo(list);
	if (s->addresses == 0)
		return error_set(
		    err, "the mail server %s has no internet address", s->host);
	return true;
}
