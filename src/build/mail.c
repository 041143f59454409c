#include "build/mail.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "build/mail_plain.h"

/* Stands for a slot until a template is rendered; no writer of text or HTML
 * lets this byte through. */
enum { SLOT_MARK = '\x02', SLOT_MARK_BYTES = 2 };
static const char *const slot_marks[MAIL_SLOT_KINDS] = {
	[MAIL_PREFERENCES] = "\x02p",
	[MAIL_UNSUBSCRIBE] = "\x02u",
	[MAIL_WHY] = "\x02w",
};

enum { PREVIEW_BYTES = 140 }; /* clients show about so much */

struct mail_maker {
	struct arena arena;
	struct build_options options;
	struct build_report report;
	struct site site;
	struct site_issue *issue;
	struct issue typed;
	const struct md_node *colophon;
	struct str address;  /* of the issue's page */
	struct choice whole; /* everything is chosen */
};

static bool open_site(struct site *site, struct error *err)
{
	if (!site_read_settings(site, err) || !site_read_for_mail(site, err) ||
	    !site_order(site, err))
		return false;
	/* Whoever reads a mail is not on the site: links begin with its
	 * address, not with its path. */
	site->root = site->settings.address;
	site_make_value(site);
	return event_times_read(site, err) &&
	       site_read_corrections(site, err) &&
	       site_load_mail_theme(site, err);
}

static bool open_issue(
    struct mail_maker *maker, const char *name, struct error *err)
{
	struct site *site = &maker->site;

	if (!site_find_issue(site, name, &maker->issue, err) ||
	    !site_read_issue(
		site, &maker->arena, maker->issue->file, &maker->typed, err))
		return false;
	event_times_apply(site, &maker->typed, &maker->arena);
	site_count(maker->issue, &maker->typed, &maker->arena);
	maker->colophon = issue_colophon(&maker->typed);
	maker->address =
	    address_absolute(site, &maker->arena, maker->issue->address);
	choice_make(&maker->arena, &site->settings, &maker->typed,
	    maker->colophon, NULL, &maker->whole);
	return true;
}

bool mail_maker_open(
    const char *issue, struct mail_maker **ret_maker, struct error *err)
{
	struct mail_maker *maker = xmalloc(sizeof(*maker));

	*maker = (struct mail_maker){ .options = { .threads = 1 } };
	maker->site = (struct site){ .options = &maker->options,
		.report = &maker->report,
		.arena = &maker->arena };
	if (!open_site(&maker->site, err) || !open_issue(maker, issue, err)) {
		mail_maker_free(maker);
		return false;
	}
	*ret_maker = maker;
	return true;
}

void mail_maker_free(struct mail_maker *maker)
{
	if (maker == NULL)
		return;
	arena_release(&maker->arena);
	free(maker);
}

const struct settings *mail_maker_settings(const struct mail_maker *maker)
{
	return &maker->site.settings;
}

const char *mail_maker_path(const struct mail_maker *maker)
{
	return maker->issue->file->path;
}

bool mail_maker_is_draft(const struct mail_maker *maker)
{
	return maker->issue->draft;
}

struct str mail_maker_title(const struct mail_maker *maker)
{
	return maker->issue->title;
}

struct str mail_maker_slug(const struct mail_maker *maker)
{
	return maker->issue->slug;
}

struct str mail_maker_address(const struct mail_maker *maker)
{
	return maker->address;
}

/* --------------------------------------------------------------------- making */

static bool is_shortened(
    const struct mail_maker *maker, const struct choice *choice)
{
	for (size_t i = 1; i < maker->typed.sections; i++)
		if (maker->whole.seen[i] && !choice->seen[i])
			return true;
	return choice->events > 0;
}

static struct str clean_title(
    const struct section *section, struct arena *arena)
{
	struct strbuf out;
	struct str title;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	text_add_clean(&out, section->title);
	title = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return title;
}

