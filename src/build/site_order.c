/*
 * Issues, pages and categories, from the headers of the files read: which
 * file is what, its title, date, address, and the order of all.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "build/site.h"
#include "newsletter/newsletter.h"

/* What else lies in a folder of issues. */
static const struct {
	const char *ending, *reason;
} others[] = {
	{ ".rst", "it is reStructuredText; write it as Markdown (.md)" },
	{ ".adoc", "it is AsciiDoc; write it as Markdown (.md)" },
	{ ".html", "it is HTML; put it below the static folder" },
	{ ".txt", "it is no Markdown; name it .md if it is" },
};

static void note_other_file(struct site *site, const struct site_file *file)
{
	const char *reason = "it is no Markdown; files to be copied belong "
			     "into the static folder";

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(path_ending(file->path), others[i].ending) == 0)
			reason = others[i].reason;
	site_note(site, "%s was left out: %s", file->path, reason);
}

static struct str name_without_ending(const char *path)
{
	struct str name = str_of(path_base(path));

	return str_sub(name, 0, name.len - strlen(path_ending(path)));
}

/* A part of a path: file systems allow 255 bytes. */
static struct str short_slug(struct site *site, struct str text)
{
	struct str slug = text_slug(site->arena, text);
	size_t len = text_boundary(slug, LIMIT_SLUG);

	while (len > 0 && len < slug.len && slug.at[len - 1] == '-')
		len--;
	return str_sub(slug, 0, len);
}

static struct str slug_of(
    struct site *site, const struct header *header, struct str title)
{
	struct str slug =
	    short_slug(site, header->slug.at != NULL ? header->slug : title);

	return slug.len > 0 ? slug : STR("untitled");
}

static void set_issue_address(struct site *site, struct site_issue *issue)
{
	struct address_values values = { .slug = issue->slug,
		.category = issue->category_slug,
		.date = issue->date,
		.number = issue->number };

	issue->address = address_expand(
	    site->arena, site->settings.addresses.issue, &values);
}

static struct str category_of(
    const struct site *site, const struct header *header)
{
	if (header->category.at != NULL && header->category.len > 0)
		return header->category;
	return site->settings.default_category;
}

static bool add_issue(struct site *site, const struct site_file *file,
    bool draft, struct error *err)
{
	struct site_issue issue = {
		.file = file, .draft = draft, .line = STR("")
	};

	if (file->text.len > LIMIT_ISSUE_FILE)
		return error_set(err,
		    "cannot read %s: it has %zu bytes, an issue may have %zu",
		    file->path, file->text.len, LIMIT_ISSUE_FILE);
	header_read(site->arena, file->text, &issue.header);
	issue.title = text_clean(site->arena, issue.header.title);
	if (issue.title.at == NULL)
		issue.title = name_without_ending(file->path);
	issue.number = issue.header.number;
	issue.date = issue.header.date;
	if (!date_is_set(issue.date) &&
	    !newsletter_date_of_name(file->path, &issue.date)) {
		site_note(site,
		    "%s was left out: it has no date; begin its header with "
		    "a line such as Date: 2026-08-19",
		    file->path);
		return true;
	}
	issue.slug = slug_of(site, &issue.header, issue.title);
	issue.category =
	    text_clean(site->arena, category_of(site, &issue.header));
	if (issue.category.at != NULL)
		issue.category_slug = short_slug(site, issue.category);
	set_issue_address(site, &issue);
	site->issue =
	    ARENA_GROW(site->arena, site->issue, site->issues_and_drafts);
	site->issue[site->issues_and_drafts++] = issue;
	return true;
}

static bool add_issues(struct site *site, const struct site_files *files,
    bool draft, struct error *err)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct site_file *file = &files->file[i];

		if (!newsletter_is_markdown(file->path)) {
			if (!draft)
				note_other_file(site, file);
			continue;
		}
		if (!add_issue(site, file, draft, err))
			return false;
	}
	return true;
}

/* Drafts last; else the newest first, of one day the higher number. */
static int by_age(const void *left, const void *right)
{
	const struct site_issue *a = left, *b = right;
	int order;

	if (a->draft != b->draft)
		return a->draft - b->draft;
	order = date_cmp(b->date, a->date);
	if (order == 0)
		order = (b->number > a->number) - (b->number < a->number);
	return order != 0 ? order : strcmp(b->file->path, a->file->path);
}

static int by_address(const void *left, const void *right)
{
	const struct site_issue *const *a = left, *const *b = right;

	return str_cmp((*a)->address, (*b)->address);
}

static int by_number(const void *left, const void *right)
{
	const struct site_issue *const *a = left, *const *b = right;

	if ((*a)->number != (*b)->number)
		return ((*a)->number > (*b)->number) -
		       ((*a)->number < (*b)->number);
	return str_cmp((*a)->address, (*b)->address);
}

