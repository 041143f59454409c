/* The SMTP client against a server that says what a table tells it to. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "send/smtp.h"
#include "send/smtp_server.h"
#include "test/test.h"

/*
 * A script of the server, a line each:
 *
 *	> TEXT	say the text, with CRLF; "\" at its end: without
 *	< TEXT	read a line that begins so
 *	= TEXT	read lines up to one that is the text
 *	*	read all there is until nothing comes for a while, and go on
 *	~	read until the other side closes
 *	!	close
 *
 * It is closed at the end.
 */
struct server {
	int listening;
	char port[8];
	const char *script;
	char wrong[300]; /* what was read, and was not wanted */
	pthread_t thread;
};

static bool read_line(int fd, char *line, size_t size)
{
	size_t len = 0;

	while (len + 1 < size && read(fd, line + len, 1) == 1)
		if (line[len++] == '\n')
			break;
	line[len] = '\0';
	return len > 0;
}

static void say(int fd, struct str text)
{
	bool whole = !str_ends(text, STR("\\"));

	if (write(fd, text.at, whole ? text.len : text.len - 1) < 0 ||
	    (whole && write(fd, "\r\n", 2) < 0))
		perror("write");
}

static bool hear(struct server *s, int fd, struct str text, bool all)
{
	char line[4096];

	while (read_line(fd, line, sizeof(line))) {
		if (str_starts(str_of(line), text))
			return true;
		if (!all)
			break;
	}
	if (snprintf(s->wrong, sizeof(s->wrong), "wanted %.*s, got %.200s",
		STR_ARG(text), line) < 0)
		abort();
	return false;
}

static void drain(int fd, int wait)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };
	char bytes[4096];

	while (poll(&one, 1, wait) == 1 && read(fd, bytes, sizeof(bytes)) > 0)
		;
}

static void *serve(void *data)
{
	struct server *s = data;
	int fd = accept(s->listening, NULL, NULL);
	struct str script = str_of(s->script);
	bool fine = fd >= 0;

	while (fine && script.len > 0) {
		struct str line = str_take(&script, '\n');
		struct str text = str_sub(line, 2, line.len);

		if (line.at[0] == '>')
			say(fd, text);
		else if (line.at[0] == '<' || line.at[0] == '=')
			fine = hear(s, fd, text, line.at[0] == '=');
		else if (line.at[0] == '*')
			drain(fd, 50);
		else if (line.at[0] == '~')
			drain(fd, -1);
		else
			break;
	}
	close(fd);
	return NULL;
}

