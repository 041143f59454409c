#include "build/site.h"

#include <pthread.h>
#include <string.h>

#include "base/crew.h"
#include "base/file.h"
#include "base/url.h"
#include "base/xml.h"
#include "newsletter/newsletter.h"

/* What the threads of the second phase share. */
struct crew_site {
	struct site *site;
	struct arena keep[CREW_MAX]; /* what outlives the issues */
};

static bool write_issue(void *data, int worker, size_t index)
{
	struct crew_site *crew = data;
	struct site_issue *issue = &crew->site->issue[index];

	issue->failed = !site_write_issue(
	    crew->site, issue, &crew->keep[worker], &issue->error);
	return !issue->failed;
}

/* Feeds and search need no templates and run beside the pages. */
struct second_half {
	struct site *site;
	struct error error;
	bool ok;
};

static void *write_search(void *data)
{
	struct second_half *half = data;

	half->ok = site_write_search(half->site, &half->error);
	return NULL;
}

static bool write_rest(struct site *site, struct error *err)
{
	struct second_half half = { .site = site };
	pthread_t thread;
	bool started = pthread_create(&thread, NULL, write_search, &half) == 0;
	bool ok = site_write_events(site, err) && site_write_pages(site, err) &&
		  site_write_feeds(site, err) &&
		  site_write_deadlines(site, err);

	if (started)
		pthread_join(thread, NULL);
	else
		write_search(&half);
	if (ok && !half.ok)
		*err = half.error;
	return ok && half.ok;
}

static bool write_everything(struct site *site, struct error *err)
{
	struct crew_site crew = { .site = site };
	bool ok = crew_run(crew_size(site->options->threads),
	    site->issues_and_drafts, write_issue, &crew);

	for (size_t i = 0; !ok && i < site->issues_and_drafts; i++)
		if (site->issue[i].failed) {
			*err = site->issue[i].error;
			break;
		}
	ok = ok && write_rest(site, err);
	for (int i = 0; i < CREW_MAX; i++)
		arena_release(&crew.keep[i]);
	return ok;
}

static struct value menu_value(struct site *site)
{
	struct value menu = value_list(site->arena);

	for (size_t i = 0; i < site->settings.site.menu_entries; i++) {
		struct value entry = value_map(site->arena);

		value_set(site->arena, entry, "title",
		    value_text(site->settings.site.menu[i].title));
		value_set(site->arena, entry, "url",
		    value_text(address_link(
			site, site->arena, site->settings.site.menu[i].url)));
		value_append(site->arena, menu, entry);
	}
	return menu;
}

static struct value features_value(struct site *site)
{
	struct arena *arena = site->arena;
	struct value features = value_list(arena);

	for (size_t i = 0; i < site->settings.sections; i++) {
		const struct section_rule *rule = &site->settings.section[i];
		struct value map = value_map(arena);

		if (!site_has_feature(site, rule))
			continue;
		value_set(arena, map, "id", value_text(rule->feature));
		value_set(arena, map, "title", value_text(rule->title));
		value_set(arena, map, "url",
		    value_text(address_link(
			site, arena, feature_address(site, arena, rule))));
		value_append(arena, features, map);
	}
	return features;
}

static struct str calendar_link(struct site *site, struct str name)
{
	return address_link(
	    site, site->arena, calendar_address(site, site->arena, name));
}

static struct value regions_value(struct site *site)
{
	struct value regions = value_list(site->arena);

	for (size_t i = 0; i < site->settings.regions; i++) {
		const struct region_rule *rule = &site->settings.region[i];
		struct value map = value_map(site->arena);

		value_set(site->arena, map, "id", value_text(rule->id));
		value_set(site->arena, map, "title", value_text(rule->title));
		value_set(site->arena, map, "calendar_url",
		    value_text(calendar_link(site, rule->id)));
		value_append(site->arena, regions, map);
	}
	return regions;
}

static void set_link(struct site *site, const char *key, const char *path)
{
	value_set(site->arena, site->site_value, key,
	    value_text(address_link(site, site->arena, str_of(path))));
}

static void set_text(struct site *site, const char *key, struct str text)
{
	value_set(site->arena, site->site_value, key, value_text(text));
}

static bool is_right_to_left(struct str language)
{
	static const struct str languages[] = { STR_INIT("ar"), STR_INIT("ckb"),
		STR_INIT("dv"), STR_INIT("fa"), STR_INIT("he"), STR_INIT("ps"),
		STR_INIT("sd"), STR_INIT("ug"), STR_INIT("ur"),
		STR_INIT("yi") };
	struct str primary = str_take(&language, '-');

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (str_eq_fold(languages[i], primary))
			return true;
	return false;
}

