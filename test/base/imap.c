/* Reading mails from servers that work and that break (imap_server.py). */
#include "../test.h"

#include <signal.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/imap.h"

enum { MAIL_MAX = 4096, MAILS = 100 };

struct place {
	struct arena arena;
	/* What was given; `keep` of them are kept, and after `most` no more is
	 * taken. */
	size_t count, keep, most;
	bool later; /* keep when it settles */
	uint32_t waiting[MAILS];
	size_t waits;
	struct str last;
	uint64_t last_size;
};

static bool take(void *data, struct imap *imap, const struct imap_mail *mail,
    struct error *err)
{
	struct place *p = data;

	if (p->count == p->most)
		return error_set(err, "enough of it");
	p->last = arena_str(&p->arena, mail->text);
	p->last_size = mail->size;
	if (p->count++ >= p->keep)
		return true;
	if (p->later)
		p->waiting[p->waits++] = mail->uid;
	else
		imap_kept(imap, mail->uid);
	return true;
}

static bool settle(void *data, struct imap *imap, struct error *err)
{
	struct place *p = data;

	(void)err;
	for (size_t i = 0; i < p->waits; i++)
		imap_kept(imap, p->waiting[i]);
	p->waits = 0;
	return true;
}

/* The port of a server by its name; NULL if it does not run. */
static const char *port_of(struct place *p, const char *name)
{
	const char *ports = getenv("SENNIGHT_IMAP_PORTS");
	struct str rest = str_of(ports != NULL ? ports : "");

	while (rest.at != NULL) {
		struct str port = str_take(&rest, '\n');

		if (str_eq(str_take(&port, ' '), str_of(name)))
			return arena_cstr(&p->arena, port);
	}
	return NULL;
}

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	p->keep = p->most = SIZE_MAX;
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	arena_release(&p->arena);
	free(p);
	return 0;
}

static struct imap_options options_for(struct place *p,
    const char *scheme_and_host, const char *port, const char *folder)
{
	return (struct imap_options){
		.url = arena_printf(
		    &p->arena, "%s:%s%s", scheme_and_host, port, folder)
			   .at,
		.user = "ada",
		.password = "open-sesame",
		.ca_file = getenv("SENNIGHT_IMAP_CA"),
		.reply_s = 10,
		.total_s = 20,
		.mails = MAILS,
		.mail_max = MAIL_MAX,
	};
}

static struct imap_result must_read(
    struct place *p, const struct imap_options *o)
{
	struct imap_result result;
	struct error err = { "" };

	p->count = 0;
	if (!imap_read(o, take, settle, p, &result, &err))
		fail_msg("%s: %s", o->url, err.text);
	assert_int_equal(result.given, p->count);
	return result;
}

static void assert_result(
    struct imap_result r, size_t found, size_t given, size_t seen)
{
	if (r.found != found || r.given != given || r.seen != seen)
		fail_msg(
		    "found %zu, given %zu, seen %zu", r.found, r.given, r.seen);
}

/* --------------------------------------------------------------- by Dovecot */

static void test_new_mails(void **state)
{
	struct place *p = *state;
	const char *port = port_of(p, "dovecots");
	struct imap_options o;
	struct imap_result r;
	struct error err = { "" };

	if (port == NULL)
		skip();
	o = options_for(p, "imaps://localhost", port, "");
	/* What nobody kept stays new. */
	p->keep = 0;
	assert_result(must_read(p, &o), 3, 3, 0);
	assert_int_equal(p->last_size, 18 + 400 * 16);
	assert_int_equal(p->last.len, MAIL_MAX);
	assert_true(str_starts(p->last, STR("Subject: three\r\n\r\n0123")));
	/* Who takes no more has its reason; what was kept is marked. */
	p->keep = 1;
	p->most = 2;
	p->count = 0;
	assert_false(imap_read(&o, take, settle, p, &r, &err));
	assert_string_equal(err.text, "enough of it");
	assert_result(r, 3, 3, 1);
	assert_str(p->last,
	    "Subject: two\r\n\r\n{5}\r\nS3 OK no\r\n)\r\n\x01\xff\r\n");
	assert_int_equal(p->last_size, p->last.len);
	p->most = SIZE_MAX;
	p->keep = SIZE_MAX;
	assert_result(must_read(p, &o), 2, 2, 2);
	assert_result(must_read(p, &o), 0, 0, 0);
}