static const struct site_issue **sorted(
    struct site *site, int (*order)(const void *, const void *))
{
	const struct site_issue **list = ARENA_ARRAY(site->arena,
	    site->issues_and_drafts + 1, const struct site_issue *);

	for (size_t i = 0; i < site->issues_and_drafts; i++)
		list[i] = &site->issue[i];
	qsort(list, site->issues_and_drafts, sizeof(list[0]), order);
	return list;
}

/* Two issues cannot have one page; two of one number are only suspicious. */
static bool check_doubles(struct site *site, struct error *err)
{
	const struct site_issue **list = sorted(site, by_address);

	for (size_t i = 1; i < site->issues_and_drafts; i++)
		if (str_eq(list[i - 1]->address, list[i]->address))
			return error_set(err,
			    "%s and %s would have the same address, %.*s; "
			    "give one of them another date or title",
			    list[i - 1]->file->path, list[i]->file->path,
			    STR_ARG(list[i]->address));
	list = sorted(site, by_number);
	for (size_t i = 1; i < site->issues_and_drafts; i++)
		if (list[i]->number >= 0 &&
		    list[i - 1]->number == list[i]->number)
			site_note(site, "%s and %s both have the number %lld",
			    list[i - 1]->file->path, list[i]->file->path,
			    (long long)list[i]->number);
	return true;
}

static struct site_category *category_named(
    struct site *site, struct str slug, struct str name)
{
	struct address_values values = { .slug = slug, .category = slug };

	for (size_t i = 0; i < site->categories; i++)
		if (str_eq(site->category[i].slug, slug))
			return &site->category[i];
	site->category =
	    ARENA_GROW(site->arena, site->category, site->categories);
	site->category[site->categories] = (struct site_category){
		.name = name,
		.slug = slug,
		.address = address_expand(
		    site->arena, site->settings.addresses.category, &values),
	};
	return &site->category[site->categories++];
}

static void rank_issues(struct site *site)
{
	for (size_t i = 0; i < site->issues_and_drafts; i++) {
		struct site_issue *issue = &site->issue[i];

		issue->rank = i;
		issue->rank_in_category = SIZE_MAX;
		if (!issue->draft)
			site->issues++;
		if (issue->draft || issue->category_slug.len == 0)
			continue;
		issue->rank_in_category =
		    category_named(site, issue->category_slug, issue->category)
			->issues++;
	}
	if (site->issues > 0)
		site->today = site->issue[0].date;
}

static void add_page(struct site *site, const struct site_file *file)
{
	struct site_page page = { .file = file };
	struct address_values values = { .number = -1 };

	header_read(site->arena, file->text, &page.header);
	page.title = text_clean(site->arena, page.header.title);
	if (page.title.at == NULL)
		page.title = name_without_ending(file->path);
	values.slug = short_slug(site, page.header.slug.at != NULL
					   ? page.header.slug
					   : name_without_ending(file->path));
	values.name = values.slug;
	page.address =
	    address_expand(site->arena, site->settings.addresses.page, &values);
	site->page = ARENA_GROW(site->arena, site->page, site->pages_count);
	site->page[site->pages_count++] = page;
}

bool site_order(struct site *site, struct error *err)
{
	if (!add_issues(site, &site->content, false, err) ||
	    !add_issues(site, &site->drafts, true, err))
		return false;
	if (site->issues_and_drafts > 0)
		qsort(site->issue, site->issues_and_drafts,
		    sizeof(site->issue[0]), by_age);
	if (!check_doubles(site, err))
		return false;
	rank_issues(site);
	if (site->issues == 0)
		site_note(site,
		    "there are no issues in %.*s yet; an issue is a Markdown "
		    "file with a line such as Date: 2026-08-19 in its header",
		    STR_ARG(site->settings.folders.content));
	for (size_t i = 0; i < site->pages.count; i++) {
		if (newsletter_is_markdown(site->pages.file[i].path))
			add_page(site, &site->pages.file[i]);
		else
			note_other_file(site, &site->pages.file[i]);
	}
	return true;
}

static bool is_in_an_issue(const struct site *site, struct str words)
{
	for (size_t i = 0; i < site->issues; i++)
		if (str_find(site->issue[i].file->text, words, 0) != STR_NONE)
			return true;
	return false;
}

bool site_has_feature(const struct site *site, const struct section_rule *rule)
{
	if (rule->kind != SECTION_FEATURE || rule->feature.at == NULL)
		return false;
	if (is_in_an_issue(site, rule->title))
		return true;
	for (size_t i = 0; i < rule->also.count; i++)
		if (is_in_an_issue(site, rule->also.item[i]))
			return true;
	return false;
}
