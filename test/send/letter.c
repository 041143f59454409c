/*
 * letter: the mail of a reader, for mails.py.
 *
 *	letter PLAIN [HTML] < ADDRESS
 *
 * PLAIN and HTML are files, in which {preferences} and {unsubscribe} are the
 * places of links; ADDRESS is a line.  Signed with the keys of the selectors
 * in $SELECTORS, if there are any.  Prints the mail.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "send/message.h"

enum { SLOTS = MESSAGE_SLOTS_MOST };

static const struct {
	struct str mark;
	enum message_value value;
} marks[] = {
	{ STR_INIT("{preferences}"), MESSAGE_PREFERENCES },
	{ STR_INIT("{unsubscribe}"), MESSAGE_UNSUBSCRIBE },
};

/* Take the marks out of a text. */
static struct message_text read_text(
    struct arena *arena, const char *path, struct message_slot *slot)
{
	struct message_text text = { .slot = slot };
	struct strbuf out;
	struct str all;
	struct error err;

	if (!file_read(path, LIMIT_ISSUE_FILE, arena, &all, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
	strbuf_init(&out, all.len);
	for (size_t i = 0, k; i < all.len;) {
		struct str rest = str_sub(all, i, all.len);

		for (k = 0; k < 2 && !str_starts(rest, marks[k].mark); k++)
			;
		if (k < 2 && text.slots < SLOTS) {
			slot[text.slots++] =
			    (struct message_slot){ out.len, marks[k].value };
			i += marks[k].mark.len;
		} else {
			strbuf_add_char(&out, all.at[i++]);
		}
	}
	text.text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static struct dkim *open_keys(struct arena *arena)
{
	const char *names = getenv("SELECTORS");
	struct str rest = str_of(names != NULL ? names : "");
	struct str_list list = { NULL, 0 };
	struct dkim *dkim = NULL;
	struct error err;

	while (rest.len > 0) {
		list.item = ARENA_GROW(arena, list.item, list.count);
		list.item[list.count++] = str_take(&rest, ' ');
	}
	if (list.count > 0 &&
	    !dkim_open(STR("example.org"), &list, &dkim, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
	return dkim;
}

static void print(const struct message *m)
{
	for (size_t i = 0; i < m->pieces; i++)
		fwrite(m->piece[i].at, 1, m->piece[i].len, stdout);
}

int main(int argc, char **argv)
{
	struct message_slot slot[2][SLOTS];
	struct arena arena = { 0 };
	struct message_text plain = read_text(&arena, argv[1], slot[0]);
	struct message_text html = { .slots = 0 };
	struct secret_key key = { { 1, 2, 3 } };
	struct message_options options = {
		.from = { STR("Low Tide, \xc3\xa9"), STR("tide@example.org") },
		.reply_to = STR("editors@example.org"),
		.subject = STR("Sand \xe2\x80\x94 and stones"),
		.list_id = STR("tide.example.org"),
		.list_name = STR("Low Tide"),
		.domain = STR("example.org"),
		.mailing = 7,
		.key = &key,
		.dkim = open_keys(&arena),
	};
	struct message_reader reader = {
		.id = 12,
		.now = time(NULL),
		.value = { STR("https://example.org/preferences/abc.def=ghi"),
		    STR("https://example.org/unsubscribe/" /* long */
			"0123456789012345678901234567890123456789012345678901") }
	};
	struct message_maker *maker = message_maker_new(&options);
	struct message_body *body;
	struct message message;
	struct error err;

	if (argc > 2)
		html = read_text(&arena, argv[2], slot[1]);
	if (!file_read_input(FILE_INPUT, 1000, &arena, &reader.address, &err))
		return 2;
	reader.address = str_trim(reader.address);
	body = message_body_new(&plain, &html);
	message_init(&message);
	/* Twice, as the memory of a mail is used again. */
	for (int i = 0; i < 2; i++)
		if (!message_make(maker, body, &reader, &message, &err))
			return 2;
	print(&message);
	message_release(&message);
	message_body_free(body);
	message_maker_free(maker);
	dkim_free(options.dkim);
	arena_release(&arena);
	return 0;
}