/* The name of a folder in other letters, through STARTTLS: libcurl takes
 * 127.1 for a host elsewhere no more than we do for this machine. */
static void test_starttls(void **state)
{
	struct place *p = *state;
	const char *port = port_of(p, "dovecot");
	struct imap_options o;

	if (port == NULL)
		skip();
	o = options_for(
	    p, "imap://127.1", port, "/R%C3%BCckl%C3%A4ufer%20%26%20mehr");
	assert_result(must_read(p, &o), 1, 1, 1);
	assert_str(p->last, "Subject: one\r\n\r\nhello\r\n");
}

/* More than one command asks for; more than are wanted at once. */
static void test_many(void **state)
{
	struct place *p = *state;
	const char *port = port_of(p, "dovecot");
	struct imap_options o;

	if (port == NULL)
		skip();
	o = options_for(p, "imap://localhost", port, "/INBOX");
	o.user = "bo";
	p->later = true;
	assert_result(must_read(p, &o), 120, 100, 100);
	assert_str(p->last, "Subject: 1099\r\n\r\n");
	p->keep = 10;
	assert_result(must_read(p, &o), 20, 20, 10);
}

static const struct {
	const char *scheme_and_host, *folder, *password;
	bool trusted;
	const char *said;
} refused[] = {
	{ "imaps://localhost", "/", "wrong", true,
	    "it does not let ada in: Authentication failed.; look at" },
	{ "imaps://localhost", "/Nowhere", "open-sesame", true,
	    "no folder Nowhere that we may open: Mailbox doesn't exist" },
	{ "imaps://localhost", "/", "open-sesame", false,
	    "its certificate comes from an authority unknown here" },
};

static void test_refused(void **state)
{
	struct place *p = *state;
	const char *port = port_of(p, "dovecots");

	if (port == NULL)
		skip();
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct imap_options o = options_for(
		    p, refused[i].scheme_and_host, port, refused[i].folder);
		struct imap_result result;
		struct error err = { "" };

		o.password = refused[i].password;
		o.ca_file = refused[i].trusted ? o.ca_file : NULL;
		assert_false(imap_read(&o, take, settle, p, &result, &err));
		if (strstr(err.text, refused[i].said) == NULL)
			fail_msg("%zu: %s", i, err.text);
		assert_null(strstr(err.text, "sesame"));
		assert_int_equal(p->count, 0);
	}
}

/* ------------------------------------------------------- by those that break */

static const struct {
	const char *server, *scheme_and_host;
	size_t given, seen;
	const char *said; /* NULL: nothing is wrong */
	const char *last;
} breaking[] = {
	{ "fine", "imap://localhost", 1, 1, NULL, "a\r\nb" },
	{ "quoted", "imap://localhost", 1, 1, NULL, "a \\\" b" },
	{ "fine", "imap://127.1", 0, 0, "it offers no encryption", NULL },
	{ "fine", "imaps://localhost", 0, 0,
	    "no secure connection could be agreed on", NULL },
	{ "fine", "imap://does-not-exist.invalid", 0, 0, "no host of this name",
	    NULL },
	{ "nobody", "imap://localhost", 0, 0, "the connection is refused",
	    NULL },
	{ "bye-first", "imap://localhost", 0, 0,
	    "it will not talk to us: overloaded", NULL },
	{ "no-imap", "imap://localhost", 0, 0, "is no IMAP", NULL },
	{ "login-no", "imap://localhost", 0, 0,
	    "does not let ada in: come back later", NULL },
	{ "no-login", "imap://localhost", 0, 0,
	    "no way to log in with a password", NULL },
	{ "bye", "imap://localhost", 0, 0,
	    "it ends the connection: [31mmaintenance", NULL },
	{ "closed", "imap://localhost", 0, 0, "the connection breaks off",
	    NULL },
	{ "read-only", "imap://localhost", 0, 0, "INBOX can only be read",
	    NULL },
	{ "search-no", "imap://localhost", 0, 0,
	    "it does not look for new mails: not today", NULL },
	{ "search-bad", "imap://localhost", 0, 0, "what?", NULL },
	{ "garbage", "imap://localhost", 0, 0, NULL, NULL },
	{ "huge", "imap://localhost", 0, 0, "far too long", NULL },
	{ "flood", "imap://localhost", 0, 0, "far too long", NULL },
	{ "cut", "imap://localhost", 0, 0, "it does not answer in time", NULL },
	{ "store-no", "imap://localhost", 1, 0,
	    "it does not mark mails as seen: it is full", "abcd" },
	{ "silent", "imap://localhost", 0, 0, "it does not answer in time",
	    NULL },
	{ "drip", "imap://localhost", 0, 0, "it takes too long", NULL },
};

