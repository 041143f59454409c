#include "probe/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { DAY = 24 * 60 * 60 };

/* By address, and the one that stood first in the file first: entries are
 * compared where they were read, in `line`. */
struct entry {
	const struct probe_result *line;
};

static int by_url(const void *a, const void *b)
{
	const struct probe_result *x = ((const struct entry *)a)->line;
	const struct probe_result *y = ((const struct entry *)b)->line;
	int order = str_cmp(x->url, y->url);

	return order != 0 ? order : (x > y) - (x < y);
}

static bool is_fresh(
    const struct probe_result *r, unsigned max_age_days, int64_t now)
{
	int64_t days = max_age_days;

	if (r->state != PROBE_ALIVE && days > 1)
		days = 1;
	/* What is of tomorrow comes from a clock that was wrong. */
	return r->checked <= now && now - r->checked < days * DAY;
}

/* Of each address the last result, if it is fresh. */
static void select_fresh(struct arena *arena, const struct probe_results *all,
    unsigned max_age_days, int64_t now, struct cache *cache)
{
	struct entry *entry = ARENA_ARRAY(arena, all->count, struct entry);

	cache->result = ARENA_ARRAY(arena, all->count, struct probe_result);
	for (size_t i = 0; i < all->count; i++)
		entry[i].line = &all->result[i];
	if (all->count > 0)
		qsort(entry, all->count, sizeof(*entry), by_url);
	for (size_t i = 0; i < all->count; i++) {
		const struct probe_result *r = entry[i].line;

		if (i + 1 < all->count &&
		    str_eq(entry[i + 1].line->url, r->url))
			continue;
		if (is_fresh(r, max_age_days, now))
			cache->result[cache->count++] = *r;
	}
}

static bool read_lines(struct arena *arena, const char *path,
    struct probe_results *ret_all, struct error *err)
{
	struct error why;
	struct str text;

	*ret_all = (struct probe_results){ 0 };
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	if (!file_read(path, LIMIT_DATA_FILE, arena, &text, err))
		return false;
	if (probe_results_read(arena, text, ret_all, &why))
		return true;
	return error_set(err,
	    "%s is no cache of links: %s; name another file, or remove it",
	    path, why.text);
}

static bool rewrite(const struct cache *cache, struct error *err)
{
	struct strbuf out;
	bool good;

	strbuf_init(&out, LIMIT_DATA_FILE);
	for (size_t i = 0; i < cache->count; i++)
		probe_result_add(&out, &cache->result[i]);
	good = !out.full ||
	       error_set(err, "%s has grown too large; remove it", cache->path);
	good = good && file_write(cache->path, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return good;
}

bool cache_open(struct arena *arena, const char *path, unsigned max_age_days,
    int64_t now, struct cache *ret_cache, struct error *err)
{
	struct cache cache = { .fd = -1, .path = path };
	struct probe_results all;

	if (path != NULL) {
		if (!read_lines(arena, path, &all, err))
			return false;
		select_fresh(arena, &all, max_age_days, now, &cache);
		if (!rewrite(&cache, err))
			return false;
		cache.fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
		if (cache.fd < 0)
			return error_errno(err, errno, "cannot write %s", path);
	}
	*ret_cache = cache;
	return true;
}

void cache_close(struct cache *cache)
{
	if (cache->fd >= 0)
		close(cache->fd);
	cache->fd = -1;
}

const struct probe_result *cache_find(const struct cache *cache, struct str url)
{
	size_t from = 0, to = cache->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = str_cmp(cache->result[middle].url, url);

		if (order == 0)
			return &cache->result[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

bool cache_add(
    struct cache *cache, const struct probe_result *result, struct error *err)
{
	struct strbuf line;
	struct stat before;
	ssize_t written;
	bool good;

	if (cache->fd < 0)
		return true;
	strbuf_init(&line, LIMIT_PROBE_LINE);
	probe_result_add(&line, result);
	if (line.full || fstat(cache->fd, &before) != 0) {
		strbuf_release(&line);
		return true; /* it is only not remembered */
	}
	written = write(cache->fd, line.buf, line.len);
	good = written == (ssize_t)line.len;
	if (!good) {
		error_errno(err, written < 0 ? errno : ENOSPC,
		    "cannot write %s", cache->path);
		/* Half a line in the middle would spoil the file. */
		if (written > 0 && ftruncate(cache->fd, before.st_size) != 0)
			cache_close(cache);
	}
	strbuf_release(&line);
	return good;
}
