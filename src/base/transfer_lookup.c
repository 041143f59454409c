#include "base/transfer_lookup.h"

#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/arena.h"

/* Two own it, the thread and who started it; the last one frees it. */
struct transfer_lookup {
	atomic_int state;
	atomic_int owners;
	char host[]; /* ends with a NUL */
};

static void disown(struct transfer_lookup *lookup)
{
	if (atomic_fetch_sub(&lookup->owners, 1) == 1)
		free(lookup);
}

/* "The name has no address" is an answer of its own on Linux (EAI_NODATA),
 * which the headers hide from those who ask for POSIX only. */
enum { NO_ADDRESS = -5 };

static enum transfer_lookup_state state_of(int answer)
{
	if (answer == 0)
		return LOOKUP_FOUND;
	return answer == EAI_NONAME || answer == NO_ADDRESS ? LOOKUP_NO_HOST
							    : LOOKUP_FAILED;
}

static void *ask(void *data)
{
	struct transfer_lookup *lookup = data;
	const struct addrinfo hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int answer = getaddrinfo(lookup->host, NULL, &hints, &found);

	if (found != NULL)
		freeaddrinfo(found);
	atomic_store(&lookup->state, (int)state_of(answer));
	disown(lookup);
	return NULL;
}

struct transfer_lookup *transfer_lookup_start(struct str host)
{
	struct transfer_lookup *lookup =
	    xmalloc(sizeof(*lookup) + host.len + 1);
	pthread_t thread;

	atomic_init(&lookup->state, LOOKUP_RUNS);
	atomic_init(&lookup->owners, 2);
	memcpy(lookup->host, host.at, host.len);
	lookup->host[host.len] = '\0';
	if (pthread_create(&thread, NULL, ask, lookup) != 0) {
		atomic_store(&lookup->state, LOOKUP_FAILED);
		atomic_store(&lookup->owners, 1);
	} else {
		pthread_detach(thread);
	}
	return lookup;
}

enum transfer_lookup_state transfer_lookup_state(
    const struct transfer_lookup *lookup)
{
	return (enum transfer_lookup_state)atomic_load(&lookup->state);
}

void transfer_lookup_free(struct transfer_lookup *lookup)
{
	if (lookup != NULL)
		disown(lookup);
}