static void start(struct server *s, const char *script)
{
	struct sockaddr_in name = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(name);

	*s = (struct server){ .script = script,
		.listening = socket(AF_INET, SOCK_STREAM, 0) };
	assert_int_equal(
	    bind(s->listening, (struct sockaddr *)&name, sizeof(name)), 0);
	assert_int_equal(listen(s->listening, 1), 0);
	getsockname(s->listening, (struct sockaddr *)&name, &size);
	snprintf(s->port, sizeof(s->port), "%d", ntohs(name.sin_port));
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void stop(struct server *s)
{
	pthread_join(s->thread, NULL);
	close(s->listening);
	if (s->wrong[0] != '\0')
		fail_msg("%s", s->wrong);
}

/* ---------------------------------------------------------------------- runs */

static const char *const outcomes[] = { "sent", "later", "never", "unsent",
	"unknown" };
static const char *const stages[] = { "sender", "recipient", "data", "end" };

static void print_answers(struct smtp *smtp, struct strbuf *out)
{
	struct smtp_answer a;

	while (smtp_take_answer(smtp, &a)) {
		strbuf_printf(out, "%.*s %s", STR_ARG(a.mail->recipient),
		    outcomes[a.outcome]);
		if (a.code != 0)
			strbuf_printf(out, " %s", stages[a.stage]);
		strbuf_printf(
		    out, " [%.*s] %.*s\n", STR_ARG(a.status), STR_ARG(a.said));
	}
}

static void wait_for(struct smtp *smtp, int64_t *now)
{
	struct pollfd one = { .fd = smtp_file(smtp),
		.events = smtp_events(smtp) };

	/* What does not come within a second comes after its deadline. */
	if (poll(&one, 1, 1000) == 0) {
		*now = smtp_deadline(smtp);
		one.revents = 0;
	}
	smtp_turn(smtp, *now, one.revents);
}

/* Send the mails, one after the other, and tell what came of them. */
static void send_all(struct server *server, const struct smtp_mail *mail,
    size_t mails, const struct smtp_login *login, struct strbuf *out)
{
	struct arena arena = { 0 };
	struct smtp_server there;
	struct smtp *smtp;
	struct error err;
	size_t next = 0;
	int64_t now = 1000;

	assert_true(smtp_server_open(&arena,
	    arena_printf(&arena, "smtp://127.0.0.1:%s", server->port), login,
	    &there, &err));
	assert_true(smtp_server_find(&there, &err));
	smtp = smtp_new(&there, now);
	while (smtp_state(smtp) != SMTP_CLOSED) {
		print_answers(smtp, out);
		if (smtp_held(smtp) != NULL)
			smtp_finish(smtp);
		if (next < mails && smtp_can_take(smtp))
			smtp_give(smtp, &mail[next++]);
		if (next == mails)
			smtp_quit(smtp);
		smtp_turn(smtp, now, 0);
		if (smtp_held(smtp) == NULL &&
		    smtp_state(smtp) != SMTP_CLOSED &&
		    (next == mails || !smtp_can_take(smtp)))
			wait_for(smtp, &now);
	}
	print_answers(smtp, out);
	if (!smtp_end(smtp).asked)
		strbuf_printf(out, "closed %d: %.*s\n", smtp_end(smtp).code,
		    STR_ARG(smtp_end(smtp).said));
	smtp_free(smtp);
	smtp_server_close(&there);
	arena_release(&arena);
}

static const struct str pieces[] = { STR_INIT("Subject: x\r\n\r\n"),
	STR_INIT(""), STR_INIT("..Hello\r\n") };

static struct smtp_mail mail_to(const char *recipient)
{
	return (struct smtp_mail){ .sender = STR("news@letters.example"),
		.recipient = str_of(recipient),
		.piece = pieces,
		.pieces = 3,
		.name = STR("m1") };
}

#define OPENING                    \
	"> 220 mx.example ESMTP\n" \
	"< EHLO news.example\n"    \
	"> 250-mx.example\n"       \
	"> 250-PIPELINING\n"       \
	"> 250-SIZE 1000\n"        \
	"> 250-8BITMIME\n"         \
	"> 250-DSN\n"              \
	"> 250 ENHANCEDSTATUSCODES\n"
#define COMMANDS                                                    \
	"< MAIL FROM:<news@letters.example> SIZE=23 BODY=8BITMIME " \
	"RET=HDRS ENVID=m1\n"                                       \
	"< RCPT TO:<ada@x.example> NOTIFY=FAILURE\n"                \
	"< DATA\n"
#define BYTES            \
	"< Subject: x\n" \
	"< \r\n"         \
	"< ..Hello\n"

static const struct {
	const char *name, *script;
	size_t mails;
	const char *told;
} cases[] = {
	{ "one mail",
	    OPENING COMMANDS
	    "> 250 2.1.0 Ok\n> 250 2.1.5 Ok\n"
	    "> 354 go on\n" BYTES
	    "< .\r\n> 250 2.0.0 queued as 1\n< QUIT\n> 221 bye\n",
	    1, "ada@x.example sent end [2.0.0] 250 2.0.0 queued as 1\n" },
	{ "the next is said with the dot",
	    OPENING COMMANDS
	    "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES "< .\r\n" COMMANDS
	    "> 250 queued\n> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
	    "< .\r\n> 250-queued\n> 250 twice\n< QUIT\n> 221 bye\n",
	    2,
	    "ada@x.example sent end [] 250 queued\n"
	    "ada@x.example sent end [] 250 queued twice\n" },
	{ "no pipelining, no extensions",
	    "> 220 mx\n< EHLO\n> 502 what\n< HELO news.example\n> 250 mx\n"
	    "< MAIL FROM:<news@letters.example>\r\n*\n> 250 Ok\n"
	    "< RCPT TO:<ada@x.example>\r\n*\n> 250 Ok\n< DATA\n> 354 go on\n" BYTES
	    "< .\r\n*\n> 250 queued\n< QUIT\n> 221 bye\n",
	    1, "ada@x.example sent end [] 250 queued\n" },
	{ "a refused recipient, and the next mail",
	    OPENING COMMANDS "> 250 Ok\n> 550 5.1.1 no such user\n"
			     "> 554 5.5.1 no valid recipients\n"
			     "< RSET\n" COMMANDS
			     "> 250 Ok\n> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n> 250 queued\n< QUIT\n> 221 bye\n",
	    2,
	    "ada@x.example never recipient [5.1.1] 550 5.1.1 no such user\n"
	    "ada@x.example sent end [] 250 queued\n" },
	{ "DATA is taken though the recipient was not",
	    OPENING COMMANDS "> 250 Ok\n> 450 4.2.0 greylisted\n"
			     "> 354 go on\n< .\r\n> 554 5.5.1 nobody\n"
			     "< QUIT\n> 221 bye\n",
	    1, "ada@x.example later recipient [4.2.0] 450 4.2.0 greylisted\n" },
	{ "a refused sender without pipelining",
	    "> 220 mx\n< EHLO\n> 250 mx\n< MAIL\n> 550-5.7.1 we do not\n> 550 5.7.1 want you\n"
	    "< QUIT\n> 221 bye\n",
	    1,
	    "ada@x.example never sender [5.7.1] 550 5.7.1 we do not want you\n" },
	{ "a refused mail",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n> 552 5.2.2 full\n< QUIT\n> 221 bye\n",
	    1, "ada@x.example never end [5.2.2] 552 5.2.2 full\n" },
	{ "421 instead of a recipient",
	    OPENING COMMANDS "> 250 Ok\n> 421 4.7.0 too fast\n!\n", 1,
	    "ada@x.example later recipient [4.7.0] 421 4.7.0 too fast\n"
	    "closed 421: 127.0.0.1 ends the connection: 421 4.7.0 too fast\n" },
	{ "421 at the end: not sent",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n> 421 4.3.2 going down\n!\n",
	    1,
	    "ada@x.example later end [4.3.2] 421 4.3.2 going down\n"
	    "closed 421: 127.0.0.1 ends the connection: 421 4.3.2 going "
	    "down\n" },
	{ "cut before DATA", OPENING COMMANDS "> 250 Ok\n!\n", 1,
	    "ada@x.example unsent [] 127.0.0.1 closed the connection\n"
	    "closed 0: 127.0.0.1 closed the connection\n" },
	{ "cut after the dot",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n!\n",
	    1,
	    "ada@x.example unknown [] 127.0.0.1 closed the connection\n"
	    "closed 0: 127.0.0.1 closed the connection\n" },
	{ "cut after the dot, with another mail behind",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n" COMMANDS "!\n",
	    2,
	    "ada@x.example unknown [] 127.0.0.1 closed the connection\n"
	    "ada@x.example unsent [] 127.0.0.1 closed the connection\n"
	    "closed 0: 127.0.0.1 closed the connection\n" },
	{ "an answer that is none",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n> hello there\n!\n",
	    1,
	    "ada@x.example unknown [] 127.0.0.1 does not speak SMTP\n"
	    "closed 0: 127.0.0.1 does not speak SMTP\n" },
	{ "half an answer",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n> 250-queued\n> 250 \\\n!\n",
	    1,
	    "ada@x.example unknown [] 127.0.0.1 closed the connection\n"
	    "closed 0: 127.0.0.1 closed the connection\n" },
	{ "no answer in time",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n" BYTES
			     "< .\r\n~\n",
	    1,
	    "ada@x.example unknown [] 127.0.0.1 did not answer in time\n"
	    "closed 0: 127.0.0.1 did not answer in time\n" },
	{ "not let in", "> 554 5.7.1 you are on a list\n!\n", 1,
	    "closed 554: 127.0.0.1 does not want us: 554 5.7.1 you are on a "
	    "list\n" },
	{ "not SMTP", "> SSH-2.0-OpenSSH_9.2\n!\n", 1,
	    "closed 0: 127.0.0.1 does not speak SMTP\n" },
	{ "more than one says",
	    OPENING COMMANDS "> 250 Ok\n> 250 Ok\n> 354 go on\n> 421 idle\n!\n",
	    1,
	    "ada@x.example unsent [] 127.0.0.1 ends the connection: 421 "
	    "idle\n"
	    "closed 421: 127.0.0.1 ends the connection: 421 idle\n" },
};

static void test_scripts(void **state)
{
	static const struct smtp_login login = { .name = "news.example" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct smtp_mail mail[2] = { mail_to("ada@x.example"),
			mail_to("ada@x.example") };
		struct server server;
		struct strbuf out;

		start(&server, cases[i].script);
		strbuf_init(&out, 10000);
		send_all(&server, mail, cases[i].mails, &login, &out);
		if (strcmp(out.buf, cases[i].told) != 0)
			fail_msg("%s: got\n%s\nwanted\n%s", cases[i].name,
			    out.buf, cases[i].told);
		strbuf_release(&out);
		stop(&server);
	}
}

/* ------------------------------------------------------------------- features */

static void test_impossible(void **state)
{
	static const struct smtp_login login = { .name = "news.example" };
	static char long_text[1200];
	static const struct str large[] = { { long_text, sizeof(long_text) } };
	struct smtp_mail mail[3] = { mail_to("ad\xc3\xa0@x.example"),
		mail_to("bob@x.example"),
		mail_to("eve@x.example>\r\nRCPT TO:<bob@x.example") };
	struct server server;
	struct strbuf out;

	(void)state;
	mail[1].piece = large;
	mail[1].pieces = 1;
	start(&server, OPENING "< QUIT\n> 221 bye\n");
	strbuf_init(&out, 10000);
	send_all(&server, mail, 3, &login, &out);
	assert_string_equal(out.buf,
	    "ad\xc3\xa0@x.example never [] the server takes no addresses with "
	    "letters beyond ASCII\n"
	    "bob@x.example never [] the mail is larger than the server "
	    "takes\n"
	    "eve@x.example>\r\nRCPT TO:<bob@x.example never [] that is no "
	    "address\n");
	strbuf_release(&out);
	stop(&server);
}

static void test_password_needs_encryption(void **state)
{
	static const struct smtp_login login = {
		.name = "news.example", .user = "ada", .password = "secret"
	};
	struct smtp_mail mail = mail_to("ada@x.example");
	struct server server;
	struct strbuf out;

	(void)state;
	start(&server, "> 220 mx\n< EHLO\n> 250-mx\n> 250 AUTH PLAIN\n*\n");
	strbuf_init(&out, 10000);
	send_all(&server, &mail, 1, &login, &out);
	assert_string_equal(out.buf,
	    "closed 0: 127.0.0.1 offers no encryption, and nobody else is to "
	    "read our password\n");
	strbuf_release(&out);
	stop(&server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_impossible),
		cmocka_unit_test(test_password_needs_encryption),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
