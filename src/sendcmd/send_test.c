/* What a mail is like: one of it, its size, and what check finds. */
#include <stdio.h>

#include "base/mail_address.h"
#include "sendcmd/mailing.h"

enum { REPORT_MOST = 1024 * 1024, SECONDS = 300 /* for one mail */ };

/* ------------------------------------------------------------------- one mail */

/* Whoever is no reader gets all, and links that belong to nobody. */
static bool find_reader(struct job *job, const struct mail_address *address,
    struct subscriber *ret_reader, struct error *err)
{
	static unsigned char tag[SUBSCRIBER_TAG_BYTES];
	bool found;

	if (!people_find(
		job->store, &job->arena, address->key, &found, ret_reader, err))
		return false;
	if (found)
		return true;
	secret_random(tag, sizeof(tag));
	*ret_reader = (struct subscriber){
		.address = address->text,
		.tag = { (const char *)tag, sizeof(tag) },
	};
	return true;
}

static bool write_for(struct job *job, const char *written,
    struct message *message, struct smtp_mail *mail, struct error *err)
{
	struct mail_address address;
	struct subscriber reader;
	enum mail_address_status status =
	    mail_address_read(&job->arena, str_of(written), &address);

	if (status != MAIL_ADDRESS_OK)
		return error_set(
		    err, "\"%s\": %s", written, mail_address_problem(status));
	if (!find_reader(job, &address, &reader, err) ||
	    !job_write(job, &reader, message, err))
		return false;
	*mail = (struct smtp_mail){
		.sender = message->sender,
		.recipient = reader.address,
		.piece = message->piece,
		.pieces = message->pieces,
		.name = message->token,
	};
	return true;
}

/* To a server, or into the folder that stands for it. */
static bool hand_over(
    struct job *job, const struct smtp_mail *mail, struct error *said)
{
	struct arena *a = &job->arena;
	const struct mailer_options options = {
		.relays = &job->relays,
		.folder = job->relays.count == 0
			      ? arena_cstr(a, job->settings.mail.way)
			      : NULL,
		.seconds = SECONDS,
	};
	struct str name = arena_printf(a, "%.*s-test", STR_ARG(job->name));
	struct mailer *mailer = mailer_new(&options);
	enum mailer_outcome outcome = mailer_send(mailer, mail, name.at, said);

	mailer_free(mailer);
	return outcome == MAILER_DONE;
}

bool job_send_test(struct job *job, const char *address, struct error *err)
{
	struct message message;
	struct smtp_mail mail;
	bool ok;

	message_init(&message);
	ok = write_for(job, address, &message, &mail, err) &&
	     hand_over(job, &mail, err);
	if (ok)
		printf("sent to %s, %zu bytes: %s\n", address, message.bytes,
		    err->text);
	message_release(&message);
	return ok;
}

/* -------------------------------------------------------------- what to expect */

static bool describe_size(struct job *job, struct error *err)
{
	struct mail_bodies bodies;

	if (!mail_bodies_make(job->maker, NULL, &job->arena, &bodies, err))
		return false;
	printf("%zu sections; HTML %zu bytes, plain text %zu\n",
	    bodies.sections, bodies.html.text.len, bodies.text.text.len);
	if (bodies.html.text.len > MAIL_HTML_MOST)
		printf("warning: some clients cut off what is beyond %d "
		       "bytes of HTML\n",
		    MAIL_HTML_MOST);
	return true;
}

/* By the command itself, whose rules and levels are the newsletter's. */
static bool describe_findings(struct job *job, struct error *err)
{
	static char program[] = "sennight", command[] = "check";
	const char *path = mail_maker_path(job->maker);
	size_t len = strlen(path) + 1;
	char *own = memcpy(arena_alloc(&job->arena, len), path, len);
	char *argv[] = { program, command, own, NULL };
	struct str output;
	int status;

	if (!cmd_call(program, argv, (struct str){ NULL, 0 }, REPORT_MOST,
		&job->arena, &output, &status, err))
		return false;
	fwrite(output.at, 1, output.len, stdout);
	return true;
}

bool job_describe(struct job *job, struct error *err)
{
	return describe_size(job, err) && describe_findings(job, err);
}
