#include "publish/answer.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"
#include "base/xml.h"
#include "publish/answer_priv.h"

#define BREAK "\xe2\x80\x8b" /* U+200B, a blank that nobody sees */

/* Shown, and posted by people. */
static const struct answer_service by_hand = { .markdown = false };

#define TEXT(name) offsetof(struct settings, answers.name)

/* Where somebody spoke and who, as paths in the fields; no page: it is the
 * candidate's address. */
static const struct answer_kind {
	struct str name;
	const char *page, *who;
	size_t text; /* offset in the settings */
	const struct answer_service *service;
} kinds[] = {
	{ STR_INIT("github-pulls"), "pull", "author", TEXT(pull),
	    &answer_github },
	{ STR_INIT("github-calls"), NULL, NULL, TEXT(call), &answer_github },
	{ STR_INIT("discourse"), NULL, "thanks.name", TEXT(forum),
	    &answer_forum },
	{ STR_INIT("mastodon"), "mentioned", "mentioned_by", TEXT(mention),
	    &answer_mastodon },
	{ STR_INIT("bluesky"), "mentioned", "mentioned_by", TEXT(mention),
	    &by_hand },
	{ STR_INIT("reddit"), "discussion", NULL, TEXT(forum), &by_hand },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct answer_kind *kind_of(struct str name)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

static const struct answer_service *service_of(const struct answer *answer)
{
	return kind_of(answer->kind)->service;
}

/* --------------------------------------------------------------------- reading */

/* A name as services have them: it may stand behind an @. */
static bool is_name(struct str name)
{
	enum { MOST = 200 };

	if (name.len == 0 || name.len > MOST)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_alnum(name.at[i]) &&
		    str_find_char(STR("._-@"), name.at[i], 0) == STR_NONE)
			return false;
	return true;
}

bool answer_read(struct arena *arena, struct str kind_name, struct str fields,
    struct str url, struct answer *ret)
{
	const struct answer_kind *kind = kind_of(kind_name);
	struct error why;
	struct str page = url, who = { 0 };
	json_t *all;

	if (kind == NULL)
		return false;
	all = from_json(fields, &why);
	if (kind->page != NULL)
		page = from_json_text(all, kind->page);
	if (kind->who != NULL)
		who = from_json_text(all, kind->who);
	ret->kind = kind->name;
	ret->page =
	    url_is_web(page) ? arena_str(arena, page) : (struct str){ 0 };
	ret->who = is_name(who) ? arena_str(arena, who) : (struct str){ 0 };
	ret->also = arena_str(arena, from_json_text(all, "link"));
	from_json_free(all);
	return ret->page.len > 0;
}

/* ----------------------------------------------------------------------- texts */

static struct str template_of(
    const struct settings *settings, const struct answer_kind *kind)
{
	return *(const struct str *)((const char *)settings + kind->text);
}

bool answer_check(const struct settings *settings, struct error *err)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_find(template_of(settings, &kinds[i]), STR("{address}"),
			0) == STR_NONE)
			return error_set(err,
			    "answers: the text for %.*s has no {address}, by "
			    "which it is found again",
			    STR_ARG(kinds[i].name));
	return true;
}

/* On one line; without calling people, and where Markdown is read, without
 * meaning anything. */
static struct str safe_title(
    struct arena *arena, struct str title, bool markdown)
{
	struct str clean = text_clean(arena, title), safe;
	struct strbuf out;

	strbuf_init(&out, LIMIT_LETTER);
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.at[i];

		if (markdown && c != '@' && c != '#' &&
		    str_find_char(STR("\\`*_[]<>|~&!"), c, 0) != STR_NONE)
			strbuf_add_char(&out, '\\');
		strbuf_add_char(&out, char_is_space(c) ? ' ' : c);
		if (c == '@' || (markdown && c == '#'))
			strbuf_lit(&out, BREAK);
	}
	safe = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return safe;
}

/* The text with the name in it; without one, an @ before it goes, too. */
static struct str with_name(
    struct arena *arena, struct str text, struct str who)
{
	struct str named;
	struct strbuf out;

