/* From the greeting to the first mail: who we are, what the server can do,
 * encryption, login. */
#include "base/mail_header.h"
#include "send/smtp_priv.h"

enum { LOGIN_MOST = 8 * 1024 /* bytes of a token */ };

/* ----------------------------------------------------------------- features */

static void take_size(struct smtp_features *can, struct str words)
{
	can->size = true;
	str_to_number(str_trim(words), INT64_MAX, &can->most);
}

static void take_auth(struct smtp_features *can, struct str words)
{
	while (words.at != NULL) {
		struct str way = str_take(&words, ' ');

		can->plain = can->plain || str_eq_fold(way, STR("PLAIN"));
		can->login = can->login || str_eq_fold(way, STR("LOGIN"));
		can->token = can->token || str_eq_fold(way, STR("XOAUTH2"));
	}
}

static void take_feature(struct smtp_features *can, struct str line)
{
	const struct {
		struct str name;
		bool *flag;
	} flags[] = {
		{ STR("PIPELINING"), &can->pipelining },
		{ STR("8BITMIME"), &can->eight_bits },
		{ STR("SMTPUTF8"), &can->utf8 },
		{ STR("DSN"), &can->dsn },
		{ STR("STARTTLS"), &can->starttls },
	};
	struct str name = str_take(&line, ' ');

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (str_eq_fold(name, flags[i].name))
			*flags[i].flag = true;
	if (str_eq_fold(name, STR("SIZE")))
		take_size(can, line);
	else if (str_eq_fold(name, STR("AUTH")))
		take_auth(can, line);
	/* As servers before RFC 4954 say it. */
	else if (str_starts_fold(name, STR("AUTH=")))
		take_auth(can, str_sub(name, 5, name.len));
}

static void take_features(struct smtp *s, const struct smtp_reply *reply)
{
	struct str lines = reply->lines, line;

	s->can = (struct smtp_features){ .most = 0 };
	smtp_reply_line(&lines);
	while (line = smtp_reply_line(&lines), line.at != NULL)
		take_feature(&s->can, line);
}

/* -------------------------------------------------------------------- login */

static void add_credentials(struct smtp *s, struct strbuf *out)
{
	const struct smtp_login *l = &s->server->login;
	struct strbuf words;

	strbuf_init(&words, LOGIN_MOST);
	if (l->token)
		strbuf_printf(&words, "user=%s\1auth=Bearer %s\1\1", l->user,
		    l->password);
	else {
		strbuf_add_char(&words, '\0');
		strbuf_add_cstr(&words, l->user);
		strbuf_add_char(&words, '\0');
		strbuf_add_cstr(&words, l->password);
	}
	mail_base64(out, strbuf_str(&words));
	strbuf_release(&words);
}

/* In the order of what tells others least: only one is tried. */
static void say_login(struct smtp *s)
{
	const struct smtp_login *l = &s->server->login;
	struct strbuf out;

	strbuf_init(&out, 2 * LOGIN_MOST);
	if (l->token && s->can.token)
		strbuf_lit(&out, "AUTH XOAUTH2 ");
	else if (!l->token && s->can.plain)
		strbuf_lit(&out, "AUTH PLAIN ");
	else if (!l->token && s->can.login)
		strbuf_lit(&out, "AUTH LOGIN");
	if (out.len == 0) {
		error_set(&s->why, "%s has no way to log in that we know: %s",
		    s->server->host, l->token ? "XOAUTH2" : "PLAIN or LOGIN");
		smtp_close(s, 0);
	} else {
		if (out.buf[out.len - 1] == ' ')
			add_credentials(s, &out);
		strbuf_lit(&out, "\r\n");
		smtp_say(s, SMTP_AUTH, strbuf_str(&out));
	}
	strbuf_release(&out);
}

/* LOGIN asks for the name and then the password; XOAUTH2 tells why not, and
 * wants to hear nothing before it refuses. */
static void say_more(struct smtp *s)
{
	const struct smtp_login *l = &s->server->login;
	bool login = !l->token && !s->can.plain;
	struct strbuf out;

	strbuf_init(&out, 2 * LOGIN_MOST);
	if (login && s->auth_step < 2)
		mail_base64(
		    &out, str_of(s->auth_step == 0 ? l->user : l->password));
	else if (s->auth_step > 2)
		strbuf_lit(&out, "*");
	s->auth_step++;
	strbuf_lit(&out, "\r\n");
	smtp_say(s, SMTP_AUTH, strbuf_str(&out));
	strbuf_release(&out);
}

/* --------------------------------------------------------------------- steps */

static void open_up(struct smtp *s)
{
	s->step = STEP_OPEN;
	s->end.opened = true;
	s->next = SMTP_QUIT;
}

static void go_on(struct smtp *s)
{
	bool here = s->server->address[s->address].here;

	if (s->wire.tls == NULL && s->can.starttls &&
	    (s->server->tls_needed || !here)) {
		smtp_say(s, SMTP_STARTTLS, STR("STARTTLS\r\n"));
	} else if (s->wire.tls == NULL && s->server->tls_needed) {
		error_set(&s->why,
		    "%s offers no encryption, and nobody else is to read our "
		    "password",
		    s->server->host);
		smtp_close(s, 0);
	} else if (s->server->login.user != NULL) {
		say_login(s);
	} else {
		open_up(s);
	}
}

void smtp_say_hello(struct smtp *s)
{
	struct strbuf out;

	strbuf_init(&out, 512);
	strbuf_printf(&out, "EHLO %s\r\n", s->server->login.name);
	smtp_say(s, SMTP_EHLO, strbuf_str(&out));
	strbuf_release(&out);
}

static void say_old_hello(struct smtp *s)
{
	struct strbuf out;

	strbuf_init(&out, 512);
	strbuf_printf(&out, "HELO %s\r\n", s->server->login.name);
	smtp_say(s, SMTP_HELO, strbuf_str(&out));
	strbuf_release(&out);
}

static void hear_auth(struct smtp *s, const struct smtp_reply *reply)
{
	if (reply->code == 334 && s->auth_step < 5)
		say_more(s);
	else if (reply->code / 100 == 2)
		open_up(s);
	else
		smtp_close_reply(s, "does not let us log in", reply);
}

void smtp_hello(
    struct smtp *s, enum smtp_command command, const struct smtp_reply *reply)
{
	bool fine = reply->code / 100 == 2;

	if (command == SMTP_AUTH) {
		hear_auth(s, reply);
	} else if (command == SMTP_EHLO && reply->code / 100 == 5 &&
		   reply->code != 554) {
		say_old_hello(s);
	} else if (!fine) {
		smtp_close_reply(s,
		    command == SMTP_STARTTLS ? "does not encrypt"
					     : "does not want us",
		    reply);
	} else if (command == SMTP_GREETING) {
		smtp_say_hello(s);
	} else if (command == SMTP_STARTTLS) {
		s->step = STEP_ENCRYPT;
		smtp_reader_forget(&s->reader);
	} else {
		if (command == SMTP_EHLO)
			take_features(s, reply);
		go_on(s);
	}
}
