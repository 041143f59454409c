/* What was proposed somewhere, put into the draft, and printed. */
#include "base/file.h"
#include "base/from_json.h"
#include "base/url.h"
#include "model/line.h"
#include "model/line_link.h"
#include "publishcmd/answers.h"
#include "publishcmd/steps.h"

enum { PAGE = 500 };

/* A link of the issue; `line` is the item as line_link wants it. */
struct printed {
	struct str canonical, text, anchor, line;
};

struct finding_answers {
	struct press *p;
	struct answers all;
	const char *draft; /* the name of its file */
	struct announcement issue;
	struct printed *link;
	size_t links;
};

/* --------------------------------------------------------------------- printed */

/* The section that holds an offset; NULL if none does. */
static const struct section *section_at(
    const struct issue *issue, size_t offset)
{
	for (size_t i = 0; i < issue->sections; i++)
		if (issue->section[i].offset <= offset &&
		    offset < issue->section[i].end)
			return &issue->section[i];
	return NULL;
}

/* The item that holds an offset; NULL if none does. */
static const struct item *item_at(const struct section *section, size_t offset)
{
	for (size_t i = 0; section != NULL && i < section->items; i++)
		if (section->item[i].offset <= offset &&
		    offset < section->item[i].end)
			return &section->item[i];
	return NULL;
}

/* Of itself, or of the nearest around it that is known. */
static size_t offset_of(const struct md_node *node)
{
	while (node->offset == MD_UNKNOWN && node->parent != NULL)
		node = node->parent;
	return node->offset;
}

/* Pages lay out anew what they know the kind of, but for its title, the first
 * link; the rest is there as it was written. */
static struct str line_at(struct arena *arena, const struct issue *issue,
    const struct item *item, const struct md_node *link)
{
	const struct md_node *block = link;

	if (item != NULL && item->kind == ITEM_EVENT &&
	    item->typed != STR_NONE) {
		const struct event *event = &issue->event[item->typed];

		return line_of_event(arena, event->first, event->title);
	}
	if (item != NULL && item->kind != ITEM_OTHER && item->links > 0)
		return item->link[0].text;
	while (is_inline(block) && block->parent != NULL)
		block = block->parent;
	return line_plain(arena, line_of_block(arena, block));
}

static void add_link(struct finding_answers *f, const struct issue *issue,
    const struct md_node *node)
{
	struct arena *arena = &f->p->arena;
	size_t offset = offset_of(node);
	const struct section *section = section_at(issue, offset);

	f->link = ARENA_GROW(arena, f->link, f->links);
	f->link[f->links++] = (struct printed){
		.canonical = url_canonical(arena, node->target),
		.text = md_plain_text(arena, node),
		.anchor = section != NULL ? section->id : (struct str){ 0 },
		.line = line_at(arena, issue, item_at(section, offset), node),
	};
}

static bool read_links(struct finding_answers *f, struct error *err)
{
	struct press *p = f->p;
	struct issue issue;
	const struct md_node *root;

	if (issue_read(&p->arena, (struct source){ p->path, p->text },
		&p->settings, &issue) != ISSUE_OK)
		return error_set(err,
		    "%s: its links or nesting expand beyond all measure",
		    p->path);
	root = issue.tree.root;
	for (const struct md_node *at = root; at != NULL;
	     at = md_walk(root, at))
		if (at->kind == MD_LINK)
			add_link(f, &issue, at);
	return true;
}

static const struct printed *find_link(
    const struct finding_answers *f, struct str url)
{
	struct str canonical;

	if (url.len == 0)
		return NULL;
	canonical = url_canonical(&f->p->arena, url);
	for (size_t i = 0; i < f->links; i++)
		if (str_eq(f->link[i].canonical, canonical))
			return &f->link[i];
	return NULL;
}

/* -------------------------------------------------------------------- services */

/* "https://forum.example" of the topic of a source; unset unless it is that of
 * the page: a key goes to no other host. */
static struct str service_of(const struct source_rule *rule, struct str page)
{
	if (rule->url.len > 0)
		return rule->url;
	for (size_t i = 0; i < rule->of.count; i++) {
		struct str of = rule->of.item[i];
		size_t end = str_find(of, STR("/t/"), 0);

		if (end != STR_NONE && str_starts(of, STR("https://")) &&
		    str_starts(page, str_sub(of, 0, end + 1)))
			return str_sub(of, 0, end);
	}
	return (struct str){ 0 };
}

static const struct source_rule *rule_of(
    const struct settings *settings, struct str source)
{
	for (size_t i = 0; i < settings->sources; i++)
		if (str_eq(settings->source[i].id, source))
			return &settings->source[i];
	return NULL;
}

