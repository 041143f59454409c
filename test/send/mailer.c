/* Mails to servers that take them, refuse them, and break (mail_server.py). */
#include "../test.h"

#include <signal.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "send/mailer.h"

static const char text[] = "Subject: x\r\n\r\n.\r\n..a dot\r\nlast\r\n";

/* "smtp://localhost:PORT" of a server by its name. */
static const char *way_of(
    struct arena *arena, const char *scheme, const char *name)
{
	const char *ports = getenv("SENNIGHT_MAIL_PORTS");
	struct str rest = str_of(ports != NULL ? ports : "");

	while (rest.at != NULL) {
		struct str port = str_take(&rest, '\n');

		if (str_eq(str_take(&port, ' '), str_of(name)))
			return arena_printf(
			    arena, "%s://localhost:%.*s", scheme, STR_ARG(port))
			    .at;
	}
	fail_msg("no server %s", name);
	return NULL;
}

static const struct {
	const char *server, *scheme, *to;
	const char *user, *password;
	bool trusted; /* the authority is known */
	enum mailer_outcome outcome;
	const char *said; /* a part of it */
} cases[] = {
	{ "plain", "smtp", "ada@example.org", NULL, NULL, false, MAILER_DONE,
	    NULL },
	{ "plain", "smtp", "\"odd name\"@example.org", NULL, NULL, false,
	    MAILER_DONE, NULL },
	{ "plain", "smtp", "j\xc3\xbcrgen@example.org", NULL, NULL, false,
	    MAILER_DONE, NULL },
	/* A password never in the clear. */
	{ "plain", "smtp", "ada@example.org", "press", "open sesame", true,
	    MAILER_LATER, "" },
	{ "starttls", "smtp", "ada@example.org", "press", "open sesame", true,
	    MAILER_DONE, NULL },
	{ "starttls", "smtp", "bo@example.org", "press", "open sesame", true,
	    MAILER_DONE, NULL },
	{ "starttls", "smtp", "ada@example.org", "press", "wrong", true,
	    MAILER_LATER, "535" },
	{ "starttls", "smtp", "ada@example.org", NULL, NULL, true, MAILER_LATER,
	    "530" },
	{ "starttls", "smtp", "ada@example.org", "press", "open sesame", false,
	    MAILER_LATER, "" },
	{ "mismatch", "smtp", "ada@example.org", "press", "open sesame", true,
	    MAILER_LATER, "" },
	{ "smtps", "smtps", "ada@example.org", "press", "open sesame", true,
	    MAILER_DONE, NULL },
	{ "smtps", "smtps", "ada@example.org", "press", "open sesame", false,
	    MAILER_LATER, "" },
	{ "plain", "smtps", "ada@example.org", NULL, NULL, true, MAILER_LATER,
	    "" },
	{ "mail-451", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_LATER, "451" },
	{ "rcpt-450", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_LATER, "450" },
	{ "end-452", "smtp", "ada@example.org", NULL, NULL, false, MAILER_LATER,
	    "452" },
	{ "rcpt-550", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_REFUSED, "550" },
	{ "end-554", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_REFUSED, "554" },
	{ "hang-mail", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_LATER, "" },
	{ "hang-rcpt", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_LATER, "" },
	{ "hang-data", "smtp", "ada@example.org", NULL, NULL, false,
	    MAILER_LATER, "" },
};

static void send_one(size_t i)
{
	struct arena arena = { 0 };
	const struct smtp_login login = {
		.user = cases[i].user,
		.password = cases[i].password,
		.ca_file = cases[i].trusted ? getenv("SENNIGHT_MAIL_CA") : NULL,
		.name = "press.example.org",
	};
	struct relay relay = { .allowed = 1 };
	struct relays relays = { &relay, 1, 1 };
	const struct mailer_options options = {
		.relays = &relays,
		.from = "letter@example.org",
		.seconds = 3,
	};
	enum mailer_outcome outcome;
	struct mailer *mailer;
	struct error err = { "" };

	if (!smtp_server_open(&arena,
		str_of(way_of(&arena, cases[i].scheme, cases[i].server)),
		&login, &relay.server, &err))
		fail_msg("%s", err.text);
	mailer = mailer_new(&options);
	outcome = mailer_post(
	    mailer, str_of(cases[i].to), str_of(text), 0, "name", &err);
	if (outcome != cases[i].outcome ||
	    (cases[i].said != NULL && strstr(err.text, cases[i].said) == NULL))
		fail_msg("case %zu, %s: %d, %s", i, cases[i].server,
		    (int)outcome, err.text);
	assert_null(strstr(err.text, "ada@"));
	assert_null(strstr(err.text, "sesame"));
	mailer_free(mailer);
	relays_close(&relays);
	arena_release(&arena);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		send_one(i);
}

/* ----------------------------------------------------------- servers, keys */

static struct relay relay_to(struct arena *arena, const char *way)
{
	const struct smtp_login login = { .name = "press.example.org" };
	struct relay relay = { .allowed = 1 };
	struct error err;

	if (!smtp_server_open(arena, str_of(way), &login, &relay.server, &err))
		fail_msg("%s", err.text);
	return relay;
}

static enum mailer_outcome post(
    struct mailer *mailer, const char *to, struct error *said)
{
	const struct str letter = STR("From: <letter@example.org>\r\n"
				      "To: <bo@example.org>\r\n"
				      "Subject: Dots\r\n\r\n"
				      ".\r\nlast\r\n");

	return mailer_post(mailer, str_of(to), letter, 1700000000, "x", said);
}

/* The first server is away, the second hangs up, the third takes it; and the
 * letter after it goes over the same connection. */
static void test_other_servers(void **state)
{
	struct arena arena = { 0 };
	struct relay relay[] = {
		relay_to(&arena, "smtp://localhost:1"),
		relay_to(&arena, way_of(&arena, "smtps", "plain")),
		relay_to(&arena, way_of(&arena, "smtp", "kept")),
	};
	struct relays relays = { relay, 3, 1 };
	const struct mailer_options options = {
		.relays = &relays, .from = "letter@example.org", .seconds = 10
	};
	struct mailer *mailer = mailer_new(&options);
	struct error said;

	(void)state;
	for (int i = 0; i < 3; i++)
		if (post(mailer, "ada@example.org", &said) != MAILER_DONE)
			fail_msg("%s", said.text);
	assert_string_equal(said.text, "250 kept");
	mailer_free(mailer);
	relays_close(&relays);
	arena_release(&arena);
}

/* The server's program verifies it, with the record that it finds in a file. */
static void test_signed(void **state)
{
	struct arena arena = { 0 };
	struct relay relay = relay_to(&arena, way_of(&arena, "smtp", "signed"));
	struct relays relays = { &relay, 1, 1 };
	struct str selector = STR("press");
	const struct str_list selectors = { &selector, 1 };
	struct mailer_options options = {
		.relays = &relays, .from = "letter@example.org", .seconds = 10
	};
	struct mailer *mailer;
	struct error said;

	(void)state;
	if (!dkim_open(STR("example.org"), &selectors, &options.dkim, &said) ||
	    !file_write(getenv("SENNIGHT_MAIL_RECORD"),
		dkim_record(options.dkim, 0, &arena), NULL, &said))
		fail_msg("%s", said.text);
	mailer = mailer_new(&options);
	if (post(mailer, "bo@example.org", &said) != MAILER_DONE)
		fail_msg("%s", said.text);
	mailer_free(mailer);
	dkim_free(options.dkim);
	relays_close(&relays);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_other_servers),
		cmocka_unit_test(test_signed),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
