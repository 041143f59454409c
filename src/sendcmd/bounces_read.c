/* sennight bounces read */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/file.h"
#include "sendcmd/bounces_imap.h"
#include "sendcmd/bounces_note.h"
#include "sendcmd/sendcmd.h"
#include "storecmd/storecmd.h"

struct read_command {
	bool dry_run, json;
	struct arena arena;
	struct settings settings;
	struct store *store;
	struct notebook notes;
	struct strbuf lines;
};

enum { DRY_RUN, FORMAT };

static bool take(void *data, size_t index, const char *value)
{
	struct read_command *c = data;

	if (index == FORMAT)
		return storecmd_take_format(value, &c->json);
	c->dry_run = true;
	return true;
}

/* --------------------------------------------------------------------- sources */

static bool flush_lines(struct read_command *c, struct error *err)
{
	bool ok =
	    fwrite(c->lines.buf, 1, c->lines.len, stdout) == c->lines.len &&
	    fflush(stdout) == 0;

	strbuf_reset(&c->lines);
	return ok ||
	       error_errno(err, errno, "cannot write the standard output");
}

static bool done_in_maildir(void *data, const char *name, struct error *err)
{
	return maildir_done(data, name, err);
}

/* Each line of JSON comes out with the mails it is about. */
static bool flush_some(void *data, struct error *err)
{
	struct read_command *c = data;

	return c->lines.len == 0 || flush_lines(c, err);
}

static bool take_mail(
    void *data, const struct mailbox_mail *mail, struct error *err)
{
	struct read_command *c = data;

	return notebook_take(&c->notes, mail, err) && flush_some(c, err);
}

static bool read_box(
    struct read_command *c, const char *source, struct error *err)
{
	bool maildir = mailbox_is_maildir(source);
	char *folder = memcpy(arena_alloc(&c->arena, strlen(source) + 1),
	    source, strlen(source) + 1);

	c->notes.source = maildir ? "maildir" : "file";
	c->notes.done = maildir ? done_in_maildir : NULL;
	c->notes.data = folder;
	return mailbox_read(source, take_mail, c, err);
}

static bool read_imap(
    struct read_command *c, const char *source, struct error *err)
{
	return bounces_imap_read(&c->notes, source, flush_some, c, err);
}

/* Sources that are no files, by how they begin. */
static const struct {
	const char *scheme;
	bool (*read)(
	    struct read_command *c, const char *source, struct error *err);
} schemes[] = {
	{ "imap://", read_imap },
	{ "imaps://", read_imap },
};

static bool read_source(
    struct read_command *c, const char *source, struct error *err)
{
	bool (*read)(struct read_command *, const char *, struct error *) =
	    read_box;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (str_starts(str_of(source), str_of(schemes[i].scheme)))
			read = schemes[i].read;
	return read(c, source, err) && flush_lines(c, err);
}

/* ---------------------------------------------------------------------- report */

static void add_row(struct strbuf *out, int64_t count, const char *what)
{
	strbuf_printf(out, "%8lld  %s\n", (long long)count, what);
}

static void add_report(struct strbuf *out, const struct note_counts *n)
{
	static const char *const kinds[RETURNED_KINDS] = {
		[RETURNED_HARD] = "hard bounces",
		[RETURNED_SOFT] = "soft bounces",
		[RETURNED_REFUSED] = "refused, for a reason that is ours",
		[RETURNED_LATE] = "late, still being tried",
		[RETURNED_COMPLAINT] = "complaints",
		[RETURNED_UNSUBSCRIBE] = "want no more of it",
		[RETURNED_AUTO_REPLY] = "automatic replies",
		[RETURNED_DELIVERED] = "delivered",
	};
	const struct {
		int64_t count;
		const char *what;
	} seldom[] = {
		{ n->gone, "about readers or mails that are here no more" },
		{ n->nobody, "replies that name no mail of ours" },
		{ n->no_room, "not noted: too many are kept already" },
	};

	add_row(out, n->read, "read");
	add_row(out, n->known, "noted before");
	for (int i = 0; i < RETURNED_UNREAD; i++)
		add_row(out, n->of[i], kinds[i]);
	add_row(out, n->unclear, "not understood");
	add_row(out, n->forged, "forged");
	for (size_t i = 0; i < sizeof(seldom) / sizeof(seldom[0]); i++)
		if (seldom[i].count > 0)
			add_row(out, seldom[i].count, seldom[i].what);
}

static bool report(struct read_command *c, struct error *err)
{
	const struct note_counts *n = &c->notes.counts;
	int64_t kept;

	if (c->json)
		return true;
	if (!bounces_count_kept(c->store, &kept, err))
		return false;
	add_report(&c->lines, n);
	if (n->ended > 0)
		strbuf_printf(&c->lines,
		    "\nReaders who %s no more mail: %lld\n",
		    c->dry_run ? "would get" : "get", (long long)n->ended);
	if (kept > 0)
		strbuf_printf(&c->lines,
		    "\nMails that wait for somebody to look at them: %lld, see "
		    "sennight bounces list\n",
		    (long long)kept);
	return flush_lines(c, err);
}

/* --------------------------------------------------------------------- command */

static bool read_all(
    struct read_command *c, int count, char **source, struct error *err)
{
	struct error ignored;

	if (!storecmd_open(&c->arena, &c->settings, &c->store, err))
		return false;
	c->notes = (struct notebook){
		.store = c->store,
		.settings = &c->settings,
		.dry_run = c->dry_run,
		.json = c->json ? &c->lines : NULL,
	};
	for (int i = 0; i < count; i++)
		if (!read_source(c, source[i], err)) {
			/* What was read before is fine. */
			notebook_flush(&c->notes, &ignored);
			return false;
		}
	return notebook_flush(&c->notes, err) && flush_lines(c, err);
}

static bool is_fine(const struct note_counts *n)
{
	return n->unclear == 0 && n->forged == 0 && n->no_room == 0;
}

/* A mail server that pipes into this has one mail, and gives it away only if
 * this ends well; it tells nobody what is printed. */
static int read_pipe(struct read_command *c, const struct cmd *cmd,
    char **source, struct error *err)
{
	bool ok =
	    read_all(c, 1, source, err) && (!c->json || flush_lines(c, err));

	if (ok && c->notes.counts.no_room > 0)
		ok = error_set(err,
		    "too many mails are kept already that nobody understood: "
		    "look at them with `sennight bounces list`");
	if (ok)
		return CMD_FINE;
	cmd_fail(cmd, err);
	return EX_TEMPFAIL;
}

static int run(
    struct read_command *c, const struct cmd *cmd, int count, char **source)
{
	struct error err;

	if (count == 1 && strcmp(source[0], FILE_INPUT) == 0)
		return read_pipe(c, cmd, source, &err);
	if (!read_all(c, count, source, &err) || !report(c, &err))
		return cmd_fail(cmd, &err);
	return is_fine(&c->notes.counts) ? CMD_FINE : CMD_NOT_FINE;
}

int sendcmd_bounces_read(const struct cmd *cmd, int argc, char **argv)
{
	struct read_command c = { .dry_run = false };
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &c, &first, &status))
		return status;
	if (first == argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	strbuf_init(&c.lines, LIMIT_BOUNCE_LISTING);
	status = run(&c, cmd, argc - first, argv + first);
	notebook_release(&c.notes);
	strbuf_release(&c.lines);
	store_close(c.store);
	arena_release(&c.arena);
	return status;
}
