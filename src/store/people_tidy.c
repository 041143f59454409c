/* Forgetting what is kept for a time only. */
#include "store/store_priv.h"

enum {
	DAY = 24 * 60 * 60,
	/* After the link has ceased to work. */
	GRACE_DAYS = 7,
	CONTACT_DAYS = 400,
	WORDS_DAYS = 400,
};

/* Run something that removes or changes rows; adds how many. */
static bool forget(struct store *store, const char *sql, int64_t before,
    int64_t *total, bool *more, struct error *err)
{
	int64_t rows;

	if (!db_run(store->db, sql,
		DB_ARGS(db_number(before), db_number(PEOPLE_TIDY_MOST)), &rows,
		err))
		return false;
	*total += rows;
	*more = *more || rows == PEOPLE_TIDY_MOST;
	return true;
}

static bool tidy(struct store *store, int confirm_days,
    struct people_tidied *tidied, struct error *err)
{
	int64_t now = store_now(store);

	return forget(store,
		   "DELETE FROM subscriber WHERE id IN (SELECT id FROM "
		   "subscriber WHERE state = 'pending' AND changed < $1 ORDER "
		   "BY id LIMIT $2)",
		   now - (int64_t)(confirm_days + GRACE_DAYS) * DAY,
		   &tidied->unconfirmed, &tidied->more, err) &&
	       forget(store,
		   "DELETE FROM pace WHERE (key, slot) IN (SELECT key, slot "
		   "FROM pace WHERE until <= $1 ORDER BY until LIMIT $2)",
		   now, &tidied->paces, &tidied->more, err) &&
	       forget(store,
		   "UPDATE candidate SET contact = NULL WHERE id IN (SELECT "
		   "id FROM candidate WHERE contact IS NOT NULL AND decided > "
		   "0 AND decided < $1 ORDER BY id LIMIT $2)",
		   now - (int64_t)CONTACT_DAYS * DAY, &tidied->contacts,
		   &tidied->more, err) &&
	       forget(store,
		   "UPDATE returned SET said = NULL WHERE id IN (SELECT id "
		   "FROM returned WHERE said IS NOT NULL AND at < $1 ORDER BY "
		   "at LIMIT $2)",
		   now - (int64_t)WORDS_DAYS * DAY, &tidied->words,
		   &tidied->more, err);
}

bool people_tidy(struct store *store, int confirm_days,
    struct people_tidied *ret_tidied, struct error *err)
{
	struct people_tidied tidied = { 0 };

	if (!store_begin(store, err) ||
	    !store_end(store, tidy(store, confirm_days, &tidied, err), err))
		return false;
	*ret_tidied = tidied;
	return true;
}