static void add_title(
    struct str_list *list, const struct section *section, struct arena *arena)
{
	list->item = ARENA_GROW(arena, list->item, list->count);
	list->item[list->count++] = clean_title(section, arena);
}

void mail_outline_make(const struct mail_maker *maker,
    const struct mail_choice *choice, struct arena *arena,
    struct mail_outline *ret_outline)
{
	const struct issue *typed = &maker->typed;
	struct mail_outline result = { .events_left_out = 0 };
	struct choice whole = maker->whole, left;
	const struct outline *all = issue_outline(typed, &whole, arena), *some;

	choice_make(arena, &maker->site.settings, typed, maker->colophon,
	    choice, &left);
	some = issue_outline(typed, &left, arena);
	for (size_t i = 1; i < typed->sections; i++)
		if (all[i].shown && all[i].level == 2)
			add_title(
			    some[i].shown ? &result.kept : &result.left_out,
			    &typed->section[i], arena);
	for (size_t i = 1; i < typed->sections; i++)
		if (typed->section[i].kind == SECTION_EVENTS && some[i].shown)
			result.events_left_out = left.events;
	*ret_outline = result;
}

/* The headings of what is in the mail. */
static struct str headings(const struct issue_view *v)
{
	const struct outline *outline =
	    issue_outline(v->typed, v->choice, v->arena);
	struct strbuf out;
	struct str result;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	for (size_t i = 1; i < v->typed->sections; i++) {
		if (!outline[i].shown || outline[i].level > 2)
			continue;
		if (out.len > 0)
			strbuf_lit(&out, " \u00b7 ");
		text_add_clean(&out, v->typed->section[i].title);
	}
	result = arena_str(v->arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

/* The line that clients show beside the subject. */
static struct str preview(const struct issue_view *v, bool shortened)
{
	struct str text = shortened ? STR("") : v->issue->header.summary;
	size_t len;

	if (text.len == 0 && !shortened)
		text = v->issue->line;
	if (text.len == 0)
		text = headings(v);
	len = text_boundary(text, PREVIEW_BYTES);
	if (len == text.len)
		return text;
	return arena_printf(
	    v->arena, "%.*s\u2026", STR_ARG(str_sub(text, 0, len)));
}

static struct value mail_value(const struct mail_maker *maker,
    const struct issue_view *v, bool shortened, struct str text)
{
	struct value map = value_map(v->arena);

	value_set(v->arena, map, "preview", value_text(preview(v, shortened)));
	value_set(v->arena, map, "url", value_text(maker->address));
	value_set(v->arena, map, "shortened", value_bool(shortened));
	value_set(v->arena, map, "text", value_html(text));
	value_set(v->arena, map, "preferences",
	    value_html(str_of(slot_marks[MAIL_PREFERENCES])));
	value_set(v->arena, map, "unsubscribe",
	    value_html(str_of(slot_marks[MAIL_UNSUBSCRIBE])));
	value_set(
	    v->arena, map, "why", value_html(str_of(slot_marks[MAIL_WHY])));
	return map;
}

static bool slot_kind_at(struct str text, enum mail_slot_kind *ret_kind)
{
	for (int kind = 0; kind < MAIL_SLOT_KINDS; kind++)
		if (str_starts(text, str_of(slot_marks[kind]))) {
			*ret_kind = (enum mail_slot_kind)kind;
			return true;
		}
	return false;
}

/* The text without its marks, and where they were. */
static void take_slots(
    struct str marked, struct arena *arena, struct mail_part *ret_part)
{
	char *text = ARENA_ARRAY(arena, marked.len + 1, char);
	struct mail_slot *slot = NULL;
	size_t slots = 0, len = 0;

	for (size_t i = 0; i < marked.len; i++) {
		enum mail_slot_kind kind;

		if (marked.at[i] != SLOT_MARK ||
		    !slot_kind_at(str_sub(marked, i, marked.len), &kind)) {
			text[len++] = marked.at[i];
			continue;
		}
		slot = ARENA_GROW(arena, slot, slots);
		slot[slots++] =
		    (struct mail_slot){ .kind = kind, .offset = len };
		i += SLOT_MARK_BYTES - 1;
	}
	*ret_part = (struct mail_part){
		.text = { text, len }, .slot = slot, .slots = slots
	};
}

static bool has_way_out(const struct mail_part *part)
{
	for (size_t i = 0; i < part->slots; i++)
		if (part->slot[i].kind == MAIL_UNSUBSCRIBE)
			return true;
	return false;
}

static bool render(const struct mail_maker *maker, const char *template,
    struct value variables, struct arena *arena, struct mail_part *ret_part,
    struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_PAGE);
	ok = template_render(
	    maker->site.templates, template, variables, arena, &out, err);
	if (ok)
		take_slots(strbuf_str(&out), arena, ret_part);
	strbuf_release(&out);
	if (ok && !has_way_out(ret_part))
		return error_set(err,
		    "%s prints no `mail.unsubscribe`: nobody could leave by "
		    "its mail; add a link to it",
		    template);
	return ok;
}

static size_t count_sections(
    const struct mail_maker *maker, const struct choice *choice)
{
	size_t count = 0;

	for (size_t i = 1; i < maker->typed.sections; i++)
		count += choice->seen[i];
	return count;
}

static bool make(const struct mail_maker *maker, struct issue_view *v,
    struct mail_bodies *ret_bodies, struct error *err)
{
	struct value variables = value_map(v->arena), issue;
	bool shortened = is_shortened(maker, v->choice);
	struct str text;

