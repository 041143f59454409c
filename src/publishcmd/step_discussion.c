/* The link to where the issue is discussed, put in when it is known. */
#include <stdio.h>
#include <unistd.h>

#include "base/url.h"
#include "publish/publish.h"
#include "publishcmd/steps.h"

bool step_ask_address(struct press *p, struct str *ret_url, struct error *err)
{
	char answer[4096];
	struct error why;

	(void)err;
	*ret_url = (struct str){ 0 };
	if (p->options.yes || isatty(STDIN_FILENO) == 0)
		return true;
	for (;;) {
		fprintf(stderr, "Address of the post (empty: later): ");
		if (fgets(answer, sizeof(answer), stdin) == NULL)
			return true;
		*ret_url = arena_str(&p->arena, str_trim(str_of(answer)));
		if (ret_url->len == 0 ||
		    discussion_fits(&p->settings, *ret_url, &why))
			return true;
		fprintf(stderr, "%s\n", why.text);
	}
}

/* The title and address, for places that take no posts from programs. */
static bool ask_address(struct press *p, struct str *ret_url, struct error *err)
{
	struct announcement a;

	if (p->options.yes || isatty(STDIN_FILENO) == 0)
		return true;
	if (!step_announcement(p, &a, err))
		return false;
	printf("\nThe issue is out. To start its discussion, post it and put "
	       "in the address of the\npost here:\n\n    %.*s\n    %.*s\n\n",
	    STR_ARG(a.title), STR_ARG(a.address));
	fflush(stdout);
	return step_ask_address(p, ret_url, err);
}

/* Where it is discussed is a place of the settings, which was asked for it. */
static bool has_place(const struct press *p)
{
	for (size_t i = 0; i < p->settings.announces; i++)
		if (p->settings.announce[i].discussion)
			return true;
	return false;
}

static bool find_address(
    struct press *p, struct str *ret_url, struct error *err)
{
	if (p->options.discussion != NULL) {
		*ret_url = str_of(p->options.discussion);
		return discussion_fits(&p->settings, *ret_url, err);
	}
	return step_announced_discussion(p, ret_url, err) &&
	       (ret_url->len > 0 || has_place(p) ||
		   ask_address(p, ret_url, err));
}

/* That readers have the link now is no correction. */
static bool note_linked(struct press *p, struct str url, struct error *err)
{
	struct discussion discussion;
	struct published was;
	struct edit edit;
	bool found;

	if (!published_find(p->store, &p->arena, p->name, &found, &was, err))
		return false;
	if (!found)
		return true;
	if (!discussion_find(&p->arena, &p->settings,
		(struct source){ p->path, was.text }, &discussion, err))
		return false;
	if (discussion.state == DISCUSSION_NONE)
		return true;
	edit = discussion_link(&p->arena, &discussion, url);
	was.text = edits_apply(&p->arena, was.text, &edit, 1);
	return published_note(p->store, p->name, &was, err);
}

/* Behind the text with the link, as it is now. */
static bool finish(struct press *p, struct str url, struct error *err)
{
	const char *const paths[] = { p->path, NULL };
	const char *said;

	if (!note_linked(p, url, err) ||
	    !press_commit(p,
		arena_printf(&p->arena, "Link the discussion of %.*s",
		    STR_ARG(
			p->header.title.len > 0 ? p->header.title : p->name))
		    .at,
		paths, &said, err))
		return false;
	press_say(p, "discussion", "%.*s, %s", STR_ARG(url), said);
	return press_note(p, "discussion", PUBLISH_DONE, url, NULL, err) &&
	       steps_refresh(p, err);
}

static bool put_in(struct press *p, const struct discussion *discussion,
    struct str url, struct error *err)
{
	struct edit edit = discussion_link(&p->arena, discussion, url);

	return press_note(p, "discussion", PUBLISH_BEGUN, url, NULL, err) &&
	       press_write(p, edits_apply(&p->arena, p->text, &edit, 1), err) &&
	       finish(p, url, err);
}

/* Linked; was it by a run that was killed before its commit? */
static bool go_on_linked(
    struct press *p, const struct discussion *discussion, struct error *err)
{
	struct publish_step was;

	if (!press_find(p, "discussion", &was, err))
		return false;
	return was.state != PUBLISH_BEGUN || p->options.dry_run ||
	       !str_eq(was.mark, discussion->url) ||
	       finish(p, discussion->url, err);
}

bool step_discussion(struct press *p, bool *ret_go_on, struct error *err)
{
	struct discussion discussion;
	struct str url;

	(void)ret_go_on;
	if (!discussion_find(&p->arena, &p->settings,
		(struct source){ p->path, p->text }, &discussion, err))
		return false;
	if (discussion.state == DISCUSSION_NONE)
		return true;
	if (discussion.state == DISCUSSION_LINKED &&
	    (p->options.discussion == NULL ||
		str_eq(discussion.url, str_of(p->options.discussion))))
		return go_on_linked(p, &discussion, err);
	if (p->options.dry_run) {
		press_say(p, "discussion", "%s is put in",
		    p->options.discussion != NULL ? p->options.discussion
						  : "its address, once known,");
		return true;
	}
	if (!find_address(p, &url, err))
		return false;
	if (url.len > 0)
		return put_in(p, &discussion, url, err);
	press_say(p, "discussion",
	    "not linked yet; --only discussion --discussion ADDRESS does it");
	return true;
}
