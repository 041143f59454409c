#include "base/nearest.h"

enum { LONGEST = 64 };

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* May the last two letters have been swapped? */
static bool swapped(struct str a, size_t i, struct str b, size_t j)
{
	return i > 1 && j > 1 &&
	       char_lower(a.at[i - 1]) == char_lower(b.at[j - 2]) &&
	       char_lower(a.at[i - 2]) == char_lower(b.at[j - 1]);
}

size_t name_distance(struct str a, struct str b)
{
	size_t cost[LONGEST + 1][LONGEST + 1];

	if (a.len > LONGEST || b.len > LONGEST)
		return LONGEST;
	for (size_t i = 0; i <= a.len; i++)
		cost[i][0] = i;
	for (size_t j = 0; j <= b.len; j++)
		cost[0][j] = j;
	for (size_t i = 1; i <= a.len; i++)
		for (size_t j = 1; j <= b.len; j++) {
			bool same =
			    char_lower(a.at[i - 1]) == char_lower(b.at[j - 1]);
			size_t best = cost[i - 1][j - 1] + !same;

			best = smaller(best, cost[i - 1][j] + 1);
			best = smaller(best, cost[i][j - 1] + 1);
			if (swapped(a, i, b, j))
				best = smaller(best, cost[i - 2][j - 2] + 1);
			cost[i][j] = best;
		}
	return cost[a.len][b.len];
}

bool name_is_near(struct str a, struct str b)
{
	size_t longer = a.len > b.len ? a.len : b.len;

	return name_distance(a, b) <= (longer + 2) / 4 + (longer > 3);
}
