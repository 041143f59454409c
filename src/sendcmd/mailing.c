#include "sendcmd/mailing.h"

#include "base/file.h"
#include "base/mail_address.h"
#include "base/url.h"
#include "newsletter/newsletter.h"

/* --------------------------------------------------------------- the issue */

bool job_look(struct job *job, struct error *err)
{
	return mailing_find(job->store, &job->arena, job->name, &job->found,
	    &job->mailing, err);
}

/* Without the folder and the ending. */
static struct str name_of(const char *path)
{
	struct str name = str_of(path_base(path));

	return str_sub(name, 0, name.len - strlen(path_ending(path)));
}

bool job_open(struct job *job, const char *issue, struct error *err)
{
	const char *path;

	*job = (struct job){ .found = false };
	if (!storecmd_open(&job->arena, &job->settings, &job->store, err) ||
	    !mail_maker_open(issue, &job->maker, err))
		return false;
	path = mail_maker_path(job->maker);
	if (mail_maker_is_draft(job->maker))
		return error_set(err,
		    "%s is a draft: what is sent to readers stands in %.*s",
		    path, STR_ARG(job->settings.folders.content));
	job->store_options = storecmd_store(&job->arena, &job->settings);
	job->name = name_of(path);
	return job_look(job, err);
}

void job_close(struct job *job)
{
	relays_close(&job->relays);
	bodies_free(job->bodies);
	mail_maker_free(job->maker);
	dkim_free(job->dkim);
	store_close(job->store);
	arena_release(&job->arena);
}

/* ----------------------------------------------------------------- the mails */

/* A part with its slots, as the writer of mails wants them. */
static struct message_text part_of(
    struct arena *arena, const struct mail_part *part, bool html)
{
	const enum message_value values[MAIL_SLOT_KINDS] = {
		[MAIL_PREFERENCES] = MESSAGE_PREFERENCES,
		[MAIL_UNSUBSCRIBE] = MESSAGE_UNSUBSCRIBE,
		[MAIL_WHY] = html ? MESSAGE_WHY_HTML : MESSAGE_WHY,
	};
	struct message_slot *slot =
	    ARENA_ARRAY(arena, part->slots, struct message_slot);

	for (size_t i = 0; i < part->slots; i++)
		slot[i] = (struct message_slot){ part->slot[i].offset,
			values[part->slot[i].kind] };
	return (struct message_text){ part->text, slot, part->slots };
}

static bool render(void *data, const struct preferences *preferences,
    struct arena *arena, struct message_text *plain, struct message_text *html,
    struct error *err)
{
	const struct job *job = data;
	const struct mail_choice choice = {
		.sections = preferences->sections,
		.regions = preferences->regions,
		.countries = preferences->countries,
	};
	struct mail_bodies bodies;

	if (!mail_bodies_make(job->maker, &choice, arena, &bodies, err))
		return false;
	if (bodies.text.slots > MESSAGE_SLOTS_MOST ||
	    bodies.html.slots > MESSAGE_SLOTS_MOST)
		return error_set(err,
		    "mail.html or mail.txt of the theme print what is about "
		    "the reader more than %d times",
		    MESSAGE_SLOTS_MOST);
	*plain = part_of(arena, &bodies.text, false);
	if (!preferences->text)
		*html = part_of(arena, &bodies.html, true);
	return true;
}

static void set_message(struct job *job, const struct mail_address *from)
{
	const struct settings *s = &job->settings;

	/* The store can be another one later. */
	job->key = *store_key(job->store);
	job->message = (struct message_options){
		.from = { s->mail.name.len > 0 ? s->mail.name : s->name,
		    from->text },
		.reply_to = s->mail.reply_to,
		.subject = mail_maker_title(job->maker),
		.list_id = url_host(s->address),
		.list_name = s->name,
		.domain = from->domain,
		.bounces = s->mail.bounces.len > 0 ? &job->verp : NULL,
		.mailing = job->mailing.id,
		.key = &job->key,
		.dkim = job->dkim,
	};
}

/* Domains as the keys of addresses have them. */
static bool set_limits(struct job *job, struct error *err)
{
	const struct settings *s = &job->settings;
	struct delivery_limit *limit = ARENA_ARRAY(
	    &job->arena, s->mail.domains + 1, struct delivery_limit);

	limit[0] = (struct delivery_limit){ .per_minute = s->mail.per_minute,
		.per_day = s->mail.per_day,
		.first_day = s->mail.first_day };
	for (size_t i = 0; i < s->mail.domains; i++) {
		const struct domain_rule *rule = &s->mail.domain[i];
		struct str any =
		    arena_printf(&job->arena, "any@%.*s", STR_ARG(rule->name));
		struct mail_address address;
		enum mail_address_status status =
		    mail_address_read(&job->arena, any, &address);

		if (status != MAIL_ADDRESS_OK)
			return error_set(err,
			    "`mail: domains` has \"%.*s\", which is no domain: "
			    "expected one such as example.org",
			    STR_ARG(rule->name));
		limit[i + 1] =
		    (struct delivery_limit){ .domain = address.domain,
			    .per_minute = rule->per_minute };
	}
	job->limits = (struct delivery_limits){ limit, s->mail.domains + 1 };
	return true;
}

bool job_prepare(struct job *job, struct error *err)
{
	const struct settings *s = &job->settings;
	struct mail_address from;
	enum mail_address_status status =
	    mail_address_read(&job->arena, s->mail.from, &from);

	if (status != MAIL_ADDRESS_OK)
		return error_set(err,
		    "the setting `mail: from` must be the address that mail "
		    "comes from: %s",
		    mail_address_problem(status));
	if (!set_limits(job, err) ||
	    !relays_open(&job->arena, s, from.domain, &job->relays, err) ||
	    (s->mail.bounces.len > 0 &&
		!verp_open(&job->arena, s->mail.bounces, &job->verp, err)) ||
	    (s->mail.dkim.count > 0 &&
		!dkim_open(from.domain, &s->mail.dkim, &job->dkim, err)))
		return false;
	set_message(job, &from);
	job->bodies = bodies_new(render, job);
	return true;
}

bool job_write(struct job *job, const struct subscriber *reader,
    struct message *message, struct error *err)
{
	const struct message_body *body =
	    bodies_take(job->bodies, &reader->preferences, err);
	struct message_maker *maker;
	struct work *work;
	bool ok;

	if (body == NULL)
		return false;
	maker = message_maker_new(&job->message);
	work = work_new();
	send_set_reader(job->store, &job->settings, work, reader);
	ok = message_make(maker, body, &work->reader, message, err);
	work_free(work);
	message_maker_free(maker);
	return ok;
}

/* -------------------------------------------------------------------- counts */

void job_add_counts(struct strbuf *out, const struct delivery_counts *counts)
{
	size_t start = out->len;

	for (int i = 0; i < DELIVERY_STATES; i++)
		if (counts->of[i] > 0)
			strbuf_printf(out, "%s%lld %s",
			    out->len > start ? ", " : "",
			    (long long)counts->of[i],
			    delivery_state_name((enum delivery_state)i));
	if (out->len == start)
		strbuf_lit(out, "nobody");
}

bool job_is_fine(const struct delivery_counts *counts)
{
	return counts->of[DELIVERY_UNKNOWN] == 0 &&
	       counts->of[DELIVERY_BOUNCED] == 0 &&
	       counts->of[DELIVERY_DEFERRED] == 0;
}
