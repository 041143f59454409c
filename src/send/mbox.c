#include "send/mbox.h"

#include "base/arena.h"
#include "base/limits.h"

/* What is kept of a line until its end has come. */
enum { LINE_MOST = 1000 };

void mbox_init(
    struct mbox *mbox, const char *path, mailbox_take *take, void *data)
{
	*mbox = (struct mbox){
		.path = path, .take = take, .data = data, .blank = true
	};
	strbuf_init(&mbox->mail, LIMIT_BOUNCE_MAIL);
	strbuf_init(&mbox->line, LINE_MOST);
}

void mbox_release(struct mbox *mbox)
{
	strbuf_release(&mbox->mail);
	strbuf_release(&mbox->line);
}

/* "12:34" behind a blank. */
static bool has_time(struct str line)
{
	for (size_t i = 0; i + 6 <= line.len; i++)
		if (char_is_blank(line.at[i]) && line.at[i + 3] == ':' &&
		    char_is_digit(line.at[i + 1]) &&
		    char_is_digit(line.at[i + 2]) &&
		    char_is_digit(line.at[i + 4]) &&
		    char_is_digit(line.at[i + 5]))
			return true;
	return false;
}

static bool is_from_line(struct str line)
{
	return str_starts(line, STR("From ")) && has_time(line);
}

bool mbox_is(struct str beginning)
{
	return is_from_line(str_sub(beginning, 0,
	    str_find_char(beginning, '\n', 0))); /* or all of it */
}

/* ----------------------------------------------------------------------- mails */

static bool end_mail(struct mbox *m, struct error *err)
{
	struct arena arena = { 0 };
	struct mailbox_mail mail = { .size = m->size };
	struct str text = strbuf_str(&m->mail);
	bool ok = true;

	if (m->begun) {
		while (text.len > 0 && (text.at[text.len - 1] == '\n' ||
					   text.at[text.len - 1] == '\r'))
			text.len--;
		mail.text = text;
		mail.name =
		    arena_printf(&arena, "%s, mail %zu", m->path, ++m->count)
			.at;
		ok = m->take(m->data, &mail, err);
	}
	arena_release(&arena);
	strbuf_reset(&m->mail);
	m->size = 0;
	m->begun = false;
	return ok;
}

/* What is beyond the limit is counted only. */
static void keep(struct mbox *m, struct str bytes)
{
	m->begun = true;
	m->size += bytes.len;
	strbuf_add(&m->mail, str_sub(bytes, 0, m->mail.max - m->mail.len));
}

/* The beginning of a line was kept back: it may be that of a mail. */
static bool end_line(struct mbox *m, struct error *err)
{
	struct str line = strbuf_str(&m->line), plain = str_trim_right(line);
	bool ok = true;

	if (m->line_size == line.len) {
		if (m->blank && is_from_line(plain))
			ok = end_mail(m, err) && (m->begun = true);
		else if (m->begun || plain.len > 0)
			keep(m, line);
		m->blank = plain.len == 0;
	}
	strbuf_reset(&m->line);
	m->line_size = 0;
	return ok;
}

/* A piece of a line that holds no line end but at its end. */
static void add_piece(struct mbox *m, struct str piece)
{
	m->line_size += piece.len;
	if (m->line_size <= LINE_MOST) {
		strbuf_add(&m->line, piece);
		return;
	}
	/* Too long to begin a mail. */
	keep(m, strbuf_str(&m->line));
	strbuf_reset(&m->line);
	keep(m, piece);
	m->blank = false;
}

bool mbox_add(struct mbox *m, struct str bytes, struct error *err)
{
	while (bytes.len > 0) {
		size_t end = str_find_char(bytes, '\n', 0);
		size_t len = end != STR_NONE ? end + 1 : bytes.len;

		add_piece(m, str_sub(bytes, 0, len));
		if (end != STR_NONE && !end_line(m, err))
			return false;
		bytes = str_sub(bytes, len, bytes.len);
	}
	return true;
}

bool mbox_end(struct mbox *m, struct error *err)
{
	return (m->line_size == 0 || end_line(m, err)) && end_mail(m, err);
}
