/* Making the fixes of findings. */
#include "check/check.h"

/* The edits that will be made: sorted, without overlaps. */
struct choice {
	struct arena *arena;
	struct edit *edit;
	size_t edits;
};

/* Where an edit belongs; most come in order, so the search is short. */
static size_t place_of(const struct choice *choice, const struct edit *edit)
{
	size_t low = 0, high = choice->edits;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (choice->edit[middle].offset < edit->offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_same(const struct edit *a, const struct edit *b)
{
	return a->offset == b->offset && a->remove == b->remove &&
	       str_eq(a->insert, b->insert);
}

/* Two findings may mend one mistake in the same way. */
static bool is_chosen(const struct choice *choice, const struct fix *fix)
{
	for (size_t i = 0; i < fix->edits; i++) {
		size_t at = place_of(choice, &fix->edit[i]);

		if (at == choice->edits ||
		    !is_same(&choice->edit[at], &fix->edit[i]))
			return false;
	}
	return true;
}

static bool overlaps(const struct choice *choice, const struct fix *fix)
{
	for (size_t i = 0; i < fix->edits; i++) {
		size_t at = place_of(choice, &fix->edit[i]);

		if ((at < choice->edits &&
			edits_overlap(&choice->edit[at], &fix->edit[i])) ||
		    (at > 0 &&
			edits_overlap(&choice->edit[at - 1], &fix->edit[i])))
			return true;
	}
	return false;
}

static void choose(struct choice *choice, const struct edit *edit)
{
	size_t at = place_of(choice, edit);

	choice->edit = ARENA_GROW(choice->arena, choice->edit, choice->edits);
	memmove(&choice->edit[at + 1], &choice->edit[at],
	    (choice->edits - at) * sizeof(*edit));
	choice->edit[at] = *edit;
	choice->edits++;
}

struct str check_fixed_text(struct arena *arena,
    const struct checked_file *file, bool all, size_t *ret_fixed,
    size_t *ret_waiting)
{
	struct choice choice = { .arena = arena };

	*ret_fixed = *ret_waiting = 0;
	for (size_t i = 0; i < file->findings; i++) {
		const struct fix *fix = &file->finding[i]->fix;

		if (fix->edits == 0 || !(fix->safe || all))
			continue;
		if (is_chosen(&choice, fix)) {
			(*ret_fixed)++;
		} else if (overlaps(&choice, fix)) {
			(*ret_waiting)++;
		} else {
			(*ret_fixed)++;
			for (size_t k = 0; k < fix->edits; k++)
				choose(&choice, &fix->edit[k]);
		}
	}
	return edits_apply(arena, file->text, choice.edit, choice.edits);
}