	mail_plain_add(v, maker->address, v->buffer);
	text = take_output(v, 0);
	issue = issue_value(v);
	if (v->buffer->full)
		return error_set(err,
		    "cannot make a mail of %s: a part of it has more than %zu "
		    "MiB; split the issue",
		    v->issue->file->path, LIMIT_PAGE / MIB);
	value_set(v->arena, variables, "site", maker->site.site_value);
	value_set(v->arena, variables, "issue", issue);
	value_set(
	    v->arena, variables, "mail", mail_value(maker, v, shortened, text));
	ret_bodies->sections = count_sections(maker, v->choice);
	ret_bodies->shortened = shortened;
	return render(maker, "mail.html", variables, v->arena,
		   &ret_bodies->html, err) &&
	       render(maker, "mail.txt", variables, v->arena, &ret_bodies->text,
		   err);
}

bool mail_bodies_make(const struct mail_maker *maker,
    const struct mail_choice *choice, struct arena *arena,
    struct mail_bodies *ret_bodies, struct error *err)
{
	struct choice left = maker->whole;
	struct strbuf buffer;
	struct html html;
	struct issue_view view = { .site = &maker->site,
		.issue = maker->issue,
		.typed = &maker->typed,
		.arena = arena,
		.html = &html,
		.buffer = &buffer,
		.choice = &left };
	bool ok;

	if (choice != NULL)
		choice_make(arena, &maker->site.settings, &maker->typed,
		    maker->colophon, choice, &left);
	strbuf_init(&buffer, LIMIT_PAGE);
	html_init(&html, &buffer, arena, HTML_MAIL, maker->address);
	html.leaves_out = choice_leaves_out;
	html.data = &left;
	ok = make(maker, &view, ret_bodies, err);
	strbuf_release(&buffer);
	return ok;
}

void mail_part_add(const struct mail_part *part,
    const struct str value[MAIL_SLOT_KINDS], struct strbuf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < part->slots; i++) {
		strbuf_add(out, str_sub(part->text, at, part->slot[i].offset));
		strbuf_add(out, value[part->slot[i].kind]);
		at = part->slot[i].offset;
	}
	strbuf_add(out, str_sub(part->text, at, part->text.len));
}
