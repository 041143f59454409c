#include "subscribers/newcomer.h"

#include "base/mail_address.h"
#include "base/moment.h"
#include "base/network.h"
#include "base/text.h"
#include "subscribers/consents.h"

struct reading {
	struct arena *arena;
	enum service service;
	const struct row *row;
	const struct newcomer_options *options;
	struct newcomer *person;
	const char *wrong; /* why it cannot be taken, or NULL */
};

/* ------------------------------------------------------------------- values */

static struct str value(const struct reading *r, enum role role)
{
	return str_trim(r->row->value[role]);
}

static bool has(const struct reading *r, enum role role)
{
	return value(r, role).len > 0;
}

/* A text for the store, cut and cleaned; unset if empty. */
static struct str clean(const struct reading *r, struct str text, size_t max)
{
	struct str result = str_trim(
	    text_clean(r->arena, str_sub(text, 0, text_boundary(text, max))));

	return result.len > 0 ? result : (struct str){ NULL, 0 };
}

/* For a message: short and clean. */
static struct str quoted(const struct reading *r, struct str text)
{
	struct str short_text = clean(r, text, 60);

	return short_text.at != NULL ? short_text : STR("");
}

static void remark(const struct reading *r, const char *what, enum role role)
{
	if (r->person->remark == NULL)
		r->person->remark = arena_printf(r->arena,
		    "its %s \"%.*s\" cannot be read, and was left out", what,
		    STR_ARG(quoted(r, value(r, role))))
					.at;
}

static bool is_one_of(struct str text, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_fold(text, words[i]))
			return true;
	return false;
}

static bool is_yes(struct str text)
{
	static const struct str words[] = { STR_INIT("true"), STR_INIT("yes"),
		STR_INIT("1"), STR_INIT("t"), STR_INIT("y") };

	return is_one_of(text, words, sizeof(words) / sizeof(words[0]));
}

static bool is_no(struct str text)
{
	static const struct str words[] = { STR_INIT("false"), STR_INIT("no"),
		STR_INIT("0"), STR_INIT("f"), STR_INIT("n") };

	return is_one_of(text, words, sizeof(words) / sizeof(words[0]));
}

/* Seconds since 1970; 0 if there is no such time.  Some write only whether
 * there is one. */
static int64_t time_of(
    const struct reading *r, enum role role, const char *what)
{
	struct str text = value(r, role);
	int64_t seconds = 0;

	if (text.len > 0 && !moment_read(text, &seconds) && !is_yes(text) &&
	    !is_no(text))
		remark(r, what, role);
	return seconds;
}

/* Is something said, and is it not "no"? */
static bool is_so(const struct reading *r, enum role role)
{
	return has(r, role) && !is_no(value(r, role));
}

/* -------------------------------------------------------------------- states */

