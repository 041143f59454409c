/* The pages of the site, one function each. */
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "base/xml.h"
#include "build/html.h"
#include "build/site.h"

enum { RECENT_ISSUES = 8 }; /* on the home page, below the current one */

static void add_page_feed(const struct site *site, struct arena *arena,
    struct value list, const char *file, const char *type)
{
	struct value feed = value_map(arena);

	value_set(arena, feed, "title", value_text(site->settings.name));
	value_set(arena, feed, "type", value_text(str_of(type)));
	value_set(arena, feed, "url",
	    value_text(address_link(site, arena, str_of(file))));
	value_append(arena, list, feed);
}

struct value page_value(const struct site *site, struct arena *arena,
    const struct page_words *words)
{
	struct value page = value_map(arena), feeds = value_list(arena);
	struct str name = site->settings.name;
	struct str description = words->description.len > 0 ? words->description
				 : site->settings.description.at != NULL
				     ? site->settings.description
				     : name;
	bool home = strcmp(words->kind, "home") == 0;

	add_page_feed(site, arena, feeds, "/atom.xml", "application/atom+xml");
	add_page_feed(site, arena, feeds, "/rss.xml", "application/rss+xml");
	add_page_feed(
	    site, arena, feeds, "/feed.json", "application/feed+json");
	value_set(arena, page, "kind", value_text(str_of(words->kind)));
	value_set(arena, page, "title", value_text(words->title));
	value_set(arena, page, "full_title",
	    value_text(home || str_eq(words->title, name)
			   ? words->title
			   : arena_printf(arena, "%.*s \u00b7 %.*s",
				 STR_ARG(words->title), STR_ARG(name))));
	value_set(arena, page, "url",
	    value_text(address_link(site, arena, words->address)));
	value_set(arena, page, "canonical",
	    value_text(address_absolute(site, arena, words->address)));
	value_set(arena, page, "description", value_text(description));
	value_set(arena, page, "image",
	    site->settings.site.logo.at != NULL
		? value_text(
		      address_absolute(site, arena, site->settings.site.logo))
		: value_none());
	value_set(arena, page, "type",
	    value_text(words->article ? STR("article") : STR("website")));
	value_set(arena, page, "jsonld", value_html(words->jsonld));
	value_set(arena, page, "feeds", feeds);
	value_set(arena, page, "published",
	    date_is_set(words->published)
		? value_text(arena_printf(arena, "%04d-%02d-%02d",
		      words->published.year, words->published.month,
		      words->published.day))
		: value_none());
	return page;
}

