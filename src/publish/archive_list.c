#include "publish/archive_list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/moment.h"
#include "base/url.h"

static const struct str names[ARCHIVE_STATES] = {
	[ARCHIVE_WAITS] = STR_INIT("waits"),
	[ARCHIVE_BEGUN] = STR_INIT("begun"),
	[ARCHIVE_FAILED] = STR_INIT("failed"),
	[ARCHIVE_ACCEPTED] = STR_INIT("taken"),
	[ARCHIVE_COPIED] = STR_INIT("kept"),
	[ARCHIVE_NONE] = STR_INIT("refused"),
};

/* ---------------------------------------------------------------------- reading */

static enum archive_state state_of(struct str name)
{
	enum archive_state state = ARCHIVE_WAITS;

	while (state < ARCHIVE_STATES && !str_eq(names[state], name))
		state++;
	return state;
}

/* False for what people may have put into the file: it is passed over. */
static bool read_line(
    struct arena *arena, struct str line, struct archive_link *ret_link)
{
	struct str time = str_take(&line, '\t'), state = str_take(&line, '\t');
	struct str said = str_take(&line, '\t');
	int64_t at;

	*ret_link = (struct archive_link){
		.url = line, .state = state_of(state), .said = said
	};
	if (ret_link->state == ARCHIVE_STATES || !moment_read(time, &at) ||
	    !url_is_web(line))
		return false;
	ret_link->canonical = url_canonical(arena, line);
	return true;
}

static void take_state(
    struct archive_link *link, enum archive_state state, struct str said)
{
	link->state = state;
	link->said = said;
	link->tries += state == ARCHIVE_BEGUN;
}

static int by_canonical(const void *left, const void *right)
{
	const struct archive_link *a = *(struct archive_link *const *)left;
	const struct archive_link *b = *(struct archive_link *const *)right;
	int order = str_cmp(a->canonical, b->canonical);

	return order != 0 ? order : (a > b) - (a < b);
}

static void sort(struct archive_link **links, size_t count)
{
	if (count > 0)
		qsort(
		    links, count, sizeof(struct archive_link *), by_canonical);
}

/* Every line is a link at first; those of one page become the first of them,
 * and the others have no address any more. */
static void fold(struct archive_list *l)
{
	struct archive_link *first = NULL;
	size_t kept = 0;

	l->sorted = ARENA_ARRAY(l->arena, l->count + 1, struct archive_link *);
	for (size_t i = 0; i < l->count; i++)
		l->sorted[i] = &l->link[i];
	sort(l->sorted, l->count);
	for (size_t i = 0; i < l->count; i++) {
		struct archive_link *at = l->sorted[i];

		if (first == NULL || !str_eq(first->canonical, at->canonical)) {
			first = at;
			at->tries = at->state == ARCHIVE_BEGUN;
		} else {
			take_state(first, at->state, at->said);
			at->url = (struct str){ 0 };
		}
	}
	for (size_t i = 0; i < l->count; i++)
		if (l->link[i].url.len > 0)
			l->link[kept++] = l->link[i];
	l->count = kept;
	for (size_t i = 0; i < l->count; i++)
		l->sorted[i] = &l->link[i];
	sort(l->sorted, l->count);
}

static bool read_all(struct archive_list *l, struct error *err)
{
	struct str text;

	if (!file_read(l->path, LIMIT_DATA_FILE, l->arena, &text, err))
		return false;
	l->link = NULL;
	l->count = 0;
	while (text.at != NULL) {
		struct archive_link link;

		if (!read_line(l->arena, str_take(&text, '\n'), &link))
			continue;
		l->link = ARENA_GROW(l->arena, l->link, l->count);
		l->link[l->count++] = link;
	}
	fold(l);
	return true;
}

