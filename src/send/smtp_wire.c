#include "send/smtp_wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/network.h"
#include "send/smtp_server.h"

enum { PIECES_AT_ONCE = 16 };

/* -------------------------------------------------------------- connections */

bool wire_open(struct smtp_wire *w, const struct smtp_server *s, size_t address,
    struct error *err)
{
	const struct sockaddr *name =
	    (const struct sockaddr *)&s->address[address].name;
	int yes = 1;

	*w = (struct smtp_wire){ .fd = socket(name->sa_family,
				     SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
				     0) };
	if (w->fd < 0)
		return error_errno(
		    err, errno, "cannot connect to %.*s", STR_ARG(s->way));
	/* What is said together is written together. */
	setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (connect(w->fd, name, s->address[address].size) != 0 &&
	    errno != EINPROGRESS) {
		error_errno(
		    err, errno, "cannot connect to %.*s", STR_ARG(s->way));
		wire_close(w);
		return false;
	}
	w->wants = POLLOUT;
	return true;
}

void wire_close(struct smtp_wire *w)
{
	if (w->tls != NULL) {
		SSL_set_quiet_shutdown(w->tls, 1);
		SSL_free(w->tls);
	}
	if (w->fd >= 0)
		close(w->fd);
	*w = (struct smtp_wire){ .fd = -1 };
}

enum wire_status wire_connect(
    struct smtp_wire *w, const struct smtp_server *s, struct error *err)
{
	struct pollfd poll_one = { .fd = w->fd, .events = POLLOUT };
	int number = 0;
	socklen_t size = sizeof(number);

	if (poll(&poll_one, 1, 0) == 0)
		return WIRE_WAIT;
	getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &number, &size);
	if (number == 0)
		return WIRE_DONE;
	error_errno(err, number, "cannot connect to %.*s", STR_ARG(s->way));
	return WIRE_FAILED;
}

/* ---------------------------------------------------------------------- TLS */

/* What a call of OpenSSL came to that did not do it. */
static enum wire_status judge(
    struct smtp_wire *w, int result, struct error *err)
{
	int saved = errno;
	unsigned long code;

	switch (SSL_get_error(w->tls, result)) {
	case SSL_ERROR_WANT_READ: w->wants = POLLIN; return WIRE_WAIT;
	case SSL_ERROR_WANT_WRITE: w->wants = POLLOUT; return WIRE_WAIT;
	case SSL_ERROR_ZERO_RETURN: return WIRE_ENDED;
	default: break;
	}
	code = ERR_get_error();
	ERR_clear_error();
	if (code != 0)
		error_set(err, "TLS failed: %s", ERR_reason_error_string(code));
	else if (saved != 0)
		error_errno(err, saved, "the connection broke");
	else
		error_set(err, "the connection was cut");
	return WIRE_FAILED;
}

static void start_tls(struct smtp_wire *w, const struct smtp_server *s)
{
	unsigned char address[NETWORK_BYTES];

	w->tls = SSL_new(s->tls);
	if (w->tls == NULL || SSL_set_fd(w->tls, w->fd) != 1)
		xout_of_memory(0);
	SSL_set_connect_state(w->tls);
	if (network_read(str_of(s->host), address)) {
		X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(w->tls), s->host);
	} else {
		SSL_set1_host(w->tls, s->host);
		/* SNI; the macro for it takes the const away. */
		SSL_ctrl(w->tls, SSL_CTRL_SET_TLSEXT_HOSTNAME,
		    TLSEXT_NAMETYPE_host_name, (void *)(uintptr_t)s->host);
	}
}

enum wire_status wire_encrypt(
    struct smtp_wire *w, const struct smtp_server *s, struct error *err)
{
	enum wire_status status;
	long verified;
	int result;

	if (w->tls == NULL)
		start_tls(w, s);
	ERR_clear_error();
	errno = 0;
	result = SSL_do_handshake(w->tls);
	if (result == 1)
		return WIRE_DONE;
	verified = SSL_get_verify_result(w->tls);
	status = judge(w, result, err);
	if (status == WIRE_FAILED && verified != X509_V_OK)
		error_set(err, "the certificate of %s is not good: %s", s->host,
		    X509_verify_cert_error_string(verified));
	return status;
}

bool wire_certificate_end(const struct smtp_wire *w, int64_t *ret_end)
{
	const X509 *certificate = SSL_get0_peer_certificate(w->tls);
	int days, seconds;

	if (certificate == NULL || ASN1_TIME_diff(&days, &seconds, NULL,
				       X509_get0_notAfter(certificate)) != 1)
		return false;
	*ret_end =
	    (int64_t)time(NULL) + (int64_t)days * (24 * 60 * 60) + seconds;
	return true;
}

/* -------------------------------------------------------------------- bytes */

static enum wire_status judge_errno(
    struct smtp_wire *w, short wants, struct error *err)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
		w->wants = wants;
		return WIRE_WAIT;
	}
	error_errno(err, errno, "the connection broke");
	return WIRE_FAILED;
}

enum wire_status wire_read(struct smtp_wire *w, char *to, size_t size,
    size_t *ret_size, struct error *err)
{
	ssize_t got;

	if (w->tls != NULL) {
		int result;

		ERR_clear_error();
		errno = 0;
		result = SSL_read_ex(w->tls, to, size, ret_size);
		return result == 1 ? WIRE_DONE : judge(w, result, err);
	}
	got = read(w->fd, to, size);
	if (got < 0)
		return judge_errno(w, POLLIN, err);
	*ret_size = (size_t)got;
	return got == 0 ? WIRE_ENDED : WIRE_DONE;
}

enum wire_status wire_write(
    struct smtp_wire *w, struct str bytes, size_t *ret_size, struct error *err)
{
	return wire_write_pieces(w, &bytes, 1, ret_size, err);
}

enum wire_status wire_write_pieces(struct smtp_wire *w, const struct str *piece,
    size_t pieces, size_t *ret_size, struct error *err)
{
	struct iovec vector[PIECES_AT_ONCE];
	struct msghdr message = { .msg_iov = vector };
	ssize_t put;

	if (w->tls != NULL) {
		int result;

		ERR_clear_error();
		errno = 0;
		result = SSL_write_ex(w->tls, piece->at, piece->len, ret_size);
		return result == 1 ? WIRE_DONE : judge(w, result, err);
	}
	for (size_t i = 0; i < pieces && i < PIECES_AT_ONCE; i++) {
		vector[i].iov_base = (void *)(uintptr_t)piece[i].at;
		vector[i].iov_len = piece[i].len;
		message.msg_iovlen = i + 1;
	}
	put = sendmsg(w->fd, &message, MSG_NOSIGNAL);
	if (put < 0)
		return judge_errno(w, POLLOUT, err);
	*ret_size = (size_t)put;
	return WIRE_DONE;
}
