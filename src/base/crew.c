#include "base/crew.h"

#include <pthread.h>
#include <unistd.h>

struct crew {
	crew_work *work;
	void *data;
	size_t count;
	pthread_mutex_t lock;
	size_t next; /* piece; guarded by lock, as is `failed` */
	bool failed;
};

struct worker {
	struct crew *crew;
	pthread_t thread;
	int number;
	bool started;
};

static bool take_piece(struct crew *crew, size_t *ret_index)
{
	bool any;

	pthread_mutex_lock(&crew->lock);
	any = !crew->failed && crew->next < crew->count;
	if (any)
		*ret_index = crew->next++;
	pthread_mutex_unlock(&crew->lock);
	return any;
}

static void note_failure(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->failed = true;
	pthread_mutex_unlock(&crew->lock);
}

static void *work(void *data)
{
	struct worker *w = data;
	size_t index;

	while (take_piece(w->crew, &index))
		if (!w->crew->work(w->crew->data, w->number, index))
			note_failure(w->crew);
	return NULL;
}

int crew_size(int wanted)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int threads = wanted > 0 ? wanted : (int)processors;

	return threads < 1 ? 1 : threads > CREW_MAX ? CREW_MAX : threads;
}

bool crew_run(int threads, size_t count, crew_work *piece, void *data)
{
	struct crew crew = { .work = piece, .data = data, .count = count };
	struct worker worker[CREW_MAX];

	pthread_mutex_init(&crew.lock, NULL);
	if ((size_t)threads > count)
		threads = (int)count;
	for (int i = 0; i < CREW_MAX; i++)
		worker[i] = (struct worker){ .crew = &crew, .number = i };
	for (int i = 1; i < threads; i++)
		worker[i].started = pthread_create(&worker[i].thread, NULL,
					work, &worker[i]) == 0;
	work(&worker[0]);
	for (int i = 1; i < threads; i++)
		if (worker[i].started)
			pthread_join(worker[i].thread, NULL);
	pthread_mutex_destroy(&crew.lock);
	return !crew.failed;
}
