/*
 * An issue as two files, for a service that sends them, or to look at.
 *
 * Services replace their tags wherever they find them.  What an issue says
 * about such tags must not become one: it is written so that readers see the
 * same, and the service does not.
 */
#include "base/file.h"
#include "base/limits.h"
#include "base/xml.h"
#include "build/mail.h"
#include "build/site.h"

/* What a service takes for its own: an opening of two bytes. */
struct service {
	struct str slot[MAIL_SLOT_KINDS];
	char first;
	struct str second; /* any of these */
};

static const struct service services[] = {
	[MAIL_SERVICE_MAILCHIMP] = {
		.slot[MAIL_PREFERENCES] = STR_INIT("*|UPDATE_PROFILE|*"),
		.slot[MAIL_UNSUBSCRIBE] = STR_INIT("*|UNSUB|*"),
		.slot[MAIL_WHY] = STR_INIT("*|LIST:DESCRIPTION|* "
					   "*|LIST:ADDRESSLINE|*"),
		.first = '*',
		.second = STR_INIT("|"),
	},
	[MAIL_SERVICE_BUTTONDOWN] = {
		.slot[MAIL_PREFERENCES] =
		    STR_INIT("{{ manage_subscription_url }}"),
		.slot[MAIL_UNSUBSCRIBE] = STR_INIT("{{ unsubscribe_url }}"),
		.slot[MAIL_WHY] = STR_INIT("{{ subscriber.email }} is "
					   "subscribed to this letter."),
		.first = '{',
		.second = STR_INIT("{%#"),
	},
};

/* Append text without what the service would take for a tag: in HTML its first
 * byte becomes a reference, which shows as itself; in plain text a blank comes
 * between its two bytes, for want of anything better. */
static void add_guarded(
    struct strbuf *out, struct str text, const struct service *s, bool html)
{
	for (size_t i = 0; i < text.len; i++) {
		char next = i + 1 < text.len ? text.at[i + 1] : '\0';
		bool tag = text.at[i] == s->first && next != '\0' &&
			   str_find_char(s->second, next, 0) != STR_NONE;

		if (tag && html)
			strbuf_printf(out, "&#%d;", s->first);
		else
			strbuf_add_char(out, text.at[i]);
		if (tag && !html)
			strbuf_add_char(out, ' ');
	}
}

static void add_for_service(struct strbuf *out, const struct mail_part *part,
    const struct service *s, bool html)
{
	size_t at = 0;

	for (size_t i = 0; i < part->slots; i++) {
		size_t offset = part->slot[i].offset;

		add_guarded(out, str_sub(part->text, at, offset), s, html);
		strbuf_add(out, s->slot[part->slot[i].kind]);
		at = offset;
	}
	add_guarded(out, str_sub(part->text, at, part->text.len), s, html);
}

static struct str own_page(const struct settings *s, struct arena *arena)
{
	if (s->site.subscribe.at != NULL)
		return s->site.subscribe;
	return s->subscribe.open
		   ? arena_printf(arena, "%.*ssubscribe/", STR_ARG(s->address))
		   : s->address;
}

static void add_for_reading(struct strbuf *out, const struct mail_part *part,
    const struct settings *s, bool html, struct arena *arena)
{
	struct str page = own_page(s, arena);
	struct str why = arena_printf(arena,
	    "You get this mail because you subscribed to %.*s.",
	    STR_ARG(s->name));
	const struct str value[MAIL_SLOT_KINDS] = {
		[MAIL_PREFERENCES] = html ? xml_attribute(arena, page) : page,
		[MAIL_UNSUBSCRIBE] = html ? xml_attribute(arena, page) : page,
		[MAIL_WHY] = html ? xml_attribute(arena, why) : why,
	};

	mail_part_add(part, value, out);
}

static bool write_part(const char *path, const struct mail_part *part,
    const struct settings *s, bool html, struct arena *arena, size_t *ret_bytes,
    struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_PAGE);
	if (s->mail.service != MAIL_SERVICE_NONE)
		add_for_service(&out, part, &services[s->mail.service], html);
	else
		add_for_reading(&out, part, s, html, arena);
	*ret_bytes = out.len;
	ok = file_write(path, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return ok;
}

static const char *path_of(const struct mail_maker *maker, const char *folder,
    const char *ending, struct arena *arena)
{
	return path_join(arena, folder,
	    arena_printf(
		arena, "%.*s%s", STR_ARG(mail_maker_slug(maker)), ending)
		.at);
}

static const char *warning_about(
    const char *html, size_t bytes, struct arena *arena)
{
	if (bytes <= MAIL_HTML_MOST)
		return NULL;
	return arena_printf(arena,
	    "%s has %.1f kB, and Gmail cuts mails off at 102 kB; put passages "
	    "between <!-- web --> and <!-- /web -->, then only the page has "
	    "them",
	    html, (double)bytes / 1000)
	    .at;
}

bool mail_build(const char *issue, const char *folder, struct arena *arena,
    struct mail_files *ret_files, struct error *err)
{
	struct mail_maker *maker;
	struct mail_bodies bodies;
	const struct settings *s;
	bool ok;

	if (!mail_maker_open(issue, &maker, err))
		return false;
	s = mail_maker_settings(maker);
	if (folder == NULL)
		folder = path_join(
		    arena, arena_cstr(arena, s->folders.cache), "mail");
	ret_files->html = path_of(maker, folder, ".html", arena);
	ret_files->text = path_of(maker, folder, ".txt", arena);
	ok = mail_bodies_make(maker, NULL, arena, &bodies, err) &&
	     write_part(ret_files->html, &bodies.html, s, true, arena,
		 &ret_files->html_bytes, err) &&
	     write_part(ret_files->text, &bodies.text, s, false, arena,
		 &ret_files->text_bytes, err);
	ret_files->warning =
	    ok ? warning_about(ret_files->html, ret_files->html_bytes, arena)
	       : NULL;
	mail_maker_free(maker);
	return ok;
}
