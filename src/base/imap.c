/*
 * One connection, from top to bottom:
 *
 *	connect, log in -> SELECT -> UID SEARCH -> { UID FETCH, UID STORE }* ->
 *	LOGOUT
 *
 * libcurl stops behind the login (CURLOPT_CONNECT_ONLY) and then carries bytes.
 */
#include "base/imap.h"

#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include "base/imap_reply.h"
#include "base/limits.h"
#include "base/network.h"
#include "base/text.h"
#include "base/transfer_exchange.h"
#include "base/url.h"

enum {
	AT_ONCE = 50, /* mails asked for by one command */
	CHUNK = 16 * 1024,
	LEAVE_MS = 2000,
	SAID = 200, /* columns of the server's words */
};

struct imap {
	const struct imap_options *options;
	struct arena arena;
	const char *server;       /* the address without the folder */
	struct str host, folder;  /* the folder as it was meant */
	bool inside, tls_at_once; /* this machine; imaps:// */
	CURL *easy;
	bool greeted;
	const char *refusal; /* what the server said to it; NULL: nothing */
	int64_t deadline;    /* on the clock of now_ms */
	struct imap_reader in;
	unsigned commands;
	bool leaving; /* BYE is what we wait for */

	uint32_t *uid; /* of new mails, in their order */
	size_t uids;
	imap_take *take;
	imap_settle *settle;
	void *data;
	uint32_t *kept; /* to be marked */
	size_t kept_count;
	bool stop;        /* one of the two said so, and why */
	struct error why; /* set if `stop` */
	struct imap_result *result;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The server's words, for people, as they were said on one line. */
static const char *said(struct imap *s, struct str words)
{
	struct strbuf line;
	const char *text;

	strbuf_init(&line, LIMIT_ERROR);
	text_add_cell(&line, words, SAID, false);
	text = arena_cstr(&s->arena, strbuf_str(&line));
	strbuf_release(&line);
	return text;
}

/* ------------------------------------------------------------------ address */

bool imap_is_url(struct str text)
{
	return str_starts_fold(text, STR("imap://")) ||
	       str_starts_fold(text, STR("imaps://"));
}

static bool is_inside(struct str host)
{
	unsigned char address[NETWORK_BYTES];

	if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
		host = str_sub(host, 1, host.len - 1);
	return str_eq_fold(host, STR("localhost")) ||
	       (network_read(host, address) && network_is_loopback(address));
}

/* The folder of "/INBOX.Bounces"; unset if it is none. */
static struct str folder_of(struct imap *s, struct str path)
{
	struct str name = str_sub(path, 1, path.len);
	char *decoded;
	int len = 0;

