/* The address and the socket of the server. */
#include "serve/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 128 };

static bool parse_host(
    struct str host, struct listen_address *a, struct error *err)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&a->socket;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&a->socket;
	char text[INET6_ADDRSTRLEN] = "";

	if (host.len == 0 || str_eq(host, STR("localhost")))
		host = STR("127.0.0.1");
	if (host.at[0] == '[' && host.at[host.len - 1] == ']')
		host = str_sub(host, 1, host.len - 1);
	if (host.len < sizeof(text))
		memcpy(text, host.at, host.len);
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		a->size = sizeof(*v4);
		a->loopback = (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
		return true;
	}
	if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		a->size = sizeof(*v6);
		a->loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
		return true;
	}
	return error_set(err,
	    "cannot listen on \"%.100s\": expected an address in numbers "
	    "and a port, such as 127.0.0.1:8765 or [::1]:8765",
	    host.at);
}

static void set_port(struct listen_address *a, uint16_t port)
{
	/* Both families have it at the same place. */
	((struct sockaddr_in *)&a->socket)->sin_port = htons(port);
}

bool listen_parse(
    const char *text, struct listen_address *ret_address, struct error *err)
{
	struct str all = str_of(text), host = { text, 0 }, port = all;
	const char *colon = strrchr(text, ':');
	struct listen_address a = { 0 };
	uint64_t number;

	if (colon != NULL) {
		host = str_sub(all, 0, (size_t)(colon - text));
		port = str_of(colon + 1);
	}
	if (!str_to_number(port, 65535, &number))
		return error_set(err,
		    "cannot listen on \"%.100s\": expected a port of 0 to "
		    "65535 at its end, such as 127.0.0.1:8765",
		    text);
	if (!parse_host(host, &a, err))
		return false;
	set_port(&a, (uint16_t)number);
	*ret_address = a;
	return true;
}

static void print_url(const struct listen_address *a, char ret_url[LISTEN_URL])
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)&a->socket;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&a->socket;
	char host[INET6_ADDRSTRLEN] = "";

	if (v4->sin_family == AF_INET) {
		inet_ntop(AF_INET, &v4->sin_addr, host, sizeof(host));
		snprintf(ret_url, LISTEN_URL, "http://%s:%d/", host,
		    ntohs(v4->sin_port));
	} else {
		inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof(host));
		snprintf(ret_url, LISTEN_URL, "http://[%s]:%d/", host,
		    ntohs(v6->sin6_port));
	}
}

static bool fail(const struct listen_address *a, int number, struct error *err)
{
	char url[LISTEN_URL];

	print_url(a, url);
	if (number == EADDRINUSE)
		return error_set(err,
		    "cannot listen on %s: another program has this port; "
		    "choose one with --listen, or port 0 for any that is free",
		    url);
	return error_errno(err, number, "cannot listen on %s", url);
}

/* 0 or an errno. */
static int occupy(int fd, struct listen_address *a)
{
	socklen_t size = sizeof(a->socket);

	if (bind(fd, (struct sockaddr *)&a->socket, a->size) != 0 ||
	    listen(fd, BACKLOG) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a->socket, &size) != 0)
		return errno;
	return 0;
}

int listen_open(struct listen_address *a, bool or_any, char ret_url[LISTEN_URL],
    struct error *err)
{
	const int yes = 1;
	int fd = socket(a->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int failure;

	if (fd < 0) {
		fail(a, errno, err);
		return -1;
	}
	/* So that the port of a server that just ended is free. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	failure = occupy(fd, a);
	if (failure == EADDRINUSE && or_any) {
		set_port(a, 0);
		failure = occupy(fd, a);
	}
	if (failure != 0) {
		fail(a, failure, err);
		close(fd);
		return -1;
	}
	print_url(a, ret_url);
	return fd;
}

int listen_take(struct listen_address *a, int fd, char ret_url[LISTEN_URL],
    struct error *err)
{
	int listening = 0;
	socklen_t size = sizeof(listening);
	struct listen_address got = { .size = sizeof(got.socket) };

	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 ||
	    listening == 0 ||
	    getsockname(fd, (struct sockaddr *)&got.socket, &got.size) != 0) {
		close(fd);
		error_set(err, "the socket that was handed on does not listen");
		return -1;
	}
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	*a = got;
	if (a->socket.ss_family == AF_INET || a->socket.ss_family == AF_INET6)
		print_url(a, ret_url);
	else
		snprintf(ret_url, LISTEN_URL, "(a socket that was handed on)");
	return fd;
}

int listen_handed_on(void)
{
	enum { FIRST = 3 };
	const char *process = getenv("LISTEN_PID");
	const char *count = getenv("LISTEN_FDS");
	uint64_t pid, sockets;

	if (process == NULL || count == NULL ||
	    !str_to_number(str_of(process), INT32_MAX, &pid) ||
	    !str_to_number(str_of(count), 1, &sockets) ||
	    (pid_t)pid != getpid() || sockets != 1)
		return -1;
	return FIRST;
}
