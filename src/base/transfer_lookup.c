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

/* EAI_NODATA, "the name has no address", is glibc's: POSIX lets a system
 * answer EAI_NONAME for it. */
static enum transfer_lookup_state state_of(int answer)
{
	if (answer == 0)
		return LOOKUP_FOUND;
#ifdef EAI_NODATA
	if (answer == EAI_NODATA)
		return LOOKUP_NO_HOST;
#endif
	return answer == EAI_NONAME ? LOOKUP_NO_HOST : LOOKUP_FAILED;
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
		disown(lookup);
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
