#include "doctor/dmarc.h"

#include "base/dns.h"
#include "doctor/taglist.h"

enum { REPORTS_MOST = 20 };

static bool is_policy(struct str s)
{
	return str_eq_fold(s, STR("none")) ||
	       str_eq_fold(s, STR("quarantine")) ||
	       str_eq_fold(s, STR("reject"));
}

static bool has_blank(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (char_is_space(s.at[i]))
			return true;
	return false;
}

/* "mailto:a@x.example!10m,mailto:b@y.example"; false if one is none. */
static bool read_reports(
    struct arena *arena, struct str text, struct str_list *list)
{
	while (text.at != NULL && list->count < REPORTS_MOST) {
		struct str uri = str_trim(str_take(&text, ','));

		if (!str_starts_fold(uri, STR("mailto:")))
			return false;
		uri = str_sub(uri, 7, uri.len);
		uri = str_take(&uri, '!');
		if (str_find_char(uri, '@', 0) == STR_NONE || has_blank(uri))
			return false;
		list->item = ARENA_GROW(arena, list->item, list->count);
		list->item[list->count++] = uri;
	}
	return true;
}

/* "r" or "s"; false for anything else. */
static bool read_mode(struct str value, bool *ret_strict)
{
	*ret_strict = str_eq_fold(value, STR("s"));
	return value.at == NULL || *ret_strict || str_eq_fold(value, STR("r"));
}

bool dmarc_read(
    struct arena *arena, struct str text, struct dmarc *d, const char **ret_why)
{
	struct taglist tags;
	struct str reports, percent;

	*d = (struct dmarc){ .percent = 100 };
	if (!taglist_read(arena, text, &tags, ret_why))
		return false;
	d->policy = taglist_value(&tags, STR("p"));
	d->below = taglist_value(&tags, STR("sp"));
	reports = taglist_value(&tags, STR("rua"));
	percent = taglist_value(&tags, STR("pct"));
	*ret_why = NULL;
	if (tags.count == 0 || !str_eq(tags.tag[0].name, STR("v")) ||
	    !str_eq(tags.tag[0].value, STR("DMARC1")))
		*ret_why = "it must begin with \"v=DMARC1;\"";
	else if (!is_policy(d->policy) ||
		 (d->below.at != NULL && !is_policy(d->below)))
		*ret_why = "its policy (p=, sp=) must be none, quarantine or "
			   "reject";
	else if (!read_mode(
		     taglist_value(&tags, STR("adkim")), &d->strict_dkim) ||
		 !read_mode(taglist_value(&tags, STR("aspf")), &d->strict_spf))
		*ret_why = "adkim= and aspf= must be r or s";
	else if (percent.at != NULL &&
		 !str_to_number(percent, 100, &d->percent))
		*ret_why = "pct= must be a number from 0 to 100";
	else if (!read_reports(arena, reports, &d->reports))
		*ret_why = "rua= must have addresses like mailto:a@b.example, "
			   "apart by commas";
	return *ret_why == NULL;
}

bool dmarc_is_aligned(
    struct str from, struct str other, struct str organisation, bool strict)
{
	if (dns_same_name(from, other))
		return true;
	if (strict)
		return false;
	return dns_same_name(other, organisation) ||
	       dns_is_below(other, organisation) || dns_is_below(from, other) ||
	       dns_is_below(other, from);
}

struct judgement dmarc_judge(struct arena *arena, const struct dmarc *d,
    struct str from, struct str zone)
{
	struct str policy = d->below.at != NULL && !dns_same_name(from, zone)
				? d->below
				: d->policy;

	if (d->reports.count == 0)
		return (struct judgement){ DOCTOR_WARNING,
			arena_printf(arena,
			    "has the policy %.*s, but wants no reports (rua=): "
			    "you will not learn who sends in your name",
			    STR_ARG(policy)) };
	if (d->percent < 100)
		return (struct judgement){ DOCTOR_WARNING,
			arena_printf(arena,
			    "has the policy %.*s for only %d of 100 mails "
			    "(pct=), which receivers take in different ways",
			    STR_ARG(policy), (int)d->percent) };
	return (struct judgement){ DOCTOR_OK,
		arena_printf(arena, "has the policy %.*s", STR_ARG(policy)) };
}
