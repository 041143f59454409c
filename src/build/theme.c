/* The theme: files of the newsletter's own over those built in. */
#include <string.h>

#include "base/embedded.h"
#include "build/site.h"

/* Each kind of page has one; what they extend and include is found by them. */
static const char *const page_templates[] = { "home.html", "issue.html",
	"archive.html", "category.html", "events.html", "feature.html",
	"page.html", "follow.html", "deadlines.html", "search.html", "404.html",
	"style.css" };

/* And the pages and mails that are made when they are asked for. */
static const char *const live_templates[] = { "subscribe.html", "embed.html",
	"said.html", "ask.html", "preferences.html", "data.html",
	"mail-confirm.txt", "mail-known.txt", "mail-welcome.txt",
	"mail-link.txt", "mail-data.txt", "vote.html", "nominate.html",
	"mail-vote.txt", "send.html", "submit.html", "submission.html",
	"queue.html", "guidelines.html", "mail-submission.txt", "found.html",
	"paste.html" };

/* And an issue as a mail. */
static const char *const mail_templates[] = { "mail.html", "mail.txt" };

extern const struct embedded_file embedded_theme[];

bool theme_default(const char *name, struct str *ret_text)
{
	for (const struct embedded_file *f = embedded_theme; f->name != NULL;
	     f++)
		if (strcmp(f->name, name) == 0) {
			*ret_text = (struct str){ f->data, f->size };
			return true;
		}
	return false;
}

static const struct site_file *own_file(
    const struct site *site, const char *name)
{
	for (size_t i = 0; i < site->theme.count; i++)
		if (strcmp(site->theme.file[i].name, name) == 0)
			return &site->theme.file[i];
	return NULL;
}

bool site_theme_text(struct site *site, const char *name, struct str *ret_text)
{
	const struct site_file *own = own_file(site, name);

	if (own != NULL) {
		*ret_text = own->text;
		return true;
	}
	return theme_default(name, ret_text);
}

static bool find_template(
    void *data, const char *name, struct str *ret_text, const char **ret_path)
{
	struct site *site = data;
	const struct site_file *own = own_file(site, name);

	*ret_path = own != NULL
			? own->path
			: arena_printf(site->arena, "theme:%s", name).at;
	return site_theme_text(site, name, ret_text);
}

static bool load(
    struct site *site, const char *const *name, size_t names, struct error *err)
{
	site->templates = template_set_new(site->arena, find_template, site);
	for (size_t i = 0; i < names; i++)
		if (!template_load(site->templates, name[i], err))
			return false;
	return true;
}

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

bool site_load_theme(struct site *site, struct error *err)
{
	return load(site, page_templates, LENGTH(page_templates), err);
}

bool site_load_live_theme(struct site *site, struct error *err)
{
	return load(site, live_templates, LENGTH(live_templates), err);
}

bool site_load_mail_theme(struct site *site, struct error *err)
{
	return load(site, mail_templates, LENGTH(mail_templates), err);
}
