/* The mails of a correction: to those whose mail held what was wrong. */
#include <string.h>

#include "base/mail_address.h"
#include "base/mail_text.h"
#include "base/strbuf.h"
#include "publish/publish.h"
#include "publishcmd/correct.h"
#include "publishcmd/steps.h"

enum { PAGE = 500 };

struct mailing_back {
	struct press *p;
	const struct corrections *list;
	struct announcement about;
	/* With each of those who had it; NULL: only count. */
	bool (*with)(struct mailing_back *m, const struct subscriber *reader,
	    struct error *err);
	size_t readers;
};

static bool has(const struct str_list *list, struct str id)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq_fold(list->item[i], id))
			return true;
	return false;
}

static bool has_any(const struct str_list *list, const struct str_list *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		if (has(list, ids->item[i]))
			return true;
	return false;
}

/* Did the reader's choice (build/mail.h) keep it?  What is not known was in
 * every mail. */
static bool was_in_mail(
    const struct preferences *wanted, const struct correction *c)
{
	bool everywhere = wanted->regions.count + wanted->countries.count == 0;

	if (wanted->sections.count > 0 && c->section.len > 0 &&
	    !has(&wanted->sections, c->section))
		return false;
	return everywhere || !date_is_set(c->was) || c->everywhere ||
	       has_any(&wanted->regions, &c->regions) ||
	       has_any(&wanted->countries, &c->countries);
}

static bool is_told(
    const struct preferences *wanted, const struct correction *c)
{
	return correction_matters(c->kind) && was_in_mail(wanted, c);
}

/* --------------------------------------------------------------- who had it */

/* Readers who left, or whose address is gone, are left alone. */
static bool look_at(
    struct mailing_back *m, struct str address, struct error *err)
{
	struct mail_address parsed;
	struct subscriber reader;
	bool found, any = false;

	if (address.len == 0 || mail_address_read(&m->p->arena, address,
				    &parsed) != MAIL_ADDRESS_OK)
		return true;
	if (!people_find(
		m->p->store, &m->p->arena, parsed.key, &found, &reader, err))
		return false;
	if (!found || reader.state != SUBSCRIBER_ACTIVE)
		return true;
	for (size_t i = 0; i < m->list->count; i++)
		any = any ||
		      is_told(&reader.preferences, &m->list->correction[i]);
	if (!any)
		return true;
	m->readers++;
	return m->with == NULL || m->with(m, &reader, err);
}

static bool each_reader(struct mailing_back *m, struct error *err)
{
	struct press *p = m->p;
	struct deliveries_shown page;
	struct mailing mailing;
	struct delivery_filter filter = { .state = DELIVERY_SENT,
		.most = PAGE };
	bool found;

	if (!mailing_find(p->store, &p->arena, p->name, &found, &mailing, err))
		return false;
	filter.mailing = mailing.id;
	do {
		page.count = 0;
		if (!found)
			break;
		if (!deliveries_list(p->store, &p->arena, &filter, &page, err))
			return false;
		for (size_t i = 0; i < page.count; i++) {
			if (!look_at(m, page.delivery[i].address, err))
				return false;
			filter.after = page.delivery[i].reader;
		}
	} while (page.count == PAGE);
	return true;
}

bool correct_count_readers(struct press *p, const struct corrections *list,
    size_t *ret_readers, struct error *err)
{
	struct mailing_back m = { .p = p, .list = list };
	bool ok = each_reader(&m, err);

	*ret_readers = m.readers;
	return ok;
}

/* -------------------------------------------------------------------- the letter */

static void add_body(struct mailing_back *m, const struct subscriber *reader,
    struct str leave, struct strbuf *out)
{
	struct press *p = m->p;