	if (name.len == 0)
		return STR("INBOX");
	if (name.len > LIMIT_URL)
		return (struct str){ NULL, 0 };
	decoded = curl_easy_unescape(NULL, name.at, (int)name.len, &len);
	if (decoded == NULL)
		xout_of_memory(name.len);
	name = arena_str(&s->arena, (struct str){ decoded, (size_t)len });
	curl_free(decoded);
	return name;
}

static bool read_url(struct imap *s, struct error *err)
{
	struct str url = str_of(s->options->url);
	struct url part = url_split(url);
	struct strbuf name;
	bool ok;

	strbuf_init(&name, 4 * LIMIT_URL);
	s->host = str_sub(part.authority, 0,
	    str_find_char(part.authority, ':',
		str_starts(part.authority, STR("["))
		    ? str_find_char(part.authority, ']', 0)
		    : 0));
	s->folder = folder_of(s, part.path);
	ok = imap_is_url(url) && s->host.len > 0 && part.query.at == NULL &&
	     part.fragment.at == NULL &&
	     str_find_char(part.authority, '@', 0) == STR_NONE &&
	     str_find_char(part.path, ';', 0) == STR_NONE &&
	     imap_add_folder(&name, s->folder);
	strbuf_release(&name);
	if (!ok)
		return error_set(err,
		    "cannot read mail at %s: expected imaps://HOST/FOLDER, or "
		    "imap:// with STARTTLS; the user stands apart",
		    said(s, url));
	s->server = arena_printf(&s->arena, "%.*s://%.*s/",
	    STR_ARG(part.scheme), STR_ARG(part.authority))
			.at;
	s->tls_at_once = str_eq_fold(part.scheme, STR("imaps"));
	s->inside = is_inside(s->host);
	return true;
}

/* ------------------------------------------------------------------- errors */

/* "cannot read mail at imaps://mail.example.org: WHY" */
static bool fail(struct imap *s, struct error *err, const char *why)
{
	return error_set(err, "cannot read mail at %.*s: %s",
	    (int)strlen(s->server) - 1, s->server, why);
}

/* libcurl hands over what it is answered while it logs in. */
static size_t on_login_line(char *at, size_t size, size_t count, void *data)
{
	struct imap *s = data;
	struct imap_reply reply;
	struct str line = { at, size * count };

	imap_reply_read(str_trim(line), &reply);
	/* libcurl would wait for a greeting until the time is up. */
	if (!s->greeted && !str_eq(reply.tag, STR("*")))
		return 0;
	s->greeted = true;
	if (reply.status == IMAP_BYE || reply.status == IMAP_NO ||
	    reply.status == IMAP_BAD)
		s->refusal = said(s, reply.text);
	return line.len;
}

static const char *why_no_login(struct imap *s)
{
	if (s->refusal != NULL)
		return arena_printf(&s->arena,
		    "it does not let %s in: %s; look at the user and the "
		    "password",
		    said(s, str_of(s->options->user)), s->refusal)
		    .at;
	return s->options->token != NULL
		   ? "it offers no way to log in with a token (OAuth 2)"
		   : "it offers no way to log in with a password; does it "
		     "demand an encrypted connection (imaps://), or a token?";
}

static const char *why_no_connection(struct imap *s)
{
	long number = 0;

	curl_easy_getinfo(s->easy, CURLINFO_OS_ERRNO, &number);
	if (number == ECONNREFUSED)
		return "nothing listens there: the connection is refused";
	if (number == ETIMEDOUT)
		return "it does not answer";
	return "there is no way to it from here";
}

/* What libcurl says of connecting and logging in. */
static const char *why_of(struct imap *s, CURLcode code)
{
	static const struct {
		CURLcode code;
		const char *why;
	} reasons[] = {
		{ CURLE_COULDNT_RESOLVE_HOST,
		    "there is no host of this name, or it could not be looked "
		    "up" },
		{ CURLE_URL_MALFORMAT, "its host or port cannot be" },
		{ CURLE_SSL_CONNECT_ERROR,
		    "no secure connection could be agreed on; is it the right "
		    "port, and imaps:// or imap://?" },
		{ CURLE_USE_SSL_FAILED,
		    "it offers no encryption (STARTTLS), and without it no "
		    "password is sent; try imaps://" },
		{ CURLE_SSL_CACERT_BADFILE,
		    "the file of certificates to trust cannot be read" },
		{ CURLE_OPERATION_TIMEDOUT, "it does not answer in time" },
		{ CURLE_WRITE_ERROR, "what it answers is no IMAP" },
		{ CURLE_WEIRD_SERVER_REPLY, "what it answers is no IMAP" },
		{ CURLE_SEND_ERROR, "the connection breaks off" },
		{ CURLE_RECV_ERROR, "the connection breaks off" },
		{ CURLE_GOT_NOTHING, "the connection breaks off" },
	};

	if (code == CURLE_COULDNT_CONNECT)
		return why_no_connection(s);
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return transfer_certificate_why(s->easy);
	if (code == CURLE_LOGIN_DENIED)
		return why_no_login(s);
	if (code == CURLE_WEIRD_SERVER_REPLY && s->refusal != NULL)
		return arena_printf(
		    &s->arena, "it will not talk to us: %s", s->refusal)
		    .at;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == code)
			return reasons[i].why;
	return curl_easy_strerror(code);
}

