#include "base/transfer_exchange.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Of a redirect's body nobody reads; a short one keeps the connection. */
#define REDIRECT_BODY (16 * KIB)
/* Longer than any patience; what is beyond is no number. */
#define RETRY_AFTER_MAX ((int64_t)10 * 366 * 24 * 3600)

/* Callbacks of libcurl. */

static curl_socket_t open_socket(
    void *data, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct transfer_exchange *e = data;
	const struct transfer_options *o = e->options;
	struct transfer_address address;

	(void)purpose;
	if (!transfer_address_of(&to->addr, &address) ||
	    !transfer_address_may_be_met(&address, o->allow, o->allows)) {
		e->forbidden = true;
		return CURL_SOCKET_BAD;
	}
	e->opened = true;
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static int current_status(const struct transfer_exchange *e)
{
	long status = 0;

	curl_easy_getinfo(e->easy, CURLINFO_RESPONSE_CODE, &status);
	return (int)status;
}

/* "Name: value" into its place, the first of each name; others are dropped. */
static void keep_field(struct transfer_exchange *e, struct str line)
{
	static const char *const names[FIELDS] = {
		[FIELD_LOCATION] = "Location",
		[FIELD_RETRY_AFTER] = "Retry-After",
		[FIELD_CONTENT_TYPE] = "Content-Type",
		[FIELD_ETAG] = "ETag",
		[FIELD_LAST_MODIFIED] = "Last-Modified",
		[FIELD_DATE] = "Date",
		[FIELD_LINK] = "Link",
		[FIELD_X_REMAINING] = "X-RateLimit-Remaining",
		[FIELD_X_RESET] = "X-RateLimit-Reset",
		[FIELD_REMAINING] = "RateLimit-Remaining",
		[FIELD_RESET] = "RateLimit-Reset",
	};
	struct str name = str_take(&line, ':');

	if (line.at == NULL)
		return;
	for (size_t i = 0; i < FIELDS; i++)
		if (str_eq_fold(name, str_of(names[i])) &&
		    e->field[i].at == NULL)
			e->field[i] = arena_str(e->arena, str_trim(line));
}

/* One line; an empty one ends the headers, of an interim answer (1xx) too. */
static size_t on_header(char *at, size_t size, size_t count, void *data)
{
	struct transfer_exchange *e = data;
	struct str line = { at, size * count };

	e->header_bytes += line.len;
	if (e->header_bytes > LIMIT_HEADERS) {
		e->headers_too_long = true;
		return 0;
	}
	/* Trailers, behind the body, say nothing about it. */
	if (e->status != 0)
		return line.len;
	if (str_starts(line, STR("HTTP/")))
		memset(e->field, 0, sizeof(e->field));
	else if (str_trim(line).len > 0)
		keep_field(e, line);
	else if (current_status(e) >= 200)
		e->status = current_status(e);
	return line.len;
}

/* Returning less than was given ends the transfer. */
static size_t on_body(char *at, size_t size, size_t count, void *data)
{
	struct transfer_exchange *e = data;
	struct str part = { at, size * count };
	size_t room = e->body.max - e->body.len;

	if (transfer_exchange_redirects(e)) {
		e->dropped += part.len;
		return e->dropped <= REDIRECT_BODY ? part.len : 0;
	}
	e->cut = part.len > room;
	strbuf_add(&e->body, str_sub(part, 0, room));
	return e->cut ? 0 : part.len;
}

/* Start. */

static void set_checked(CURL *easy, CURLoption option, const char *value)
{
	/* Only want of memory can make it fail: it copies. */
	if (curl_easy_setopt(easy, option, value) != CURLE_OK)
		xout_of_memory(strlen(value));
}

static void add_header(struct transfer_exchange *e, const char *line)
{
	struct curl_slist *list = curl_slist_append(e->header, line);

	if (list == NULL)
		xout_of_memory(strlen(line));
	e->header = list;
}

/* The value came from a server once; it must not begin a line of its own. */
static void add_condition(
    struct transfer_exchange *e, const char *name, struct str value)
{
	bool clean = true;

	for (size_t i = 0; i < value.len; i++)
		clean = clean && (unsigned char)value.at[i] >= ' ';
	if (clean && value.len > 0)
		add_header(
		    e, arena_printf(e->arena, "%s: %.*s", name, STR_ARG(value))
			   .at);
}

static void set_headers(
    struct transfer_exchange *e, const struct exchange_request *r)
{
	const char *const *line;

	for (line = r->options->header; line != NULL && *line != NULL; line++)
		add_header(e, *line);
	line = r->own_headers ? r->request->header : NULL;
	for (; line != NULL && *line != NULL; line++)
		add_header(e, *line);
	add_condition(e, "If-None-Match", r->request->if_none_match);
	add_condition(e, "If-Modified-Since", r->request->if_modified_since);
	curl_easy_setopt(e->easy, CURLOPT_HTTPHEADER, e->header);
	set_checked(e->easy, CURLOPT_USERAGENT, r->options->user_agent);
	set_checked(e->easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
}

static void set_bounds(CURL *easy, const struct exchange_request *r)
{
	set_checked(easy, CURLOPT_URL, r->url);
	set_checked(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	set_checked(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(
	    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(
	    easy, CURLOPT_CONNECTTIMEOUT_MS, (long)r->options->connect_ms);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)r->time_ms);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Do not wait for a name server that keeps silent when time is up. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	/* It goes through all names that it remembers, for each request. */
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 10L);
	if (r->options->ca_file != NULL)
		set_checked(easy, CURLOPT_CAINFO, r->options->ca_file);
}

/* A body makes it a POST; the caller's headers say of what type. */
static void set_body(CURL *easy, struct str body)
{
	if (body.at == NULL)
		return;
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(
	    easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.at);
}

static void set_method(CURL *easy, const struct transfer_request *r)
{
	struct arena arena = { 0 };

	if (r->method != NULL)
		set_checked(easy, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->signature == NULL)
		return;
	set_checked(easy, CURLOPT_AWS_SIGV4,
	    arena_printf(&arena, "aws:amz:%s:s3", r->signature->region).at);
	set_checked(easy, CURLOPT_USERPWD, r->signature->key);
	arena_release(&arena);
}

static void set_callbacks(struct transfer_exchange *e)
{
	curl_easy_setopt(e->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(e->easy, CURLOPT_OPENSOCKETDATA, e);
	curl_easy_setopt(e->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e->easy, CURLOPT_HEADERDATA, e);
	curl_easy_setopt(e->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e->easy, CURLOPT_WRITEDATA, e);
}

struct transfer_exchange *transfer_exchange_start(CURLM *multi,
    struct arena *arena, const struct exchange_request *request, void *owner)
{
	struct transfer_exchange *e =
	    ARENA_NEW(arena, struct transfer_exchange);

	e->options = request->options;
	e->arena = arena;
	e->easy = curl_easy_init();
	if (e->easy == NULL)
		xout_of_memory(sizeof(*e));
	strbuf_init(&e->body, request->request->body_max > 0
				  ? request->request->body_max
				  : request->options->body_max);
	e->posts = request->request->body.at != NULL ||
		   request->request->method != NULL;
	set_bounds(e->easy, request);
	set_headers(e, request);
	set_body(e->easy, request->request->body);
	set_method(e->easy, request->request);
	set_callbacks(e);
	curl_easy_setopt(e->easy, CURLOPT_PRIVATE, owner);
	if (curl_multi_add_handle(multi, e->easy) != CURLM_OK)
		xout_of_memory(sizeof(*e));
	return e;
}

/* End. */

/* X509_V_ERR_... of OpenSSL. */
const char *transfer_certificate_why(CURL *easy)
{
	static const struct {
		long number;
		const char *why;
	} reasons[] = {
		{ 0, "its certificate is for another name" },
		{ 9, "its certificate is not valid yet" },
		{ 10, "its certificate has expired" },
		{ 18, "its certificate is signed by itself" },
		{ 19, "its certificate comes from an authority unknown here" },
		{ 20, "its certificate comes from an authority unknown here, "
		      "or the server does not send the whole chain" },
		{ 21, "its certificate comes from an authority unknown here, "
		      "or the server does not send the whole chain" },
		{ 23, "its certificate was revoked" },
		{ 62, "its certificate is for another name" },
	};
	long result = 0;

	curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (reasons[i].number == result)
			return reasons[i].why;
	return "its certificate cannot be trusted";
}

static enum transfer_outcome judge_connection(
    const struct transfer_exchange *e, const char **ret_why)
{
	long number = 0;

	if (e->forbidden && !e->opened) {
		*ret_why = "it leads into a private or reserved network";
		return TRANSFER_FORBIDDEN_ADDRESS;
	}
	curl_easy_getinfo(e->easy, CURLINFO_OS_ERRNO, &number);
	if (number == ECONNREFUSED) {
		*ret_why = "nothing listens there: the connection is refused";
		return TRANSFER_CONNECT_REFUSED;
	}
	if (number == ETIMEDOUT) {
		*ret_why = "it does not answer";
		return TRANSFER_TIMEOUT;
	}
	*ret_why = "there is no way to it from here";
	return TRANSFER_UNREACHABLE;
}

/* Time is up, and what was it waiting for? */
static enum transfer_outcome judge_timeout(
    const struct transfer_exchange *e, const char **ret_why)
{
	const char *met = NULL;

	if (e->status != 0) {
		*ret_why = "its answer begins, but does not end in time";
		return TRANSFER_TIMEOUT;
	}
	/* A connection that was there already has an address, too. */
	curl_easy_getinfo(e->easy, CURLINFO_PRIMARY_IP, &met);
	if (!e->opened && !e->forbidden && (met == NULL || met[0] == '\0')) {
		*ret_why = "its name could not be looked up in time";
		return TRANSFER_DNS;
	}
	*ret_why = "it does not answer in time";
	return TRANSFER_TIMEOUT;
}

static enum transfer_outcome judge_code(
    const struct transfer_exchange *e, CURLcode code, const char **ret_why)
{
	static const struct {
		CURLcode code;
		enum transfer_outcome outcome;
		const char *why;
	} reasons[] = {
		{ CURLE_OK, TRANSFER_OK, "" },
		{ CURLE_URL_MALFORMAT, TRANSFER_BAD_URL,
		    "it is no address of the web" },
		{ CURLE_COULDNT_RESOLVE_HOST, TRANSFER_DNS,
		    "its name could not be looked up" },
		{ CURLE_SSL_CONNECT_ERROR, TRANSFER_TLS,
		    "no secure connection could be agreed on" },
		{ CURLE_SSL_CACERT_BADFILE, TRANSFER_UNREACHABLE,
		    "this machine has no certificates to trust; install "
		    "ca-certificates" },
		{ CURLE_GOT_NOTHING, TRANSFER_PROTOCOL,
		    "it closes the connection without an answer" },
		{ CURLE_UNSUPPORTED_PROTOCOL, TRANSFER_PROTOCOL,
		    "what it answers is no HTTP" },
		{ CURLE_WEIRD_SERVER_REPLY, TRANSFER_PROTOCOL,
		    "what it answers is no HTTP" },
		{ CURLE_PARTIAL_FILE, TRANSFER_PROTOCOL,
		    "its answer ends in the middle" },
		/* libcurl's word for a line of headers without end. */
		{ CURLE_OUT_OF_MEMORY, TRANSFER_PROTOCOL,
		    "the headers of its answer are too long" },
		{ CURLE_BAD_CONTENT_ENCODING, TRANSFER_PROTOCOL,
		    "its answer cannot be decompressed" },
		{ CURLE_SEND_ERROR, TRANSFER_PROTOCOL,
		    "the connection breaks off" },
		{ CURLE_RECV_ERROR, TRANSFER_PROTOCOL,
		    "the connection breaks off" },
	};

	for (size_t i = 0; i < COUNT(reasons); i++)
		if (reasons[i].code == code) {
			*ret_why = reasons[i].why;
			return reasons[i].outcome;
		}
	*ret_why = arena_str(e->arena, str_of(curl_easy_strerror(code))).at;
	return TRANSFER_PROTOCOL;
}

static enum transfer_outcome judge(
    const struct transfer_exchange *e, CURLcode code, const char **ret_why)
{
	*ret_why = "";
	if (e->cut || transfer_exchange_redirects(e))
		return TRANSFER_OK;
	if (e->headers_too_long) {
		*ret_why = "the headers of its answer are too long";
		return TRANSFER_PROTOCOL;
	}
	if (code == CURLE_COULDNT_CONNECT)
		return judge_connection(e, ret_why);
	if (code == CURLE_PEER_FAILED_VERIFICATION) {
		*ret_why = transfer_certificate_why(e->easy);
		return TRANSFER_TLS;
	}
	if (code == CURLE_OPERATION_TIMEDOUT)
		return judge_timeout(e, ret_why);
	return judge_code(e, code, ret_why);
}

static void drop_handle(struct transfer_exchange *e, CURLM *multi)
{
	if (e->easy == NULL)
		return;
	curl_multi_remove_handle(multi, e->easy);
	curl_easy_cleanup(e->easy);
	curl_slist_free_all(e->header);
	e->easy = NULL;
	e->header = NULL;
}

void transfer_exchange_end(
    struct transfer_exchange *e, CURLM *multi, CURLcode code, struct str host)
{
	e->outcome = judge(e, code, &e->why);
	drop_handle(e, multi);
	if (code == CURLE_COULDNT_RESOLVE_HOST)
		e->lookup = transfer_lookup_start(host);
}

bool transfer_exchange_look(struct transfer_exchange *e)
{
	assert(e->lookup != NULL);
	switch (transfer_lookup_state(e->lookup)) {
	case LOOKUP_RUNS: return false;
	case LOOKUP_NO_HOST:
		e->outcome = TRANSFER_NO_HOST;
		e->why = "there is no host of this name";
		break;
	case LOOKUP_FOUND:
	case LOOKUP_FAILED: break;
	}
	transfer_lookup_free(e->lookup);
	e->lookup = NULL;
	return true;
}

void transfer_exchange_free(struct transfer_exchange *e, CURLM *multi)
{
	drop_handle(e, multi);
	transfer_lookup_free(e->lookup);
	strbuf_release(&e->body);
}

bool transfer_exchange_redirects(const struct transfer_exchange *e)
{
	bool elsewhere = e->status == 301 || e->status == 302 ||
			 e->status == 303 || e->status == 307 ||
			 e->status == 308;

	return e->options->redirects > 0 && elsewhere && !e->posts &&
	       e->field[FIELD_LOCATION].len > 0;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_digit(s.at[i]))
			return false;
	return true;
}

int64_t transfer_exchange_retry_after(const struct transfer_exchange *e)
{
	struct str text = e->field[FIELD_RETRY_AFTER];
	uint64_t seconds;
	int64_t left;
	time_t when;

	if (text.len == 0)
		return -1;
	if (all_digits(text))
		return str_to_number(text, RETRY_AFTER_MAX, &seconds)
			   ? (int64_t)seconds
			   : RETRY_AFTER_MAX;
	/* HTTP has three forms of dates, and libcurl reads them all. */
	when = curl_getdate(text.at, NULL);
	if (when == (time_t)-1)
		return -1;
	left = (int64_t)when - (int64_t)time(NULL);
	if (left > RETRY_AFTER_MAX)
		return RETRY_AFTER_MAX;
	return left > 0 ? left : 0;
}
