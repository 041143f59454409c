/* How large the mail of the newest issue is. */
#include "build/mail.h"
#include "doctor/look.h"
#include "newsletter/newsletter.h"

/* Encoded for the way, with headers: at most half as much again. */
enum { HEADERS = 8 * 1024 };

/* The last by the date in its name, else by its name; NULL: there is none. */
static const char *newest_issue(struct look *look, struct error *err)
{
	const struct settings *s = look->settings;
	const char *const *paths, *newest = NULL;
	struct date date, last = { 0 };
	size_t count;

	err->text[0] = '\0';
	if (!newsletter_issues(
		&look->arena, s, s->folders.content, &paths, &count, err))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (!newsletter_date_of_name(paths[i], &date))
			date = (struct date){ 0 };
		if (newest == NULL || date_cmp(date, last) >= 0) {
			newest = paths[i];
			last = date;
		}
	}
	return newest;
}

static void judge(
    struct look *look, const char *path, const struct mail_bodies *bodies)
{
	size_t html = bodies->html.text.len, text = bodies->text.text.len;

	look->mail_bytes = (html + text) / 2 * 3 + HEADERS;
	if (html > MAIL_HTML_MOST)
		look_say(look, DOCTOR_WARNING,
		    "the HTML part of %s has %zu kB; beyond %d kB clients cut "
		    "it off",
		    path, html / 1000, MAIL_HTML_MOST / 1000);
	else
		look_say(look, DOCTOR_OK,
		    "the mail of %s has %zu kB of HTML and %zu of plain text",
		    path, (html + 999) / 1000, (text + 999) / 1000);
}

void look_size(struct look *look)
{
	struct mail_maker *maker;
	struct mail_bodies bodies;
	struct error err;
	const char *path = newest_issue(look, &err);

	if (path == NULL && err.text[0] == '\0') {
		look_say(look, DOCTOR_SKIPPED, "there is no issue yet");
		return;
	}
	if (path == NULL || !mail_maker_open(path, &maker, &err)) {
		look_blind(look, "%s", err.text);
		return;
	}
	if (mail_bodies_make(maker, NULL, &look->arena, &bodies, &err))
		judge(look, path, &bodies);
	else
		look_say(look, DOCTOR_WRONG, "%s", err.text);
	mail_maker_free(maker);
}