/* --------------------------------------------------------------------- answers */

static struct str address_of(
    struct finding_answers *f, const struct printed *link)
{
	struct arena *arena = &f->p->arena;
	struct str address = f->issue.address;
	struct strbuf out;

	if (link->anchor.len > 0) {
		strbuf_init(&out, LIMIT_URL);
		strbuf_add(&out, address);
		strbuf_add_char(&out, '#');
		url_add_encoded(&out, link->anchor);
		address = arena_str(arena, strbuf_str(&out));
		strbuf_release(&out);
	}
	return line_link(arena, address, link->line);
}

/* Something else that was proposed there: it is named with the others, and what
 * holds them all is linked, the section or all of the issue. */
static void join(
    struct finding_answers *f, struct answer *into, const struct answer *other)
{
	enum { MOST = 300 };

	if (into->title.len < MOST)
		into->title = arena_printf(&f->p->arena, "%.*s; %.*s",
		    STR_ARG(into->title), STR_ARG(other->title));
	else if (!str_ends(into->title, STR("; \u2026")))
		into->title = arena_printf(
		    &f->p->arena, "%.*s; \u2026", STR_ARG(into->title));
	if (str_eq(into->address, other->address))
		return;
	into->address = url_without_text(into->address);
	if (!str_eq(into->address, url_without_text(other->address)))
		into->address = f->issue.address;
}

static void add(struct finding_answers *f, const struct answer *answer)
{
	struct answers *all = &f->all;

	for (size_t i = 0; i < all->count; i++)
		if (str_eq(all->answer[i].page, answer->page)) {
			join(f, &all->answer[i], answer);
			return;
		}
	all->answer = ARENA_GROW(&f->p->arena, all->answer, all->count);
	all->answer[all->count++] = *answer;
}

static void take(struct finding_answers *f, const struct candidate *c)
{
	struct arena *arena = &f->p->arena;
	const struct source_rule *rule = rule_of(&f->p->settings, c->source);
	const struct printed *link;
	struct answer answer = { .source = c->source,
		.issue = f->issue.issue,
		.language = f->issue.language };

	if (rule == NULL ||
	    !answer_read(arena, rule->kind, c->fields, c->url, &answer))
		return;
	link = find_link(f, c->url);
	link = link != NULL ? link : find_link(f, answer.page);
	link = link != NULL ? link : find_link(f, answer.also);
	if (link == NULL) {
		f->all.unprinted++;
		return;
	}
	answer.service = service_of(rule, answer.page);
	/* Where something is featured the link is only its author. */
	answer.title = c->kind == CANDIDATE_FEATURE || link->text.len == 0
			   ? c->title
			   : link->text;
	answer.address = address_of(f, link);
	add(f, &answer);
}

static bool take_all(
    struct finding_answers *f, enum candidate_state state, struct error *err)
{
	struct inbox_filter filter = { .state = state, .most = PAGE };
	struct candidates page;

	do {
		if (!inbox_list(f->p->store, &f->p->arena, &filter, &page, err))
			return false;
		for (size_t i = 0; i < page.count; i++) {
			const struct candidate *c = &page.candidate[i];
			const char *draft = arena_cstr(&f->p->arena, c->draft);

			filter.after = c->id;
			if (c->draft.len > 0 &&
			    str_eq(str_of(path_base(draft)), str_of(f->draft)))
				take(f, c);
		}
	} while (page.count == PAGE);
	return true;
}

/* By what was noted when it was moved, as its day may be another one. */
static bool find_draft(struct finding_answers *f, struct error *err)
{
	struct publish_step move;

	if (!press_find(f->p, "move", &move, err))
		return false;
	f->draft =
	    path_base(move.mark.len > 0 ? arena_cstr(&f->p->arena, move.mark)
					: f->p->path);
	return true;
}

bool answers_find(
    struct press *p, struct answers *ret_answers, struct error *err)
{
	struct finding_answers f = { .p = p };

	if (!answer_check(&p->settings, err) ||
	    !step_announcement(p, &f.issue, err) || !find_draft(&f, err) ||
	    !read_links(&f, err) || !take_all(&f, CANDIDATE_PLACED, err) ||
	    !take_all(&f, CANDIDATE_PUBLISHED, err))
		return false;
	for (size_t i = 0; i < f.all.count; i++)
		f.all.answer[i].text =
		    answer_said(&p->arena, &p->settings, &f.all.answer[i]);
	*ret_answers = f.all;
	return true;
}