/* --------------------------------------------------------------- connection */

static void set_text(CURL *easy, CURLoption option, const char *value)
{
	/* Only want of memory can make it fail: it copies. */
	if (curl_easy_setopt(easy, option, value) != CURLE_OK)
		xout_of_memory(strlen(value));
}

static void prepare(struct imap *s)
{
	const struct imap_options *o = s->options;
	CURL *c = s->easy;

	set_text(c, CURLOPT_URL, s->server);
	set_text(c, CURLOPT_PROTOCOLS_STR, "imap,imaps");
	set_text(c, CURLOPT_PROXY, "");
	set_text(c, CURLOPT_USERNAME, o->user);
	if (o->token != NULL) {
		set_text(c, CURLOPT_XOAUTH2_BEARER, o->token);
		set_text(
		    c, CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2");
	} else {
		set_text(c, CURLOPT_PASSWORD, o->password);
	}
	curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)o->reply_s);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_login_line);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* What stays inside needs none, and its certificate is rarely for
	 * "localhost". */
	curl_easy_setopt(c, CURLOPT_USE_SSL,
	    (long)(s->inside ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	if (o->ca_file != NULL)
		set_text(c, CURLOPT_CAINFO, o->ca_file);
}

static bool open_connection(struct imap *s, struct error *err)
{
	CURLcode code;

	s->easy = curl_easy_init();
	if (s->easy == NULL)
		xout_of_memory(0);
	prepare(s);
	code = curl_easy_perform(s->easy);
	return code == CURLE_OK || fail(s, err, why_of(s, code));
}

/* Wait until the connection can be read or written. */
static bool wait_for(struct imap *s, short events, struct error *err)
{
	int64_t left = s->deadline - now_ms();
	struct pollfd fd = { .events = events };
	curl_socket_t socket = CURL_SOCKET_BAD;
	bool last = left <= s->options->reply_s * 1000LL;
	int ready;

	curl_easy_getinfo(s->easy, CURLINFO_ACTIVESOCKET, &socket);
	fd.fd = socket;
	if (!last)
		left = s->options->reply_s * 1000LL;
	ready = left > 0 ? poll(&fd, 1, (int)left) : 0;
	if (ready > 0 || (ready < 0 && errno == EINTR))
		return true;
	return fail(
	    s, err, last ? "it takes too long" : "it does not answer in time");
}

static bool say(struct imap *s, struct str text, struct error *err)
{
	while (text.len > 0) {
		size_t sent = 0;
		CURLcode code =
		    curl_easy_send(s->easy, text.at, text.len, &sent);

		text = str_sub(text, sent, text.len);
		if (code == CURLE_AGAIN && !wait_for(s, POLLOUT, err))
			return false;
		if (code != CURLE_OK && code != CURLE_AGAIN)
			return fail(s, err, "the connection breaks off");
	}
	return true;
}

static bool hear(struct imap *s, struct error *err)
{
	char chunk[CHUNK];
	size_t got = 0;
	CURLcode code = curl_easy_recv(s->easy, chunk, sizeof(chunk), &got);

	if (code == CURLE_AGAIN)
		return wait_for(s, POLLIN, err);
	if (code != CURLE_OK || got == 0)
		return fail(s, err, "the connection breaks off");
	if (now_ms() > s->deadline)
		return fail(s, err, "it takes too long");
	imap_reader_add(&s->in, (struct str){ chunk, got });
	return true;
}

/* ----------------------------------------------------------------- commands */

static bool next_reply(
    struct imap *s, struct imap_reply *ret_reply, struct error *err)
{
	for (;;) {
		switch (imap_reader_next(&s->in, ret_reply)) {
		case IMAP_READ_BROKEN:
			return fail(s, err,
			    "what it answers is far too long, or no IMAP");
		case IMAP_READ_REPLY:
			if (ret_reply->status != IMAP_BYE || s->leaving)
				return true;
			return fail(s, err,
			    arena_printf(&s->arena,
				"it ends the connection: "
				"%s",
				said(s, ret_reply->text))
				.at);
		case IMAP_READ_MORE:
			if (!hear(s, err))
				return false;
		}
	}
}

/* Called for each reply that answers no command. */
typedef void on_data(struct imap *s, const struct imap_reply *reply);

/*
 * Say a command and read what comes, to the reply that ends it, which is in
 * *ret_reply until the next command.  False if the connection is of no use any
 * more.
 */
static bool ask(struct imap *s, struct str command, on_data *take,
    struct imap_reply *ret_reply, struct error *err)
{
	struct str tag = arena_printf(&s->arena, "S%u", ++s->commands);
	struct str line = arena_printf(
	    &s->arena, "%.*s %.*s\r\n", STR_ARG(tag), STR_ARG(command));

	if (!say(s, line, err))
		return false;
	do {
		if (!next_reply(s, ret_reply, err))
			return false;
		if (take != NULL)
			take(s, ret_reply);
	} while (!str_eq(ret_reply->tag, tag));
	return true;
}

/* The same; `what` was not done if the server says NO. */
static bool demand(struct imap *s, struct str command, on_data *take,
    const char *what, struct error *err)
{
	struct imap_reply reply;

	if (!ask(s, command, take, &reply, err))
		return false;
	if (reply.status == IMAP_OK)
		return true;
	return fail(s, err,
	    arena_printf(
		&s->arena, "it does not %s: %s", what, said(s, reply.text))
		.at);
}

static bool select_folder(struct imap *s, struct error *err)
{
	const char *folder = said(s, s->folder);
	struct imap_reply reply;
	struct strbuf command;
	bool ok;

	strbuf_init(&command, 4 * LIMIT_URL);
	strbuf_lit(&command, "SELECT ");
	imap_add_folder(&command, s->folder);
	ok = ask(s, strbuf_str(&command), NULL, &reply, err);
	strbuf_release(&command);
	if (!ok)
		return false;
	if (reply.status != IMAP_OK)
		return fail(s, err,
		    arena_printf(&s->arena,
			"it has no folder %s that we may open: %s", folder,
			said(s, reply.text))
			.at);
	if (str_eq_fold(reply.code, STR("READ-ONLY")))
		return fail(s, err,
		    arena_printf(&s->arena,
			"the folder %s can only be read, so that no mail "
			"could be marked as seen",
			folder)
			.at);
	return true;
}

static void take_uids(struct imap *s, const struct imap_reply *reply)
{
	struct str rest;
	uint32_t uid;

	if (!imap_reply_is_search(reply, &rest))
		return;
	while ((uid = imap_search_next(&rest)) != 0) {
		s->uid = ARENA_GROW(&s->arena, s->uid, s->uids);
		s->uid[s->uids++] = uid;
	}
}

static int compare_uids(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool find_new(struct imap *s, struct error *err)
{
	if (!demand(s, STR("UID SEARCH UNSEEN UNDELETED"), take_uids,
		"look for new mails", err))
		return false;
	s->result->found = s->uids;
	if (s->uids > 0)
		qsort(s->uid, s->uids, sizeof(*s->uid), compare_uids);
	if (s->uids > s->options->mails)
		s->uids = s->options->mails;
	return true;
}

/* -------------------------------------------------------------------- mails */

static void add_uid(struct strbuf *list, uint32_t uid)
{
	if (list->len > 0)
		strbuf_add_char(list, ',');
	strbuf_add_number(list, uid);
}

static bool was_asked(const struct imap *s, uint32_t uid)
{
	return s->uids > 0 && bsearch(&uid, s->uid, s->uids, sizeof(uid),
				  compare_uids) != NULL;
}

/* Changes of flags, too, come as the answer to a FETCH that nobody asked. */
static void take_mail(struct imap *s, const struct imap_reply *reply)
{
	struct imap_fetched f;
	struct imap_mail mail;

	if (s->stop || !imap_reply_is_fetch(reply, &f) || f.body.at == NULL ||
	    !was_asked(s, f.uid))
		return;
	mail = (struct imap_mail){ .uid = f.uid,
		.text = str_sub(f.body, 0, s->options->mail_max),
		.size = f.size > f.body.len ? f.size : f.body.len };
	s->result->given++;
	s->stop = !s->take(s->data, s, &mail, &s->why);
}

void imap_kept(struct imap *s, uint32_t uid)
{
	s->kept = ARENA_GROW(&s->arena, s->kept, s->kept_count);
	s->kept[s->kept_count++] = uid;
}

/* Commands about as many mails as one may name. */
static bool mark_seen(struct imap *s, struct error *err)
{
	struct strbuf list;
	bool ok = true;

	strbuf_init(&list, AT_ONCE * sizeof("4294967295,"));
	for (size_t at = 0; ok && at < s->kept_count; at += AT_ONCE) {
		strbuf_reset(&list);
		for (size_t i = at; i < s->kept_count && i < at + AT_ONCE; i++)
			add_uid(&list, s->kept[i]);
		ok = demand(s,
		    arena_printf(&s->arena,
			"UID STORE %s +FLAGS.SILENT (\\Seen)", list.buf),
		    NULL, "mark mails as seen", err);
	}
	strbuf_release(&list);
	if (ok)
		s->result->seen += s->kept_count;
	s->kept = NULL;
	s->kept_count = 0;
	return ok;
}

static bool read_some(
    struct imap *s, const uint32_t *uid, size_t count, struct error *err)
{
	struct strbuf list;
	bool ok;

	strbuf_init(&list, AT_ONCE * sizeof("4294967295,"));
	for (size_t i = 0; i < count; i++)
		add_uid(&list, uid[i]);
	ok = demand(s,
	    arena_printf(&s->arena,
		"UID FETCH %s (UID RFC822.SIZE BODY.PEEK[]<0.%zu>)", list.buf,
		s->options->mail_max),
	    take_mail, "give its mails", err);
	strbuf_release(&list);
	/* What came before it broke off is to be kept, too. */
	if (!s->stop)
		s->stop = !s->settle(s->data, s, &s->why);
	return ok && mark_seen(s, err);
}

static bool read_all(struct imap *s, struct error *err)
{
	for (size_t at = 0; at < s->uids && !s->stop; at += AT_ONCE) {
		size_t count = s->uids - at < AT_ONCE ? s->uids - at : AT_ONCE;

		if (!read_some(s, s->uid + at, count, err))
			return false;
	}
	return true;
}

/* Good manners: whether it is heard changes nothing. */
static void leave(struct imap *s)
{
	struct imap_reply reply;
	struct error ignored;
	int64_t latest = now_ms() + LEAVE_MS;

	s->leaving = true;
	if (s->deadline > latest)
		s->deadline = latest;
	ask(s, STR("LOGOUT"), NULL, &reply, &ignored);
}

bool imap_read(const struct imap_options *options, imap_take *take,
    imap_settle *settle, void *data, struct imap_result *ret_result,
    struct error *err)
{
	struct imap s = { .options = options,
		.take = take,
		.settle = settle,
		.data = data,
		.deadline = now_ms() + options->total_s * 1000LL,
		.result = ret_result };
	bool ok;

	*ret_result = (struct imap_result){ .found = 0 };
	if (!read_url(&s, err)) {
		arena_release(&s.arena);
		return false;
	}
	imap_reader_init(
	    &s.in, options->mail_max + LIMIT_IMAP_LINE + (size_t)CHUNK);
	ok = open_connection(&s, err) && select_folder(&s, err) &&
	     find_new(&s, err) && read_all(&s, err);
	if (ok)
		leave(&s);
	curl_easy_cleanup(s.easy);
	imap_reader_release(&s.in);
	arena_release(&s.arena);
	return ok && (!s.stop || error_set(err, "%s", s.why.text));
}
