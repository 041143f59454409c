#include "doctor/dkim_record.h"

#include "doctor/taglist.h"

static struct judgement wrong(struct arena *arena, const char *why)
{
	return (struct judgement){ DOCTOR_WRONG,
		arena_printf(arena, "is broken: %s", why) };
}

/* Blanks within a key count for nothing. */
static struct str without_blanks(struct arena *arena, struct str s)
{
	char *text = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++)
		if (!char_is_space(s.at[i]))
			text[len++] = s.at[i];
	return (struct str){ text, len };
}

static struct judgement judge_key(struct arena *arena,
    const struct taglist *theirs, const struct taglist *ours, struct str again)
{
	struct str kind = taglist_value(theirs, STR("k"));
	struct str key = taglist_value(theirs, STR("p"));
	struct str our_kind = taglist_value(ours, STR("k"));

	if (kind.at == NULL)
		kind = STR("rsa");
	if (key.at == NULL)
		return wrong(arena, "it has no key, p=");
	if (key.len == 0)
		return (struct judgement){ DOCTOR_WRONG,
			STR("says that the key was revoked (p= is empty)") };
	if (!str_eq_fold(kind, our_kind))
		return (struct judgement){ DOCTOR_WRONG,
			arena_printf(arena,
			    "is for a key of the kind %.*s, and ours is %.*s",
			    STR_ARG(kind), STR_ARG(our_kind)) };
	key = without_blanks(arena, key);
	if (!str_eq(key, taglist_value(ours, STR("p"))) && !str_eq(key, again))
		return (struct judgement){ DOCTOR_WRONG,
			STR("has another key than the one that we sign with: "
			    "every signature fails") };
	return (struct judgement){ DOCTOR_OK, STR("has the key that we sign "
						  "with") };
}

/* What else it may say that makes the key useless, or nearly. */
static struct judgement judge_rest(const struct taglist *theirs)
{
	struct str hash = taglist_value(theirs, STR("h"));
	struct str service = taglist_value(theirs, STR("s"));
	struct str flags = taglist_value(theirs, STR("t"));

	if (hash.at != NULL && !taglist_has_word(hash, ':', STR("sha256")))
		return (struct judgement){ DOCTOR_WRONG,
			STR("does not allow SHA-256 (h=), which we sign "
			    "with") };
	if (service.at != NULL && !taglist_has_word(service, ':', STR("*")) &&
	    !taglist_has_word(service, ':', STR("email")))
		return (struct judgement){ DOCTOR_WRONG,
			STR("is not for mail (s=)") };
	if (flags.at != NULL && taglist_has_word(flags, ':', STR("y")))
		return (struct judgement){ DOCTOR_WARNING,
			STR("says that signatures are only a test (t=y), so "
			    "that receivers may take no notice of them") };
	return (struct judgement){ .state = DOCTOR_OK };
}

struct judgement dkim_record_judge(
    struct arena *arena, struct str record, struct str ours, struct str again)
{
	struct taglist theirs, own, other;
	struct judgement key, rest;
	const char *why;
	struct str version;

	taglist_read(arena, ours, &own, &why);
	taglist_read(arena, again, &other, &why);
	if (!taglist_read(arena, record, &theirs, &why))
		return wrong(arena, why);
	version = taglist_value(&theirs, STR("v"));
	if (version.at != NULL && (!str_eq(version, STR("DKIM1")) ||
				      !str_eq(theirs.tag[0].name, STR("v"))))
		return wrong(arena, "it must begin with v=DKIM1");
	key = judge_key(arena, &theirs, &own, taglist_value(&other, STR("p")));
	rest = judge_rest(&theirs);
	return key.state == DOCTOR_OK && rest.state != DOCTOR_OK ? rest : key;
}
