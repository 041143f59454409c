/* Mails to servers that take them, refuse them, and break (mail_server.py). */
#include "../test.h"

#include <signal.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mailer.h"

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
	const struct mailer_options options = {
		.way = way_of(&arena, cases[i].scheme, cases[i].server),
		.from = "letter@example.org",
		.user = cases[i].user,
		.password = cases[i].password,
		.ca_file = cases[i].trusted ? getenv("SENNIGHT_MAIL_CA") : NULL,
		.seconds = 10,
	};
	enum mailer_outcome outcome;
	struct mailer *mailer;
	struct error err = { "" };

	if (!mailer_new(&options, &mailer, &err))
		fail_msg("%s", err.text);
	outcome = mailer_send(mailer, cases[i].to, str_of(text), "name", &err);
	if (outcome != cases[i].outcome ||
	    (cases[i].said != NULL && strstr(err.text, cases[i].said) == NULL))
		fail_msg("case %zu, %s: %d, %s", i, cases[i].server,
		    (int)outcome, err.text);
	assert_null(strstr(err.text, "ada@"));
	assert_null(strstr(err.text, "sesame"));
	mailer_free(mailer);
	arena_release(&arena);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		send_one(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