static void break_one(struct place *p, size_t i)
{
	const char *port = port_of(p, breaking[i].server);
	struct imap_options o;
	struct imap_result r;
	struct error err = { "" };
	bool ok;

	assert_non_null(port);
	o = options_for(p, breaking[i].scheme_and_host, port, "/");
	o.reply_s = 1;
	o.total_s = strcmp(breaking[i].server, "drip") == 0 ? 2 : 20;
	p->count = 0;
	ok = imap_read(&o, take, settle, p, &r, &err);
	if (ok != (breaking[i].said == NULL) ||
	    (!ok && strstr(err.text, breaking[i].said) == NULL))
		fail_msg("%s: %d, %s", breaking[i].server, ok, err.text);
	if (r.given != breaking[i].given || r.seen != breaking[i].seen)
		fail_msg("%s: given %zu, seen %zu", breaking[i].server, r.given,
		    r.seen);
	if (breaking[i].last != NULL)
		assert_str(p->last, breaking[i].last);
}

static void test_breaking(void **state)
{
	for (size_t i = 0; i < COUNT(breaking); i++)
		break_one(*state, i);
}

/* With a token, and without one. */
static void test_token(void **state)
{
	struct place *p = *state;
	struct imap_options o =
	    options_for(p, "imap://localhost", port_of(p, "token"), "/");
	struct imap_result result;
	struct error err = { "" };

	assert_false(imap_read(&o, take, settle, p, &result, &err));
	assert_non_null(strstr(err.text, "does not let ada in: not so"));
	o.password = NULL;
	o.token = "ya29.open-sesame";
	assert_result(must_read(p, &o), 0, 0, 0);
	o.url =
	    arena_printf(&p->arena, "imap://localhost:%s/", port_of(p, "fine"))
		.at;
	assert_false(imap_read(&o, take, settle, p, &result, &err));
	assert_non_null(strstr(err.text, "no way to log in with a token"));
}

static void test_addresses(void **state)
{
	static const char *const bad[] = { "", "imap", "imaps://",
		"imaps:///INBOX", "pop3://host/", "imaps://ada@host/",
		"imaps://ada:secret@host/", "imaps://host/INBOX;UID=3",
		"imaps://host/INBOX?ALL", "imaps://host/#x",
		"imaps://host/a%0d%0ab", "imaps://host/%00", "imaps://host/%ff",
		"http://host/" };
	struct place *p = *state;

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct imap_options o = options_for(p, "", "", "");
		struct imap_result result;
		struct error err = { "" };

		o.url = bad[i];
		assert_false(imap_read(&o, take, settle, p, &result, &err));
		if (strstr(err.text, "expected imaps://HOST/FOLDER") == NULL)
			fail_msg("%s: %s", bad[i], err.text);
	}
	assert_true(imap_is_url(STR("IMAPS://host")));
	assert_false(imap_is_url(STR("imaps.mbox")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_new_mails, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_starttls, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_breaking, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_token, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_addresses, set_up, tear_down),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
