/* The mails that are written, ahead of being sent. */
#include "base/xml.h"
#include "send/run_priv.h"

enum { AHEAD = 256 /* and one for each line */ };

bool works_open(struct run *r, struct error *err)
{
	return writers_open(r->o->threads, r->o->message,
	    &r->o->settings->mail.dkim, &r->writers, err);
}

static void free_list(struct work *w)
{
	while (w != NULL) {
		struct work *next = w->next;

		work_free(w);
		w = next;
	}
}

void works_close(struct run *r)
{
	writers_close(r->writers);
	free_list(r->ready);
	free_list(r->later);
	free_list(r->free);
}

static void put_back(struct run *r, struct work *w)
{
	w->next = r->free;
	r->free = w;
}

void works_end(struct run *r, struct work *w)
{
	bodies_leave(r->o->bodies, w->body);
	put_back(r, w);
	r->begun--;
}

/* ------------------------------------------------------------------- writing */

static void set_value(struct work *w, enum message_value value, struct str text)
{
	strbuf_reset(&w->value[value]);
	strbuf_add(&w->value[value], text);
	w->reader.value[value] = strbuf_str(&w->value[value]);
}

/* What stands at the end of each mail, so that nobody wonders. */
static struct str why(struct arena *arena, const struct settings *settings,
    const struct subscriber *reader)
{
	return arena_printf(arena, "%.*s subscribed to %.*s.",
	    STR_ARG(reader->address), STR_ARG(settings->name));
}

void send_set_reader(const struct store *store, const struct settings *settings,
    struct work *w, const struct subscriber *reader)
{
	struct arena arena = { 0 };
	struct str words = why(&arena, settings, reader);

	strbuf_reset(&w->recipient);
	strbuf_add(&w->recipient, reader->address);
	w->reader.id = reader->id;
	w->reader.address = strbuf_str(&w->recipient);
	w->reader.now = store_now(store);
	set_value(w, MESSAGE_PREFERENCES,
	    link_make(store, &arena, settings, LINK_PREFERENCES, reader->tag));
	set_value(w, MESSAGE_UNSUBSCRIBE,
	    link_make(store, &arena, settings, LINK_UNSUBSCRIBE, reader->tag));
	set_value(w, MESSAGE_WHY, words);
	set_value(w, MESSAGE_WHY_HTML, xml_attribute(&arena, words));
	arena_release(&arena);
}

static struct work *new_work(struct run *r)
{
	struct work *w = r->free;

	if (w == NULL)
		return work_new();
	r->free = w->next;
	return w;
}

static bool write_one(struct run *r, const struct delivery *d)
{
	struct work *w = new_work(r);

	w->body = bodies_take(r->o->bodies, &d->reader->preferences, r->err);
	if (w->body == NULL) {
		put_back(r, w);
		run_fail(r);
		return false;
	}
	w->lease = d->lease;
	w->tries = d->tries;
	w->turn = r->turn;
	w->not_before = r->now + d->wait;
	send_set_reader(run_store(r), r->o->settings, w, d->reader);
	writers_put(r->writers, w);
	r->ahead++;
	return true;
}

void works_write(struct run *r)
{
	while (!r->draining && !r->failed && has_hand(r) &&
	       r->ahead < r->lines + AHEAD &&
	       write_one(r, &r->hand.delivery[r->next]))
		r->next++;
}

/* -------------------------------------------------------------------- taking */

/* One of a lease that was lost is somebody else's now. */
static bool is_ours(struct run *r, struct work *w)
{
	if (w->turn == r->turn)
		return true;
	bodies_leave(r->o->bodies, w->body);
	put_back(r, w);
	r->ahead--;
	return false;
}

static void put_later(struct run *r, struct work *w)
{
	struct work **at = &r->later;

	while (*at != NULL && (*at)->not_before <= w->not_before)
		at = &(*at)->next;
	w->next = *at;
	*at = w;
	r->early++;
}

static struct work *take_later(struct run *r)
{
	struct work *w = r->later;

	if (w == NULL || w->not_before > r->now)
		return NULL;
	r->later = w->next;
	r->early--;
	return w;
}

static struct work *take_written(struct run *r)
{
	struct work *w = NULL;

	if (r->ahead > r->early && !writers_take(r->writers, &w, r->err))
		run_fail(r);
	return w;
}

bool works_ready(struct run *r)
{
	while (r->ready == NULL && !r->failed) {
		struct work *w = take_later(r);

		if (w == NULL)
			w = take_written(r);
		if (w == NULL)
			return false;
		w->next = NULL;
		if (!is_ours(r, w))
			continue;
		if (w->not_before > r->now)
			put_later(r, w);
		else
			r->ready = w;
	}
	return r->ready != NULL && !r->draining && !r->failed;
}

struct work *works_next(struct run *r)
{
	struct work *w = r->ready;

	r->ready = NULL;
	r->ahead--;
	r->begun++;
	w->mail = (struct smtp_mail){
		.sender = w->message.sender,
		.recipient = w->reader.address,
		.piece = w->message.piece,
		.pieces = w->message.pieces,
		.name = w->message.token,
		.data = w,
	};
	return w;
}