/* What services call them; of all, or of one, which comes first. */
static const struct {
	struct str word;
	enum standing standing;
	enum service service;
} words[] = {
	{ STR_INIT("paused"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("removed"), STANDING_LEFT, SERVICE_BUTTONDOWN },
	{ STR_INIT("spammy"), STANDING_NEVER, SERVICE_BUTTONDOWN },
	{ STR_INIT("regular"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("premium"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("trialed"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("unpaid"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("gifted"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("churning"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("past_due"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("churned"), STANDING_ACTIVE, SERVICE_BUTTONDOWN },
	{ STR_INIT("unactivated"), STANDING_PENDING, SERVICE_BUTTONDOWN },
	{ STR_INIT("active"), STANDING_ACTIVE, SERVICE_PLAIN },
	{ STR_INIT("subscribed"), STANDING_ACTIVE, SERVICE_PLAIN },
	{ STR_INIT("confirmed"), STANDING_ACTIVE, SERVICE_PLAIN },
	{ STR_INIT("enabled"), STANDING_ACTIVE, SERVICE_PLAIN },
	{ STR_INIT("pending"), STANDING_PENDING, SERVICE_PLAIN },
	{ STR_INIT("unconfirmed"), STANDING_PENDING, SERVICE_PLAIN },
	{ STR_INIT("paused"), STANDING_PAUSED, SERVICE_PLAIN },
	{ STR_INIT("left"), STANDING_LEFT, SERVICE_PLAIN },
	{ STR_INIT("unsubscribed"), STANDING_LEFT, SERVICE_PLAIN },
	{ STR_INIT("disabled"), STANDING_LEFT, SERVICE_PLAIN },
	{ STR_INIT("inactive"), STANDING_LEFT, SERVICE_PLAIN },
	{ STR_INIT("archived"), STANDING_LEFT, SERVICE_PLAIN },
	{ STR_INIT("deleted"), STANDING_LEFT, SERVICE_PLAIN },
	{ STR_INIT("bounced"), STANDING_BOUNCED, SERVICE_PLAIN },
	{ STR_INIT("cleaned"), STANDING_BOUNCED, SERVICE_PLAIN },
	{ STR_INIT("undeliverable"), STANDING_BOUNCED, SERVICE_PLAIN },
	{ STR_INIT("blocklisted"), STANDING_SUPPRESSED, SERVICE_PLAIN },
	{ STR_INIT("blacklisted"), STANDING_SUPPRESSED, SERVICE_PLAIN },
	{ STR_INIT("blocked"), STANDING_SUPPRESSED, SERVICE_PLAIN },
	{ STR_INIT("complained"), STANDING_SUPPRESSED, SERVICE_PLAIN },
	{ STR_INIT("suppressed"), STANDING_SUPPRESSED, SERVICE_PLAIN },
	{ STR_INIT("nonsubscribed"), STANDING_NEVER, SERVICE_PLAIN },
	{ STR_INIT("non-subscribed"), STANDING_NEVER, SERVICE_PLAIN },
	{ STR_INIT("transactional"), STANDING_NEVER, SERVICE_PLAIN },
};

static bool standing_named(
    enum service service, struct str word, enum standing *ret_standing)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_fold(words[i].word, word) &&
		    (words[i].service == SERVICE_PLAIN ||
			words[i].service == service)) {
			*ret_standing = words[i].standing;
			return true;
		}
	return false;
}

/* Several columns may speak of it: the one that wants least mail counts. */
static enum standing standing_of(struct reading *r)
{
	enum standing standing = r->options->standing;
	struct str word = value(r, ROLE_STATE);

	if (word.len > 0 && !standing_named(r->service, word, &standing))
		r->wrong = arena_printf(r->arena,
		    "nobody here knows what its state \"%.*s\" means; expected "
		    "active, pending, left, bounced or blocked",
		    STR_ARG(quoted(r, word)))
			       .at;
	if (standing == STANDING_SUPPRESSED || r->service == SERVICE_SENNIGHT)
		return standing;
	if (is_so(r, ROLE_LEFT) ||
	    (has(r, ROLE_SENT) && !is_yes(value(r, ROLE_SENT))) ||
	    (has(r, ROLE_DISABLED) && is_yes(value(r, ROLE_DISABLED))))
		return STANDING_LEFT;
	if (is_so(r, ROLE_BOUNCED) && standing != STANDING_LEFT)
		return STANDING_BOUNCED;
	if (is_no(value(r, ROLE_CONFIRMED)) && standing == STANDING_ACTIVE)
		return STANDING_PENDING;
	return standing;
}

/* ------------------------------------------------------------------ consents */

static void agree(struct reading *r, const char *what, int64_t at,
    struct str text_version, enum role from)
{
	struct newcomer *p = r->person;

	p->consent = ARENA_GROW(r->arena, p->consent, p->consents);
	p->consent[p->consents++] = (struct consent){
		.what = str_of(what),
		.at = at,
		.text_version = text_version,
		.source = r->options->source,
	};
	if (r->options->keep_networks && from != ROLE_NONE)
		p->consent[p->consents - 1].network =
		    network_of(r->arena, value(r, from));
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What the columns of a service tell, and that it was taken in. */
static void read_consents(struct reading *r)
{
	static const struct str none = { NULL, 0 };
	int64_t asked = time_of(r, ROLE_ASKED, "time of signing up");
	int64_t confirmed = time_of(r, ROLE_CONFIRMED, "time of confirming");
	int64_t left = time_of(r, ROLE_LEFT, "time of leaving");
	struct newcomer *p = r->person;

	if (asked == 0 && confirmed == 0)
		asked = p->subscriber.created;
	if (asked != 0)
		agree(r, "subscribed", asked, none, ROLE_ASKED_FROM);
	if (confirmed != 0)
		agree(r, "confirmed", confirmed, none, ROLE_CONFIRMED_FROM);
	p->wished = later(asked, confirmed);
	if (p->subscriber.state == SUBSCRIBER_LEFT) {
		p->wished = left;
		agree(r, "left", left != 0 ? left : r->options->now, none,
		    ROLE_NONE);
	}
	if (p->subscriber.created == 0)
		p->subscriber.created = later(asked, confirmed);
	agree(r, "imported", r->options->now, r->options->consent, ROLE_NONE);
}

/* Those of an export of ours, as they were. */
static void read_own_consents(struct reading *r)
{
	struct str text = value(r, ROLE_CONSENTS);
	struct newcomer *p = r->person;
	struct consent_text *list;
	size_t count = 0;

	p->wished = p->subscriber.changed;
	if (text.len == 0)
		return;
	if (!consents_of_json(r->arena, text, &list, &count)) {
		r->wrong = "its \"consents\" are no list as an export has it";
		return;
	}
	for (size_t i = 0; i < count; i++) {
		int64_t at;

		if (!moment_read(list[i].at, &at)) {
			r->wrong = "one of its \"consents\" has no time";
			return;
		}
		agree(
		    r, "", at, clean(r, list[i].text_version, KIB), ROLE_NONE);
		p->consent[i].what = clean(r, list[i].what, LIMIT_PERSON_NAME);
		p->consent[i].source =
		    clean(r, list[i].source, LIMIT_PERSON_NAME);
		p->consent[i].network =
		    clean(r, list[i].network, LIMIT_PERSON_NAME);
		if (p->consent[i].what.at == NULL)
			p->consent[i].what = STR("?");
		if (p->consent[i].source.at == NULL)
			p->consent[i].source = STR("");
	}
}

/* ----------------------------------------------------------------- the person */

static struct str full_name(const struct reading *r)
{
	struct str first = value(r, ROLE_FIRST_NAME);
	struct str last = value(r, ROLE_LAST_NAME), name = value(r, ROLE_NAME);

	if (name.len == 0 && first.len > 0 && last.len > 0)
		name = arena_printf(r->arena, "%.*s %.*s",
		    STR_ARG(str_sub(first, 0, LIMIT_PERSON_NAME)),
		    STR_ARG(str_sub(last, 0, LIMIT_PERSON_NAME)));
	else if (name.len == 0)
		name = first.len > 0 ? first : last;
	if (!text_is_valid(name) && r->person->remark == NULL)
		r->person->remark = "its name is not UTF-8; what cannot be "
				    "read in it is now a replacement "
				    "character";
	return clean(r, name, LIMIT_PERSON_NAME);
}

/* A tag as BCP 47 has them: letters, digits, hyphens. */
static struct str language(const struct reading *r)
{
	struct str text = value(r, ROLE_LANGUAGE);
	bool ok = text.len >= 2 && text.len <= 35;
	char *copy;

	if (text.len == 0)
		return (struct str){ NULL, 0 };
	for (size_t i = 0; ok && i < text.len; i++)
		ok = char_is_alnum(text.at[i]) || text.at[i] == '-' ||
		     text.at[i] == '_';
	if (!ok) {
		remark(r, "language", ROLE_LANGUAGE);
		return (struct str){ NULL, 0 };
	}
	copy = arena_alloc(r->arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		copy[i] = text.at[i] == '_' ? '-' : text.at[i];
	return (struct str){ copy, text.len };
}

/* "news;events" */
static struct str_list list_of(struct reading *r, enum role role)
{
	struct str_list list = { NULL, 0 };
	struct str rest = value(r, role);

	while (rest.len > 0) {
		struct str item = str_trim(str_take(&rest, ';'));

		if (item.len == 0)
			continue;
		if (list.count == LIMIT_WISHES) {
			r->wrong = "it has more wishes than anybody can have";
			break;
		}
		list.item = ARENA_GROW(r->arena, list.item, list.count);
		list.item[list.count++] = clean(r, item, LIMIT_PERSON_NAME);
	}
	return list;
}

/* The name in links, in hexadecimal; unset if it is none. */
static struct str link_name(const struct reading *r)
{
	struct str text = value(r, ROLE_LINK);
	char *bytes;

	if (text.len != 2 * SUBSCRIBER_TAG_BYTES)
		return (struct str){ NULL, 0 };
	bytes = arena_alloc(r->arena, SUBSCRIBER_TAG_BYTES);
	for (size_t i = 0; i < SUBSCRIBER_TAG_BYTES; i++) {
		int high = char_hex(text.at[2 * i]);
		int low = char_hex(text.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return (struct str){ NULL, 0 };
		bytes[i] = (char)(high << 4 | low);
	}
	return (struct str){ bytes, SUBSCRIBER_TAG_BYTES };
}

/* What only exports of ours have. */
static void read_own(struct reading *r)
{
	struct subscriber *s = &r->person->subscriber;
	struct str source = clean(r, value(r, ROLE_SOURCE), LIMIT_PERSON_NAME);

	if (source.at != NULL)
		s->source = source;
	s->tag = link_name(r);
	s->changed = time_of(r, ROLE_CHANGED, "time of change");
	s->paused_until = time_of(r, ROLE_PAUSED_UNTIL, "end of the pause");
	s->preferences.sections = list_of(r, ROLE_SECTIONS);
	s->preferences.regions = list_of(r, ROLE_REGIONS);
	s->preferences.countries = list_of(r, ROLE_COUNTRIES);
	read_own_consents(r);
}

static void count_tags(struct reading *r)
{
	struct str tags = value(r, ROLE_TAGS);

	if (tags.len == 0 || str_eq(tags, STR("[]")))
		return;
	r->person->tags = 1;
	for (size_t i = 0; i < tags.len; i++)
		r->person->tags += tags.at[i] == ',' || tags.at[i] == ';';
}

static void read_rest(struct reading *r, enum standing standing)
{
	struct newcomer *p = r->person;

	p->subscriber.state = (enum subscriber_state)standing;
	p->subscriber.source = r->options->source;
	p->subscriber.name = full_name(r);
	p->subscriber.created = time_of(r, ROLE_CREATED, "date");
	p->subscriber.preferences.language = language(r);
	p->subscriber.preferences.text =
	    str_eq_fold(value(r, ROLE_FORMAT), STR("text"));
	count_tags(r);
	if (r->service == SERVICE_SENNIGHT)
		read_own(r);
	else
		read_consents(r);
}

static const char *read_address(struct reading *r)
{
	enum mail_address_status status;
	struct mail_address address;
	struct str written = value(r, ROLE_ADDRESS);

	status = mail_address_read(r->arena, written, &address);
	if (status == MAIL_ADDRESS_EMPTY)
		return "it has no address";
	if (status != MAIL_ADDRESS_OK)
		return arena_printf(r->arena, "\"%.*s\": %s",
		    STR_ARG(quoted(r, written)), mail_address_problem(status))
		    .at;
	r->person->address_key = address.key;
	r->person->subscriber.address = address.text;
	r->person->subscriber.address_key = address.key;
	return NULL;
}

const char *newcomer_read(struct arena *arena, enum service service,
    const struct row *row, const struct newcomer_options *options,
    struct newcomer *ret_person)
{
	struct reading r = { arena, service, row, options, ret_person, NULL };
	enum standing standing;

	*ret_person = (struct newcomer){ 0 };
	r.wrong = read_address(&r);
	if (r.wrong != NULL)
		return r.wrong;
	standing = standing_of(&r);
	if (r.wrong == NULL && standing == STANDING_NEVER)
		r.wrong = "this person never asked for the newsletter";
	ret_person->suppressed = standing == STANDING_SUPPRESSED;
	if (r.wrong == NULL && !ret_person->suppressed)
		read_rest(&r, standing);
	return r.wrong;
}