/* What has no line end was being written when its writer was killed. */
static bool cut_half_line(struct archive_list *l, struct error *err)
{
	struct str text;
	size_t end;

	if (!file_read(l->path, LIMIT_DATA_FILE, l->arena, &text, err))
		return false;
	end = text.len;
	while (end > 0 && text.at[end - 1] != '\n')
		end--;
	return end == text.len || ftruncate(l->fd, (off_t)end) == 0 ||
	       error_errno(err, errno, "cannot write %s", l->path);
}

bool archive_list_open(struct arena *arena, const char *path,
    struct archive_list *ret_list, struct error *err)
{
	struct archive_list *l = ret_list;

	*l = (struct archive_list){ .arena = arena, .path = path, .fd = -1 };
	if (!folder_make(path_folder(arena, path), err))
		return false;
	l->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (l->fd < 0)
		return error_errno(err, errno, "cannot write %s", path);
	return cut_half_line(l, err) && read_all(l, err);
}

void archive_list_close(struct archive_list *list)
{
	if (list->fd >= 0)
		close(list->fd);
	list->fd = -1;
}

bool archive_list_knows(const struct archive_list *list, struct str url)
{
	struct arena arena = { 0 };
	struct archive_link link = { .canonical = url_canonical(&arena, url) };
	size_t low = 0, high = list->count;
	int order = 1;

	while (low < high && order != 0) {
		size_t middle = low + (high - low) / 2;

		order =
		    str_cmp(list->sorted[middle]->canonical, link.canonical);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	arena_release(&arena);
	return order == 0;
}

bool archive_link_waits(const struct archive_link *link)
{
	return link->state <= ARCHIVE_FAILED && link->tries < ARCHIVE_TRIES;
}

/* ---------------------------------------------------------------------- writing */

static void add_line(struct strbuf *out, int64_t now, enum archive_state state,
    struct str said, struct str url)
{
	moment_add(out, now);
	strbuf_printf(out, "\t%.*s\t", STR_ARG(names[state]));
	for (size_t i = 0; i < said.len; i++)
		strbuf_add_char(
		    out, char_is_space(said.at[i]) ? ' ' : said.at[i]);
	strbuf_printf(out, "\t%.*s\n", STR_ARG(url));
}

/* Whole, or not at all. */
static bool append(
    struct archive_list *l, const struct strbuf *lines, struct error *err)
{
	off_t before = lseek(l->fd, 0, SEEK_END);
	ssize_t written;

	if (lines->full)
		return error_set(
		    err, "%s: there is too much to write", l->path);
	written = write(l->fd, lines->buf, lines->len);
	if (written == (ssize_t)lines->len && fdatasync(l->fd) == 0)
		return true;
	error_errno(
	    err, written < 0 ? errno : ENOSPC, "cannot write %s", l->path);
	if (before >= 0 && written > 0 && ftruncate(l->fd, before) != 0)
		archive_list_close(l);
	return false;
}

bool archive_list_add(struct archive_list *list, const struct str *url,
    size_t count, int64_t now, size_t *ret_added, struct error *err)
{
	struct strbuf lines;
	bool good;

	*ret_added = 0;
	strbuf_init(&lines, LIMIT_DATA_FILE);
	for (size_t i = 0; i < count; i++) {
		if (archive_list_knows(list, url[i]))
			continue;
		add_line(&lines, now, ARCHIVE_WAITS, STR(""), url[i]);
		++*ret_added;
	}
	good = *ret_added == 0 ||
	       (append(list, &lines, err) && read_all(list, err));
	strbuf_release(&lines);
	return good;
}

bool archive_list_note(struct archive_list *list, struct archive_link *link,
    enum archive_state state, struct str said, int64_t now, struct error *err)
{
	struct strbuf line;
	bool good;

	strbuf_init(&line, LIMIT_PROBE_LINE);
	add_line(&line, now, state, said, link->url);
	good = append(list, &line, err);
	strbuf_release(&line);
	if (good)
		take_state(link, state, arena_str(list->arena, said));
	return good;
}