/* The variable `site` of all templates. */
void site_make_value(struct site *site)
{
	const struct settings *s = &site->settings;
	struct arena *a = site->arena;

	site->site_value = value_map(a);
	set_text(site, "name", s->name);
	set_text(site, "tagline", s->tagline);
	set_text(site, "description", s->description);
	set_text(site, "url", s->address);
	set_text(site, "root", site->root);
	set_text(site, "language", s->language);
	set_text(site, "dir",
	    is_right_to_left(s->language) ? STR("rtl") : STR("ltr"));
	set_text(site, "accent", s->site.accent);
	set_text(site, "accent_dark", s->site.accent_dark);
	set_text(site, "logo",
	    s->site.logo.at != NULL
		? address_link(
		      site, a, arena_printf(a, "/%.*s", STR_ARG(s->site.logo)))
		: s->site.logo);
	if (s->subscribe.open && s->site.subscribe.at == NULL)
		set_link(site, "subscribe", "/subscribe/");
	else
		set_text(site, "subscribe", s->site.subscribe);
	if (s->submit.open)
		set_link(site, "submit", "/submit/");
	else
		set_text(site, "submit", (struct str){ NULL, 0 });
	value_set(a, site->site_value, "submit_hints",
	    value_html(markdown_html(site, s->submit.hints)));
	if (settings_has_votes(s))
		set_link(site, "vote", "/vote/");
	else
		set_text(site, "vote", (struct str){ NULL, 0 });
	set_text(site, "repository", s->site.repository);
	set_text(site, "reload",
	    site->options->reload != NULL ? str_of(site->options->reload)
					  : (struct str){ NULL, 0 });
	set_link(site, "favicon", "/favicon.svg");
	set_link(site, "style", "/style.css");
	set_link(site, "script", "/site.js");
	set_link(site, "search", "/search.js");
	set_link(site, "follow_url", "/follow/");
	set_link(site, "search_url", "/search/");
	set_link(site, "search_index", "/search/");
	set_text(
	    site, "archive_url", address_link(site, a, s->addresses.archive));
	set_text(
	    site, "events_url", address_link(site, a, s->addresses.events));
	set_text(site, "calendar_url", calendar_link(site, STR("all")));
	value_set(a, site->site_value, "feeds", feed_links(site, a, STR("/")));
	value_set(a, site->site_value, "deadlines", site_deadlines_value(site));
	value_set(a, site->site_value, "menu", menu_value(site));
	value_set(a, site->site_value, "features", features_value(site));
	value_set(a, site->site_value, "regions", regions_value(site));
	value_set(a, site->site_value, "footer",
	    value_html(markdown_html(site, s->site.footer)));
}

static void set_root(struct site *site)
{
	struct str path = url_split(site->settings.address).path;

	site->root = path.len > 0 ? path : STR("/");
}

bool site_read_settings(struct site *site, struct error *err)
{
	if (!file_exists(SETTINGS_FILE))
		return error_set(err,
		    "there is no " SETTINGS_FILE " in this folder; run "
		    "`sennight init` to make a newsletter here, or go to the "
		    "folder of yours");
	if (!newsletter_settings(
		site->arena, NULL, STR(""), &site->settings, err))
		return false;
	set_root(site);
	return true;
}

static bool is_unchanged(struct site *site)
{
	struct str before = output_noted(site->output, STR("input"));

	return str_eq(before, str_of(site->fingerprint)) &&
	       output_is_intact(site->output);
}

static bool build_into_output(struct site *site, struct error *err)
{
	if (is_unchanged(site)) {
		site->report->unchanged = true;
		output_abandon(site->output);
		return true;
	}
	site_make_value(site);
	if (!event_times_read(site, err) || !site_read_corrections(site, err) ||
	    !site_load_theme(site, err) || !write_everything(site, err)) {
		output_abandon(site->output);
		return false;
	}
	output_note(site->output, STR("input"), str_of(site->fingerprint));
	return output_close(site->output, &site->report->files, err);
}

bool build_site(const struct build_options *options, struct arena *arena,
    struct build_report *ret_report, struct error *err)
{
	struct build_report report = { 0 };
	struct site site = {
		.options = options, .report = &report, .arena = arena
	};
	bool ok;

	if (!site_read_settings(&site, err))
		return false;
	report.output = options->output != NULL
			    ? options->output
			    : arena_cstr(arena, site.settings.folders.output);
	if (!site_read_inputs(&site, err) || !site_order(&site, err) ||
	    !output_open(report.output, &site.output, err))
		return false;
	memcpy(
	    report.fingerprint, site.fingerprint, sizeof(report.fingerprint));
	report.issues = site.issues;
	report.drafts = site.issues_and_drafts - site.issues;
	report.pages = site.pages_count;
	ok = build_into_output(&site, err);
	*ret_report = report;
	return ok;
}