	strbuf_init(&out, LIMIT_LETTER);
	while (text.len > 0) {
		size_t at = str_find(text, STR("{who}"), 0);
		struct str before = str_sub(text, 0, at);

		if (at != STR_NONE && who.len == 0 &&
		    str_ends(before, STR("@")))
			before.len--;
		strbuf_add(&out, before);
		if (at == STR_NONE)
			break;
		strbuf_add(&out, who);
		text = str_sub(text, at + sizeof("{who}") - 1, text.len);
	}
	named = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return named;
}

struct str answer_said(struct arena *arena, const struct settings *settings,
    const struct answer *answer)
{
	const struct answer_kind *kind = kind_of(answer->kind);
	const struct announce_rule rule = { .text = with_name(arena,
						template_of(settings, kind),
						answer->who) };
	const struct announcement what = {
		.title =
		    safe_title(arena, answer->title, kind->service->markdown),
		.address = answer->address,
		.name = settings->name,
	};

	struct str text;

	/* One that is too long as it is, its service refuses. */
	announce_text_within(
	    arena, &rule, &what, &kind->service->length, &text);
	return text;
}

/* ------------------------------------------------------------------- answering */

bool answer_is_shown(const struct answer *answer)
{
	const struct answer_service *service = service_of(answer);

	return service->post == NULL || !service->takes(answer) ||
	       (service->needs_service && answer->service.len == 0);
}

bool answer_can_post(
    struct arena *arena, const struct answer *answer, struct error *err)
{
	struct str secret;
	struct error why;

	return service_of(answer)->secret(arena, answer, &secret, &why) ||
	       error_set(err, "answers of %.*s: %s", STR_ARG(answer->source),
		   why.text);
}

static bool act(const struct answer_job *job, answer_act *what,
    struct arena *arena, struct announced *ret, struct error *err)
{
	struct answering a = { .answer = job->answer,
		.way = { .ca_file = job->ca_file,
		    .allow = job->allow,
		    .allows = job->allows },
		.arena = arena };
	struct error why;

	*ret = (struct announced){ .state = ANNOUNCE_UNKNOWN };
	if (!service_of(job->answer)
		 ->secret(arena, job->answer, &a.secret, &why))
		return error_set(err, "answers of %.*s: %s",
		    STR_ARG(job->answer->source), why.text);
	what(&a, ret);
	return true;
}

bool answer_look(const struct answer_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	return act(job, service_of(job->answer)->look, arena, ret, err);
}

bool answer_post(const struct answer_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	return act(job, service_of(job->answer)->post, arena, ret, err);
}

/* ---------------------------------------------------------------------- shared */

struct str answer_url(
    struct answering *a, struct str service, const char *format, ...)
{
	char path[1024];
	va_list arguments;

	while (service.len > 0 && service.at[service.len - 1] == '/')
		service.len--;
	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	return arena_printf(a->arena, "%.*s%s", STR_ARG(service), path);
}

struct str answer_taken(struct answering *a, struct strbuf *out)
{
	struct str text = arena_str(a->arena, strbuf_str(out));

	strbuf_release(out);
	return text;
}

struct str answer_key(struct arena *arena, const struct answer *answer)
{
	enum { BYTES = 16 };
	unsigned char hash[HASH_BYTES];
	char hex[2 * BYTES];

	hash_make(arena_printf(arena, "answer\n%.*s\n%.*s",
		      STR_ARG(answer->issue), STR_ARG(answer->page)),
	    hash);
	hex_write(hash, BYTES, hex);
	return arena_str(arena, (struct str){ hex, sizeof(hex) });
}

bool answer_is_ours(const struct answer *answer, struct str text)
{
	struct strbuf html;
	bool ours = str_find(text, answer->address, 0) != STR_NONE;

	strbuf_init(&html, LIMIT_URL * 6);
	xml_add_attribute(&html, answer->address);
	ours = ours || str_find(text, strbuf_str(&html), 0) != STR_NONE;
	strbuf_release(&html);
	return ours;
}
