/*
 * Known findings: those of a baseline file, or of the same issue before a
 * change.  A mistake that stands twice on equal lines is known as often as it
 * was counted.
 */
#include <stdio.h>
#include <stdlib.h>

#include "check/rule.h"

/* A finding as a baseline knows it. */
struct known {
	struct str rule, path;
	uint64_t fingerprint;
	bool taken; /* silenced a finding already */
};

struct known_list {
	struct known *known;
	size_t count;
};

static int by_identity(const void *left, const void *right)
{
	const struct known *a = left, *b = right;
	int order = str_cmp(a->path, b->path);

	if (order == 0)
		order = str_cmp(a->rule, b->rule);
	if (order == 0)
		order = (a->fingerprint > b->fingerprint) -
			(a->fingerprint < b->fingerprint);
	return order;
}

static void sort(struct known_list *list)
{
	if (list->count > 0)
		qsort(list->known, list->count, sizeof(*list->known),
		    by_identity);
}

static struct known known_of(
    const struct checked_file *file, const struct finding *f)
{
	return (struct known){ str_of(f->rule->id), str_of(file->path),
		f->fingerprint, false };
}

static void know_report(struct arena *arena, const struct check_report *report,
    struct known_list *list)
{
	for (size_t i = 0; i < report->files; i++) {
		const struct checked_file *file = &report->file[i];

		for (size_t k = 0; k < file->findings; k++) {
			list->known =
			    ARENA_GROW(arena, list->known, list->count);
			list->known[list->count++] =
			    known_of(file, file->finding[k]);
		}
	}
	sort(list);
}

/* The first entry that is not smaller. */
static size_t lower_bound(
    const struct known_list *list, const struct known *wanted)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_identity(&list->known[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool take(struct known_list *list, const struct known *wanted)
{
	for (size_t i = lower_bound(list, wanted); i < list->count; i++) {
		if (by_identity(&list->known[i], wanted) != 0)
			return false;
		if (!list->known[i].taken)
			return list->known[i].taken = true;
	}
	return false;
}

static void take_known(struct check_report *report, struct known_list *list)
{
	for (size_t i = 0; i < report->files; i++) {
		struct checked_file *file = &report->file[i];
		size_t kept = 0;

		for (size_t k = 0; k < file->findings; k++) {
			struct known wanted = known_of(file, file->finding[k]);

			if (!take(list, &wanted))
				file->finding[kept++] = file->finding[k];
		}
		file->known += file->findings - kept;
		file->findings = kept;
	}
}

void check_take_known(
    struct check_report *report, const struct check_report *before)
{
	struct arena arena = { 0 };
	struct known_list list = { 0 };

	know_report(&arena, before, &list);
	take_known(report, &list);
	arena_release(&arena);
}

void check_add_baseline(struct strbuf *out, const struct check_report *report)
{
	struct arena arena = { 0 };
	struct known_list list = { 0 };

	know_report(&arena, report, &list);
	strbuf_lit(
	    out, "# Findings that are known: rule, file, fingerprint.\n");
	for (size_t i = 0; i < list.count; i++)
		strbuf_printf(out, "%.*s\t%.*s\t%016llx\n",
		    STR_ARG(list.known[i].rule), STR_ARG(list.known[i].path),
		    (unsigned long long)list.known[i].fingerprint);
	arena_release(&arena);
}

static bool read_hash(struct str text, uint64_t *ret_hash)
{
	uint64_t hash = 0;

	if (text.len != 16)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = char_hex(text.at[i]);

		if (digit < 0)
			return false;
		hash = hash << 4 | (uint64_t)digit;
	}
	*ret_hash = hash;
	return true;
}

static bool read_line(struct str line, struct known *ret_known)
{
	struct known known = { 0 };

	known.rule = str_take(&line, '\t');
	known.path = str_take(&line, '\t');
	if (known.rule.len == 0 || known.path.len == 0 ||
	    !read_hash(str_trim(line), &known.fingerprint))
		return false;
	*ret_known = known;
	return true;
}

static bool read_baseline(struct arena *arena, const struct source *source,
    struct known_list *list, struct error *err)
{
	struct str rest = source->text;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		size_t offset = (size_t)(line.at - source->text.at);

		if (str_trim(line).len == 0 || line.at[0] == '#')
			continue;
		list->known = ARENA_GROW(arena, list->known, list->count);
		if (!read_line(line, &list->known[list->count]))
			return source_error(err, source, offset,
			    offset + line.len,
			    "expected a rule, a file and a fingerprint with "
			    "tabs between them; write the baseline again");
		list->count++;
	}
	sort(list);
	return true;
}

bool check_take_baseline(struct check_report *report, const char *path,
    struct str baseline, struct error *err)
{
	struct source source = { path, baseline };
	struct arena arena = { 0 };
	struct known_list list = { 0 };
	bool ok = read_baseline(&arena, &source, &list, err);

	if (ok)
		take_known(report, &list);
	arena_release(&arena);
	return ok;
}