bool site_render(const struct site *site, const char *name, struct str address,
    struct value variables, struct arena *arena, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_PAGE);
	ok = template_render(
		 site->templates, name, variables, arena, &out, err) &&
	     output_put(site->output, address_file(arena, address),
		 strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

static struct value page_variables(const struct site *site, struct arena *arena,
    const struct page_words *words)
{
	struct value variables = value_map(arena);

	value_set(arena, variables, "site", site->site_value);
	value_set(arena, variables, "page", page_value(site, arena, words));
	return variables;
}

/* Read one issue and hand its view to `use`; false as `use`, or if the file
 * is a bomb. */
static bool with_issue(struct site *site, struct site_issue *issue,
    struct arena *arena,
    bool (*use)(
	struct site *, struct issue_view *, struct arena *, struct error *),
    struct arena *keep, struct error *err)
{
	struct issue typed;
	struct strbuf buffer;
	struct html html;
	struct issue_view view = { .site = site,
		.issue = issue,
		.typed = &typed,
		.arena = arena,
		.html = &html,
		.buffer = &buffer };
	bool ok;

	if (!site_read_issue(site, arena, issue->file, &typed, err))
		return false;
	if (issue->rank == 0 && !issue->draft)
		view.event_name = site_event_names(site, arena, &typed);
	event_times_apply(site, &typed, arena);
	strbuf_init(&buffer, LIMIT_PAGE);
	html_init(&html, &buffer, arena, HTML_WEB, (struct str){ NULL, 0 });
	ok = use(site, &view, keep, err);
	if (ok && buffer.full)
		ok = error_set(err,
		    "cannot build %s: a part of it has more than %zu MiB of "
		    "HTML; split the issue",
		    issue->file->path, LIMIT_PAGE / MIB);
	strbuf_release(&buffer);
	return ok;
}

static bool write_issue_page(struct site *site, struct issue_view *view,
    struct arena *keep, struct error *err)
{
	/* The counts are on the page, so they are taken first. */
	struct site_issue *issue = &site->issue[view->issue->rank];
	struct page_words words = {
		.kind = "issue",
		.title = issue->title,
		.address = issue->address,
		.published = issue->date,
		.article = true,
		.jsonld = jsonld_issue(site, issue, view->arena),
	};
	struct value variables;

	site_keep(site, issue, view, keep);
	words.description = issue->line;
	variables = page_variables(site, view->arena, &words);
	value_set(view->arena, variables, "issue", issue_value(view));
	return site_render(
	    site, "issue.html", issue->address, variables, view->arena, err);
}

bool site_write_issue(struct site *site, struct site_issue *issue,
    struct arena *keep, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = with_issue(site, issue, &arena, write_issue_page, keep, err);

	arena_release(&arena);
	return ok;
}

static bool write_home(struct site *site, struct issue_view *view,
    struct arena *keep, struct error *err)
{
	struct arena *arena = view->arena;
	struct value recent = value_list(arena), variables;
	struct page_words words = { .kind = "home",
		.title = site->settings.name,
		.address = STR("/"),
		.published = view->issue->date,
		.jsonld = jsonld_issue(site, view->issue, arena) };

	(void)keep;
	for (size_t i = 1; i < site->issues && i <= RECENT_ISSUES; i++)
		value_append(
		    arena, recent, issue_summary(site, &site->issue[i], arena));
	variables = page_variables(site, arena, &words);
	value_set(arena, variables, "issue", issue_value(view));
	value_set(arena, variables, "recent", recent);
	return site_render(site, "home.html", STR("/"), variables, arena, err);
}

static bool write_archive(struct site *site, struct error *err)
{
	struct arena arena = { 0 };
	struct page_words words = { .kind = "archive",
		.title = STR("Archive"),
		.address = site->settings.addresses.archive,
		.description = arena_printf(&arena, "All %zu issues of %.*s",
		    site->issues, STR_ARG(site->settings.name)) };
	struct value years = value_list(&arena), issues = value_none(),
		     variables = page_variables(site, &arena, &words);
	size_t most = 1;
	int year = 0;
	bool ok;

	for (size_t i = 0; i < site->issues; i++)
		if (site->issue[i].items + site->issue[i].events > most)
			most = site->issue[i].items + site->issue[i].events;
	for (size_t i = 0; i < site->issues; i++) {
		const struct site_issue *issue = &site->issue[i];
		struct value summary = issue_summary(site, issue, &arena);

		if (issue->date.year != year) {
			struct value map = value_map(&arena);

			year = issue->date.year;
			issues = value_list(&arena);
			value_set(&arena, map, "year", value_number(year));
			value_set(&arena, map, "issues", issues);
			value_append(&arena, years, map);
		}
		value_set(&arena, summary, "share",
		    value_number((
			int64_t)((issue->items + issue->events) * 100 / most)));
		value_append(&arena, issues, summary);
	}
	value_set(&arena, variables, "years", years);
	ok = site_render(
	    site, "archive.html", words.address, variables, &arena, err);
	arena_release(&arena);
	return ok;
}

static bool write_category(
    struct site *site, const struct site_category *category, struct error *err)
{
	struct arena arena = { 0 };
	struct page_words words = { .kind = "category",
		.title = category->name,
		.address = category->address };
	struct value variables = page_variables(site, &arena, &words);
	struct value map = value_map(&arena), issues = value_list(&arena);
	bool ok;

	value_set(&arena, map, "name", value_text(category->name));
	value_set(&arena, map, "url",
	    value_text(address_link(site, &arena, category->address)));
	value_set(
	    &arena, map, "feeds", feed_links(site, &arena, category->address));
	for (size_t i = 0; i < site->issues; i++)
		if (str_eq(site->issue[i].category_slug, category->slug))
			value_append(&arena, issues,
			    issue_summary(site, &site->issue[i], &arena));
	value_set(&arena, variables, "category", map);
	value_set(&arena, variables, "issues", issues);
	ok = site_render(
	    site, "category.html", category->address, variables, &arena, err);
	arena_release(&arena);
	return ok;
}

static struct value feature_entries(
    struct site *site, struct str kind, struct arena *arena)
{
	struct value entries = value_list(arena);

	for (size_t i = 0; i < site->issues; i++)
		for (size_t k = 0; k < site->issue[i].features; k++) {
			const struct kept_feature *f =
			    &site->issue[i].feature[k];
			struct value entry = value_map(arena);

			if (!str_eq(f->kind, kind))
				continue;
			value_set(arena, entry, "issue",
			    issue_summary(site, &site->issue[i], arena));
			value_set(arena, entry, "name", value_text(f->name));
			value_set(arena, entry, "url", value_text(f->url));
			value_set(arena, entry, "html", value_html(f->html));
			value_set(
			    arena, entry, "source", value_text(f->source));
			value_set(
			    arena, entry, "thanks", value_text(f->thanks));
			value_append(arena, entries, entry);
		}
	return entries;
}

static bool write_feature(
    struct site *site, const struct section_rule *rule, struct error *err)
{
	struct arena arena = { 0 };
	struct page_words words = { .kind = "feature",
		.title = rule->title,
		.address = feature_address(site, &arena, rule) };
	struct value variables = page_variables(site, &arena, &words);
	struct value map = value_map(&arena);
	bool ok;

	value_set(&arena, map, "id", value_text(rule->feature));
	value_set(&arena, map, "title", value_text(rule->title));
	value_set(&arena, map, "url",
	    value_text(address_link(site, &arena, words.address)));
	value_set(&arena, variables, "feature", map);
	value_set(&arena, variables, "entries",
	    feature_entries(site, rule->feature, &arena));
	ok = site_render(
	    site, "feature.html", words.address, variables, &arena, err);
	arena_release(&arena);
	return ok;
}

static bool write_page(
    struct site *site, const struct site_page *page, struct error *err)
{
	struct arena arena = { 0 };
	struct page_words words = {
		.kind = "page", .title = page->title, .address = page->address
	};
	struct value variables = page_variables(site, &arena, &words);
	struct issue typed;
	bool ok;

	if (!site_read_issue(site, &arena, page->file, &typed, err)) {
		arena_release(&arena);
		return false;
	}
	value_set(&arena, variables, "content",
	    value_html(issue_page_html(&typed, &arena)));
	ok = site_render(
	    site, "page.html", page->address, variables, &arena, err);
	arena_release(&arena);
	return ok;
}

static bool write_simple(struct site *site, const char *kind,
    const char *template, struct str title, struct str address,
    struct error *err)
{
	struct arena arena = { 0 };
	struct page_words words = {
		.kind = kind, .title = title, .address = address
	};
	bool ok = site_render(site, template, address,
	    page_variables(site, &arena, &words), &arena, err);

	arena_release(&arena);
	return ok;
}

static bool write_scripts(struct site *site, struct error *err)
{
	static const char *const copied[] = { "site.js", "search.js",
		"favicon.svg" };

	for (size_t i = 0; i < sizeof(copied) / sizeof(copied[0]); i++) {
		struct str text;

		if (site_theme_text(site, copied[i], &text) &&
		    !output_put(site->output, copied[i], text, err))
			return false;
	}
	return write_simple(
	    site, "style", "style.css", STR("style"), STR("/style.css"), err);
}

static void add_location(struct strbuf *out, const struct site *site,
    struct arena *arena, struct str address, struct date date)
{
	strbuf_lit(out, "<url><loc>");
	xml_add_url(out, address_absolute(site, arena, address));
	strbuf_lit(out, "</loc>");
	if (date_is_set(date)) {
		strbuf_lit(out, "<lastmod>");
		date_add_iso(out, date);
		strbuf_lit(out, "</lastmod>");
	}
	strbuf_lit(out, "</url>\n");
}

static bool write_sitemap(struct site *site, struct error *err)
{
	struct arena arena = { 0 };
	struct strbuf out;
	struct date none = { 0 };
	bool ok;

	strbuf_init(&out, LIMIT_FEED);
	strbuf_lit(&out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	add_location(&out, site, &arena, STR("/"), site->today);
	add_location(
	    &out, site, &arena, site->settings.addresses.archive, site->today);
	add_location(
	    &out, site, &arena, site->settings.addresses.events, site->today);
	if (site_has_deadlines(site))
		add_location(
		    &out, site, &arena, STR(DEADLINES_ADDRESS), site->today);
	for (size_t i = 0; i < site->issues; i++)
		add_location(&out, site, &arena, site->issue[i].address,
		    site->issue[i].date);
	for (size_t i = 0; i < site->pages_count; i++)
		add_location(&out, site, &arena, site->page[i].address, none);
	strbuf_lit(&out, "</urlset>\n");
	ok = output_put(site->output, "sitemap.xml", strbuf_str(&out), err);
	strbuf_reset(&out);
	strbuf_printf(&out, "User-agent: *\nAllow: /\nSitemap: %.*s\n",
	    STR_ARG(address_absolute(site, &arena, STR("sitemap.xml"))));
	ok =
	    ok && output_put(site->output, "robots.txt", strbuf_str(&out), err);
	strbuf_release(&out);
	arena_release(&arena);
	return ok;
}

/* Files of content, images and static that are copied as they are. */
static bool copy_files(struct site *site, struct error *err)
{
	for (size_t i = 0; i < site->static_files.count; i++)
		if (!output_put(site->output, site->static_files.file[i].name,
			site->static_files.file[i].text, err))
			return false;
	for (size_t i = 0; i < site->images.count; i++) {
		struct address_values values = {
			.name = str_of(site->images.file[i].name)
		};
		struct str path = address_expand(
		    site->arena, site->settings.addresses.image, &values);

		if (!output_put(site->output, address_file(site->arena, path),
			site->images.file[i].text, err))
			return false;
	}
	return true;
}

static bool write_features(struct site *site, struct error *err)
{
	for (size_t i = 0; i < site->settings.sections; i++) {
		const struct section_rule *rule = &site->settings.section[i];

		if (site_has_feature(site, rule) &&
		    !write_feature(site, rule, err))
			return false;
	}
	return true;
}

bool site_write_pages(struct site *site, struct error *err)
{
	struct arena arena = { 0 };
	bool ok = true;

	if (site->issues > 0)
		ok = with_issue(
		    site, &site->issue[0], &arena, write_home, NULL, err);
	else
		ok = write_simple(site, "page", "404.html",
		    STR("No issues yet"), STR("/"), err);
	arena_release(&arena);
	ok = ok && write_archive(site, err) && write_features(site, err);
	for (size_t i = 0; ok && i < site->categories; i++)
		ok = write_category(site, &site->category[i], err);
	for (size_t i = 0; ok && i < site->pages_count; i++)
		ok = write_page(site, &site->page[i], err);
	return ok && write_scripts(site, err) &&
	       write_simple(site, "search", "search.html", STR("Search"),
		   STR("/search/"), err) &&
	       write_simple(site, "404", "404.html", STR("Page not found"),
		   STR("/404.html"), err) &&
	       site_write_follow(site, err) && write_sitemap(site, err) &&
	       copy_files(site, err);
}
