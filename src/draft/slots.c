/* What is prose and has one place: features, and the link of the jobs. */
#include "base/url.h"
#include "draft/add.h"
#include "model/item_write.h"
#include "model/md_target.h"

/* ------------------------------------------------------------------- features */

/* As it reads when it was written into a draft and read again: without the
 * lines, and the backticks of what became code. */
static struct str words_of(struct adder *a, struct str text)
{
	struct str line = text_one_line(a->arena, text), words;
	struct strbuf out;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] != '`')
			strbuf_add_char(&out, line.at[i]);
	words = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return words;
}

/* By address, else by name or words. */
static bool is_same(
    struct adder *a, const struct feature *wanted, const struct feature *there)
{
	if (wanted->url.len > 0 && there->url.len > 0 &&
	    str_eq(url_canonical(a->arena, wanted->url),
		url_canonical(a->arena, there->url)))
		return true;
	return wanted->name.len > 0
		   ? str_eq(words_of(a, wanted->name), words_of(a, there->name))
		   : str_eq(
			 words_of(a, wanted->text), words_of(a, there->text));
}

/* The same if it is there, else any other of its kind, or NULL. */
static const struct feature *feature_there(
    struct adder *a, const struct feature *wanted)
{
	const struct feature *other = NULL;

	for (size_t i = 0; i < a->issue->features; i++) {
		const struct feature *f = &a->issue->feature[i];

		if (!str_eq(f->kind, wanted->kind))
			continue;
		if (is_same(a, wanted, f))
			return f;
		other = f;
	}
	return other;
}

static void fill_feature(struct adder *a, size_t job,
    const struct section *section, const struct md_comment *mark)
{
	size_t from = section_heading_end(a, section), to = from, at;
	struct strbuf out;
	struct edit edit;

	if (mark != NULL) {
		from = source_line_start(a->text, mark->offset);
		to = line_behind(a->text, mark->end);
	}
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	feature_add(&out, &a->job[job].addition->feature);
	edit = block_edit(a, from, to, strbuf_str(&out), &at);
	strbuf_release(&out);
	add_note(a, edit, job, at);
}

/* ----------------------------------------------------------------------- jobs */

static struct str target_text(struct adder *a, struct str url)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	md_add_target(&out, url);
	text = arena_str(a->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

/* The first link of a section whose address is a placeholder. */
static const struct md_node *placeholder_link(
    const struct adder *a, const struct section *s)
{
	for (const struct md_node *block = s->first;
	     block != NULL && block != s->stop; block = block->next)
		for (const struct md_node *at = block; at != NULL;
		     at = md_walk(block, at))
			if (at->kind == MD_LINK &&
			    has_placeholder(a->settings, at->target))
				return at;
	return NULL;
}

static bool fill_placeholder(
    struct adder *a, size_t job, const struct section *section)
{
	const struct md_node *link = placeholder_link(a, section);
	struct md_target target;

	if (link == NULL)
		return false;
	target = md_target_of(
	    md_labels_make(a->arena, &a->issue->tree), &a->issue->tree, link);
	if (target.offset == MD_UNKNOWN)
		return false;
	add_note(a,
	    (struct edit){ target.offset, target.end - target.offset,
		target_text(a, a->job[job].addition->link.url) },
	    job, 0);
	return true;
}

static void fill_jobs(
    struct adder *a, size_t job, const struct section *section)
{
	const struct item_link *link = &a->job[job].addition->link;
	size_t end, at;
	struct strbuf out;
	struct edit edit;

	if (fill_placeholder(a, job, section))
		return;
	if (link->text.len == 0) {
		job_refuse(&a->job[job],
		    "the section has no link to fill; give a title too");
		return;
	}
	end = section_content_end(a, section);
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	md_add_link(&out, link->text, link->url, false, TEXT_AT_START);
	edit = block_edit(a, end, end, strbuf_str(&out), &at);
	strbuf_release(&out);
	add_note(a, edit, job, at);
}

/* While the mark of the template is there, the slot is open: what reads like a
 * feature is the template's own text. */
static void put_feature(struct adder *a, size_t job, size_t section)
{
	const struct section *s = &a->issue->section[section];
	const struct feature *wanted = &a->job[job].addition->feature;
	const struct feature *there = feature_there(a, wanted);
	const struct md_comment *mark = section_mark(a, s, false);

	if (there == NULL || mark != NULL) {
		a->state[section].taken = true;
		fill_feature(a, job, s, mark);
	} else if (is_same(a, wanted, there)) {
		job_was_there(&a->job[job], there->offset, s->title);
	} else {
		job_refuse(&a->job[job], "another one stands there already");
	}
}

static void put_jobs(struct adder *a, size_t job, size_t section)
{
	const struct section *s = &a->issue->section[section];
	struct str there = a->issue->jobs.url;

	if (there.at == NULL) {
		a->state[section].taken = true;
		fill_jobs(a, job, s);
	} else if (str_eq(url_canonical(a->arena, there),
		       url_canonical(
			   a->arena, a->job[job].addition->link.url))) {
		job_was_there(&a->job[job], a->issue->jobs.offset, s->title);
	} else {
		job_refuse(&a->job[job], "another link stands there already");
	}
}

void slot_fill(struct adder *a, size_t job, size_t section)
{
	if (a->state[section].taken)
		return;
	if (a->job[job].addition->kind == ADD_FEATURE)
		put_feature(a, job, section);
	else
		put_jobs(a, job, section);
}