	strbuf_printf(out, "In %.*s, which you got by mail, this was wrong:\n",
	    STR_ARG(m->about.title));
	for (size_t i = 0; i < m->list->count; i++) {
		const struct correction *c = &m->list->correction[i];

		if (!is_told(&reader->preferences, c))
			continue;
		strbuf_printf(out, "\n* %.*s\n",
		    STR_ARG(correction_sentence(&p->arena, c)));
		if (c->url.len > 0 && c->kind != CORRECTION_REMOVED)
			strbuf_printf(out, "  %.*s\n", STR_ARG(c->url));
	}
	strbuf_printf(out,
	    "\nThe issue as it is now: %.*s\n\n-- \n%.*s\nNo more mails: "
	    "%.*s\n",
	    STR_ARG(m->about.address), STR_ARG(p->settings.name),
	    STR_ARG(leave));
}

static struct str mark_of(struct mailing_back *m)
{
	struct strbuf lines;
	struct str mark;

	strbuf_init(&lines, LIMIT_DATA_FILE);
	for (size_t i = 0; i < m->list->count; i++)
		correction_add_line(&lines, &m->list->correction[i]);
	mark = step_mark(&m->p->arena, strbuf_str(&lines));
	strbuf_release(&lines);
	return mark;
}

static void write_letter(struct mailing_back *m,
    const struct subscriber *reader, struct str id, struct strbuf *out)
{
	struct press *p = m->p;
	const struct settings *s = &p->settings;
	struct str leave =
	    link_make(p->store, &p->arena, s, LINK_UNSUBSCRIBE, reader->tag);
	const struct mail_header headers[] = {
		{ "List-Unsubscribe",
		    arena_printf(&p->arena, "<%.*s>", STR_ARG(leave)) },
		{ "List-Unsubscribe-Post", STR("List-Unsubscribe=One-Click") },
	};
	struct strbuf body;
	struct mail_text mail = {
		.from = { s->mail.name.len > 0 ? s->mail.name : s->name,
		    s->mail.from },
		.to = { { NULL, 0 }, reader->address },
		.subject = arena_printf(
		    &p->arena, "Correction: %.*s", STR_ARG(m->about.title)),
		.date = store_now(p->store),
		.message_id = id,
		.header = headers,
		.headers = 2,
	};

	strbuf_init(&body, LIMIT_LETTER);
	add_body(m, reader, leave, &body);
	mail.body = strbuf_str(&body);
	mail_text_add(out, &mail);
	strbuf_release(&body);
}

/* The letter and the note that it was written are one change. */
static bool put_in_outbox(
    struct mailing_back *m, const struct subscriber *reader, struct error *err)
{
	struct press *p = m->p;
	struct str mark = mark_of(m), from = p->settings.mail.from;
	size_t at = str_find_char(from, '@', 0);
	const char *step = arena_printf(&p->arena, "correct %.*s %lld",
	    STR_ARG(mark), (long long)reader->id)
			       .at;
	struct letter letter = { .recipient = reader->address,
		.kind = STR("correction") };
	struct publish_step was;
	struct strbuf mail;
	bool ok;

	if (!press_find(p, step, &was, err))
		return false;
	if (was.state == PUBLISH_DONE)
		return true;
	strbuf_init(&mail, 4 * LIMIT_LETTER);
	write_letter(m, reader,
	    arena_printf(&p->arena, "correct.%.*s.%lld%.*s", STR_ARG(mark),
		(long long)reader->id,
		STR_ARG(at != STR_NONE ? str_sub(from, at, from.len)
				       : STR("@localhost"))),
	    &mail);
	letter.message = strbuf_str(&mail);
	ok = people_begin_many(p->store, err);
	if (ok) {
		bool both = outbox_add(p->store, &letter, err) &&
			    press_note(p, step, PUBLISH_DONE, mark, NULL, err);

		ok = people_end_many(p->store, both, err) && both;
	}
	strbuf_release(&mail);
	return ok;
}

bool correct_mail(
    struct press *p, const struct corrections *list, struct error *err)
{
	struct mailing_back m = { .p = p, .list = list, .with = put_in_outbox };

	if (!p->options.mail)
		return true;
	if (!step_announcement(p, &m.about, err) || !each_reader(&m, err))
		return false;
	press_say(p, "mail",
	    "%zu in the outbox; `sennight serve` sends what is there",
	    m.readers);
	return true;
}
