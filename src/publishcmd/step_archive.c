/* Links of the issue, handed to an archive of the web.  Readers have all there
 * is by now: whatever goes wrong here is told, and stops nothing. */
#include <time.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "publish/publish.h"
#include "publishcmd/steps.h"

enum {
	IN_A_ROW = 3,   /* failures, until the service is left alone */
	LOOKS_FOR = 90, /* seconds, for what became of jobs */
	NAMED = 10,     /* of the links that were refused */
};

struct handing {
	struct press *p;
	struct archive_list list;
	struct archive_service service;
	struct archive *archive;
	size_t taken, had, kept, refused, failed; /* in this run */
	int in_a_row;
	struct str stop; /* why it ended before all were done */
};

/* -------------------------------------------------------------------- the list */

static bool may_have_links(struct press *p)
{
	if (!p->settings.archive.links) {
		if (p->options.only != NULL)
			press_say(p, "archive",
			    "off; `archive.links: yes` in the settings turns "
			    "it on");
		return false;
	}
	if (!p->published && !p->options.dry_run)
		press_say(p, "archive", "nothing, as the issue is not out yet");
	return p->published || p->options.dry_run;
}

static size_t count_waiting(const struct archive_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += archive_link_waits(&list->link[i]);
	return count;
}

static const char *list_path(struct press *p)
{
	return path_join(&p->arena, p->store_options.folder, "archive/links");
}

static bool add_links(struct handing *h, struct error *err)
{
	struct press *p = h->p;
	struct str_list links;
	size_t added;

	return archive_links(&p->arena, &p->settings, p->text, &links, err) &&
	       archive_list_open(&p->arena, list_path(p), &h->list, err) &&
	       archive_list_add(
		   &h->list, links.item, links.count, cmd_now(), &added, err);
}

/* What would be done; the file is only looked at. */
static bool show_links(struct press *p, struct error *err)
{
	struct str_list links;

	if (!archive_links(&p->arena, &p->settings, p->text, &links, err))
		return false;
	press_say(p, "archive",
	    "those of %zu links that it was not given before, to %.*s",
	    links.count, STR_ARG(p->settings.archive.address));
	return true;
}

/* --------------------------------------------------------------------- handing in */

static void say_refused(
    struct handing *h, const struct archive_link *link, struct str why)
{
	if (h->refused++ < NAMED)
		press_say(h->p, "archive", "not taken: %.*s: %.*s",
		    STR_ARG(link->url), STR_ARG(why));
}

static bool note_answer(struct handing *h, struct archive_link *link,
    const struct archived *a, struct error *err)
{
	static const enum archive_state states[] = {
		[ARCHIVE_TAKEN] = ARCHIVE_ACCEPTED,
		[ARCHIVE_KEPT] = ARCHIVE_COPIED,
		[ARCHIVE_PENDING] = ARCHIVE_ACCEPTED,
		[ARCHIVE_REFUSED] = ARCHIVE_NONE,
		[ARCHIVE_LATER] = ARCHIVE_FAILED,
		[ARCHIVE_STOP] = ARCHIVE_FAILED,
	};

	return archive_list_note(&h->list, link, states[a->answer],
	    a->answer == ARCHIVE_TAKEN ? a->job : a->why, cmd_now(), err);
}

static void count_answer(struct handing *h, const struct archive_link *link,
    const struct archived *a)
{
	bool failed = a->answer == ARCHIVE_LATER || a->answer == ARCHIVE_STOP;

	h->in_a_row = failed ? h->in_a_row + 1 : 0;
	h->taken += a->answer == ARCHIVE_TAKEN;
	h->had += a->answer == ARCHIVE_KEPT;
	h->failed += failed;
	if (a->answer == ARCHIVE_REFUSED)
		say_refused(h, link, a->why);
	if (a->answer == ARCHIVE_STOP || h->in_a_row == IN_A_ROW)
		h->stop = a->why;
}

static bool hand_in(
    struct handing *h, struct archive_link *link, struct error *err)
{
	struct archived answer;

	if (!press_is_ours(h->p, err) ||
	    !archive_list_note(
		&h->list, link, ARCHIVE_BEGUN, STR(""), cmd_now(), err))
		return false;
	archive_save(h->archive, &h->p->arena, link->url, &answer);
	count_answer(h, link, &answer);
	return note_answer(h, link, &answer, err);
}

