/* What the domain, or one above it, says in DMARC. */
#include "doctor/dmarc.h"
#include "doctor/look.h"

enum { LEVELS_MOST = 8 };

static const struct str version = STR_INIT("v=DMARC1");

/* The first record that begins with the version, right or not. */
static struct str find_version(const struct dns_answer *a, size_t *ret_count)
{
	struct str first = { NULL, 0 };

	*ret_count = 0;
	for (size_t i = 0; i < a->count; i++) {
		struct str text = a->record[i].text, rest = text;
		struct str name = str_trim(str_take(&rest, '='));

		if ((str_eq(name, STR("v")) &&
			str_starts(str_trim_left(rest), STR("DMARC1"))) ||
		    str_starts_fold(text, version))
			if ((*ret_count)++ == 0)
				first = text;
	}
	return first;
}

/* One label less; unset if then only one is left, which nobody owns. */
static struct str above(struct str name)
{
	str_take(&name, '.');
	if (name.at == NULL || str_find_char(name, '.', 0) == STR_NONE)
		return (struct str){ NULL, 0 };
	return name;
}

/* Where a record is, from the domain of From upwards; *ret_zone is unset if
 * there is none.  False if that cannot be known, which was said. */
static bool find(struct look *look, struct str *ret_zone, struct str *ret_text,
    size_t *ret_count)
{
	struct str zone = look->from.domain;

	for (int i = 0; zone.at != NULL && i < LEVELS_MOST; i++) {
		struct str name =
		    arena_printf(&look->arena, "_dmarc.%.*s", STR_ARG(zone));
		struct dns_answer answer;

		if (!look_ask(look, name, DNS_TXT, &answer))
			return false;
		*ret_text = find_version(&answer, ret_count);
		if (*ret_count > 0)
			break;
		zone = above(zone);
	}
	*ret_zone = zone;
	return true;
}

static void say_none(struct look *look)
{
	struct str name = arena_printf(
	    &look->arena, "_dmarc.%.*s", STR_ARG(look->from.domain));
	struct str value = arena_printf(&look->arena,
	    "v=DMARC1; p=none; rua=mailto:%.*s", STR_ARG(look->from.text));

	look_publish(look, DOCTOR_WRONG,
	    look_txt_line(&look->arena, name, value),
	    "%.*s has no DMARC record, which large providers want",
	    STR_ARG(look->from.domain));
}

/* Who gets reports about a domain that is not theirs must have agreed (RFC
 * 7489, 7.1). */
static void judge_reports(
    struct look *look, const struct dmarc *d, struct str zone)
{
	for (size_t i = 0; i < d->reports.count; i++) {
		struct str at = d->reports.item[i], name;
		struct dns_answer answer;
		size_t count;

		str_take(&at, '@');
		if (dmarc_is_aligned(zone, at, zone, false))
			continue;
		name = arena_printf(&look->arena, "%.*s._report._dmarc.%.*s",
		    STR_ARG(zone), STR_ARG(at));
		if (!look_ask(look, name, DNS_TXT, &answer))
			continue;
		find_version(&answer, &count);
		if (count == 0)
			look_publish(look, DOCTOR_WARNING,
			    look_txt_line(&look->arena, name, version),
			    "reports to %.*s will not be sent: %.*s does not "
			    "say that it takes those of %.*s",
			    STR_ARG(d->reports.item[i]), STR_ARG(at),
			    STR_ARG(zone));
	}
}

/* Signatures have the domain of From, so that they are in line with it however
 * strict the record is.  The envelope may have another one. */
static void judge_envelope(
    struct look *look, const struct dmarc *d, struct str zone)
{
	bool is_signed = look->settings->mail.dkim.count > 0;

	if (dmarc_is_aligned(
		look->from.domain, look->envelope.domain, zone, d->strict_spf))
		return;
	look_say(look, is_signed ? DOCTOR_WARNING : DOCTOR_WRONG,
	    "bounces come back to %.*s, which is not in line with %.*s: only "
	    "signatures tell that mails are not forged%s",
	    STR_ARG(look->envelope.domain), STR_ARG(look->from.domain),
	    is_signed ? "" : ", and there are none");
}

static void judge(struct look *look, struct str text, struct str zone)
{
	struct dmarc dmarc;
	struct judgement j;
	const char *why;

	if (!dmarc_read(&look->arena, text, &dmarc, &why)) {
		look_say(look, DOCTOR_WRONG,
		    "the DMARC record of %.*s is broken, and counts for "
		    "nothing: %s",
		    STR_ARG(zone), why);
		return;
	}
	j = dmarc_judge(&look->arena, &dmarc, look->from.domain, zone);
	look_say(look, j.state, "the DMARC record of %.*s %.*s", STR_ARG(zone),
	    STR_ARG(j.text));
	judge_envelope(look, &dmarc, zone);
	judge_reports(look, &dmarc, zone);
}

void look_dmarc(struct look *look)
{
	struct str zone, text;
	size_t count = 0;

	if (!look_has_from(look) || !find(look, &zone, &text, &count))
		return;
	if (zone.at == NULL || count == 0)
		say_none(look);
	else if (count > 1)
		look_say(look, DOCTOR_WRONG,
		    "%.*s has %zu DMARC records, and may have one; they count "
		    "for nothing",
		    STR_ARG(zone), count);
	else
		judge(look, text, zone);
}
