#include "git/rename.h"

#include <stdlib.h>

#include <git2/sys/hashsig.h>

#include "base/changes.h"
#include "base/file.h"

enum {
	SCORE_EQUAL = 100,
	SCORE_ALIKE = 50, /* percent of the lines; git's own measure */
	PAIRS_MAX = 100000,
};

/* A deleted or an added file in search of the other. */
struct side {
	struct touched_file *file;
	git_hashsig *lines; /* of its text, NULL while not needed */
};

struct pair {
	struct touched_file *from, *to;
	int score; /* 0..100 */
	bool same_name;
};

struct search {
	const struct repo *repo;
	struct arena *arena;
	struct side *from, *to;
	size_t froms, tos;
	struct pair *pair;
	size_t pairs;
};

static bool is_free(const struct side *side)
{
	return side->file->status == CHANGE_DELETED ||
	       side->file->status == CHANGE_ADDED;
}

/* All files of one status that have something in them. */
static struct side *sides(struct arena *arena, struct touched_file *file,
    size_t files, char status, size_t *ret_count)
{
	struct side *list = NULL;
	size_t count = 0;

	for (size_t i = 0; i < files; i++) {
		if (file[i].status != status ||
		    file[i].old_size + file[i].new_size == 0)
			continue;
		list = ARENA_GROW(arena, list, count);
		list[count++] = (struct side){ .file = &file[i] };
	}
	*ret_count = count;
	return list;
}

static void add_pair(
    struct search *s, struct side *from, struct side *to, int score)
{
	s->pair = ARENA_GROW(s->arena, s->pair, s->pairs);
	s->pair[s->pairs++] = (struct pair){
		.from = from->file,
		.to = to->file,
		.score = score,
		.same_name = strcmp(path_base(from->file->path),
				 path_base(to->file->path)) == 0,
	};
}

static int best_first(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int by_path = strcmp(p->to->path, q->to->path);

	if (p->same_name != q->same_name)
		return p->same_name ? -1 : 1;
	if (p->score != q->score)
		return p->score > q->score ? -1 : 1;
	return by_path != 0 ? by_path : strcmp(p->from->path, q->from->path);
}

/* Each file goes into one pair, the best that is left. */
static void join_pairs(struct search *s)
{
	if (s->pairs > 0)
		qsort(s->pair, s->pairs, sizeof(s->pair[0]), best_first);
	for (size_t i = 0; i < s->pairs; i++) {
		struct pair *p = &s->pair[i];

		if (p->from->status != CHANGE_DELETED ||
		    p->to->status != CHANGE_ADDED)
			continue;
		p->to->from = p->from;
		p->to->old_id = p->from->old_id;
		p->to->old_size = p->from->old_size;
		p->to->status = CHANGE_RENAMED;
		p->from->status = '\0';
	}
	s->pair = NULL;
	s->pairs = 0;
}

static void learn_new_id(const struct repo *repo, struct touched_file *file)
{
	if (!file->new_known)
		file->new_known =
		    git_repository_hashfile(&file->new_id, repo->git,
			file->path, GIT_OBJECT_BLOB, NULL) == 0;
}

static void join_equal(struct search *s)
{
	for (size_t t = 0; t < s->tos; t++) {
		struct touched_file *to = s->to[t].file;

		learn_new_id(s->repo, to);
		for (size_t f = 0; to->new_known && f < s->froms; f++)
			if (git_oid_equal(
				&s->from[f].file->old_id, &to->new_id))
				add_pair(
				    s, &s->from[f], &s->to[t], SCORE_EQUAL);
	}
	join_pairs(s);
}

#define HOW                                                    \
	((git_hashsig_option_t)(GIT_HASHSIG_SMART_WHITESPACE | \
				GIT_HASHSIG_ALLOW_SMALL_FILES))

/* Leaves NULL if it cannot be read: then it is like nothing. */
static void learn_old_lines(const struct repo *repo, struct side *side)
{
	git_blob *blob = NULL;

	if (side->lines != NULL ||
	    git_blob_lookup(&blob, repo->git, &side->file->old_id) != 0)
		return;
	if (git_hashsig_create(&side->lines, git_blob_rawcontent(blob),
		(size_t)git_blob_rawsize(blob), HOW) != 0)
		side->lines = NULL;
	git_blob_free(blob);
}

static void learn_new_lines(struct search *s, struct side *side)
{
	const char *path = path_join(s->arena, s->repo->top, side->file->path);

	if (side->lines == NULL &&
	    git_hashsig_create_fromfile(&side->lines, path, HOW) != 0)
		side->lines = NULL;
}

/* Of files of so different sizes, half cannot be the same. */
static bool is_size_near(size_t a, size_t b)
{
	return a / 2 <= b && b / 2 <= a;
}

static void compare(struct search *s, struct side *from, struct side *to)
{
	int score;

	if (!is_free(from) || !is_free(to) ||
	    !is_size_near(from->file->old_size, to->file->new_size))
		return;
	learn_old_lines(s->repo, from);
	learn_new_lines(s, to);
	if (from->lines == NULL || to->lines == NULL)
		return;
	score = git_hashsig_compare(from->lines, to->lines);
	if (score >= SCORE_ALIKE)
		add_pair(s, from, to, score);
}

static void join_alike(struct search *s)
{
	for (size_t t = 0; t < s->tos; t++)
		for (size_t f = 0; f < s->froms; f++)
			compare(s, &s->from[f], &s->to[t]);
	join_pairs(s);
}

static size_t count_free(const struct side *side, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += is_free(&side[i]);
	return n;
}

static void free_lines(struct side *side, size_t count)
{
	for (size_t i = 0; i < count; i++)
		git_hashsig_free(side[i].lines);
}

bool renames_find(const struct repo *repo, struct touched_file *file,
    size_t files, struct arena *arena)
{
	struct search s = { .repo = repo, .arena = arena };
	size_t pairs;

	s.from = sides(arena, file, files, CHANGE_DELETED, &s.froms);
	if (s.froms == 0)
		return true;
	s.to = sides(arena, file, files, CHANGE_ADDED, &s.tos);
	join_equal(&s);
	pairs = count_free(s.from, s.froms) * count_free(s.to, s.tos);
	if (pairs > 0 && pairs <= PAIRS_MAX)
		join_alike(&s);
	free_lines(s.from, s.froms);
	free_lines(s.to, s.tos);
	return pairs <= PAIRS_MAX;
}