static bool hand_in_all(struct handing *h, struct error *err)
{
	const struct settings *s = &h->p->settings;
	size_t left = (size_t)s->archive.most;

	for (size_t i = 0; i < h->list.count && left > 0 && h->stop.len == 0;
	     i++) {
		if (!archive_link_waits(&h->list.link[i]))
			continue;
		left--;
		if (!hand_in(h, &h->list.link[i], err))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- what became of it */

static int64_t seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static bool look_at(
    struct handing *h, struct archive_link *link, struct error *err)
{
	struct archived answer;

	archive_look(h->archive, &h->p->arena, link->said, &answer);
	if (answer.answer == ARCHIVE_STOP)
		h->stop = answer.why;
	if (answer.answer != ARCHIVE_KEPT && answer.answer != ARCHIVE_REFUSED)
		return true;
	if (answer.answer == ARCHIVE_REFUSED)
		say_refused(h, link, answer.why);
	else
		h->kept++;
	return note_answer(h, link, &answer, err);
}

/* Copies take minutes: those that are not ready are asked for by the next
 * run. */
static bool look_at_jobs(struct handing *h, struct error *err)
{
	int64_t until = seconds_now() + LOOKS_FOR;
	size_t left = (size_t)h->p->settings.archive.most;

	for (size_t i = 0; i < h->list.count && left > 0 && h->stop.len == 0 &&
			   seconds_now() < until;
	     i++) {
		struct archive_link *link = &h->list.link[i];

		if (link->state != ARCHIVE_ACCEPTED)
			continue;
		left--;
		if (!look_at(h, link, err))
			return false;
	}
	return true;
}

/* --------------------------------------------------------------------------- run */

/* Somebody sits and waits. */
static void say_how_long(struct handing *h, size_t waiting)
{
	const struct settings *s = &h->p->settings;
	size_t most = (size_t)s->archive.most;
	size_t count = waiting < most ? waiting : most;
	size_t minutes = (count * (size_t)s->archive.pause + 59) / 60;

	if (minutes > 1)
		press_say(h->p, "archive",
		    "%zu links, about %zu minutes; all else is done, and "
		    "Ctrl-C only leaves the rest to the next run",
		    count, minutes);
}

static void say_result(struct handing *h)
{
	const struct {
		size_t count;
		const char *what;
	} counts[] = {
		{ h->taken, "handed in" },
		{ h->had, "had a copy" },
		{ h->kept, "copies made" },
		{ h->refused, "refused" },
		{ count_waiting(&h->list), "wait for the next run" },
	};
	struct press *p = h->p;
	struct strbuf line;

	strbuf_init(&line, LIMIT_ERROR);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i].count > 0)
			strbuf_printf(&line, "%s%zu %s",
			    line.len > 0 ? ", " : "", counts[i].count,
			    counts[i].what);
	press_say(p, "archive", "%.*s",
	    STR_ARG(line.len > 0 ? strbuf_str(&line)
				 : STR("copies are still being made")));
	strbuf_release(&line);
	if (h->stop.len > 0)
		press_say(p, "archive",
		    "the rest later: %.*s; `sennight publish %s --only "
		    "archive` goes on",
		    STR_ARG(h->stop), p->path);
}

static bool ask_archive(struct handing *h, struct error *err)
{
	const struct settings *s = &h->p->settings;
	bool good;

	h->service = (struct archive_service){
		.address = s->archive.address,
		.pause_s = s->archive.pause,
		.allow = h->p->options.allow,
		.allows = h->p->options.allows,
	};
	if (!archive_key(&h->p->arena, &h->service.key, err))
		return false;
	say_how_long(h, count_waiting(&h->list));
	h->archive = archive_open(&h->service);
	good = hand_in_all(h, err) && (h->stop.len > 0 || look_at_jobs(h, err));
	archive_close(h->archive);
	say_result(h);
	return good;
}

static bool has_work(const struct archive_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (archive_link_waits(&list->link[i]) ||
		    list->link[i].state == ARCHIVE_ACCEPTED)
			return true;
	return false;
}

static bool hand_over(struct press *p, struct error *err)
{
	struct handing h = { .p = p, .list = { .fd = -1 } };
	bool good = add_links(&h, err);

	if (good && has_work(&h.list))
		good = ask_archive(&h, err);
	else if (good)
		press_say(p, "archive", "done before");
	good = good &&
	       press_note(p, "archive",
		   count_waiting(&h.list) == 0 ? PUBLISH_DONE : PUBLISH_BEGUN,
		   (struct str){ 0 }, NULL, err);
	archive_list_close(&h.list);
	return good;
}

bool step_archive(struct press *p, bool *ret_go_on, struct error *err)
{
	struct error why;

	(void)ret_go_on;
	(void)err;
	if (may_have_links(p) &&
	    !(p->options.dry_run ? show_links(p, &why) : hand_over(p, &why)))
		press_say(p, "archive", "not now: %s", why.text);
	return true;
}
