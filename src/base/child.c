/* For pipe2: a pipe that another thread's child inherits never ends. */
#define _GNU_SOURCE
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"

enum { PART = 64 * 1024 }; /* bytes read or written at once */

extern char **environ;

/* A child that runs; our ends of its pipes are -1 once they are closed. */
struct running {
	pid_t pid;
	int to, from;
	struct str input; /* what it has not been given yet */
	struct strbuf output;
	int64_t until; /* on the clock of now_ms; 0: it may take any time */
	bool too_much, too_late;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* posix_spawn with the pipes as its input and output; 0 or an errno. */
static int spawn(const struct child *child, int input, int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t signals;
	int failure;

	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE); /* we may ignore it; it may not */
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &signals);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	failure = posix_spawn_file_actions_adddup2(&actions, input, 0);
	if (failure == 0)
		failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
	if (failure == 0 && child->errors)
		failure = posix_spawn_file_actions_adddup2(&actions, output, 2);
	if (failure == 0)
		failure = posix_spawn(pid, child->path, &actions, &attributes,
		    child->argv,
		    child->environment != NULL ? child->environment : environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failure;
}

/* 0, or the errno of what failed; no pipe is left open then. */
static int start(const struct child *child, struct running *r)
{
	int input[2] = { -1, -1 }, output[2] = { -1, -1 }, failure = 0;

	if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0 ||
	    fcntl(input[1], F_SETFL, O_NONBLOCK) != 0)
		failure = errno;
	else
		failure = spawn(child, input[0], output[1], &r->pid);
	shut(&input[0]);
	shut(&output[1]);
	if (failure != 0) {
		shut(&input[1]);
		shut(&output[0]);
	}
	r->to = input[1];
	r->from = output[0];
	return failure;
}

/* Take a SIGPIPE that our own write has brought, before it is let through. */
static void swallow_sigpipe(const sigset_t *sigpipe)
{
	static const struct timespec now = { 0, 0 };

	while (sigtimedwait(sigpipe, NULL, &now) < 0 && errno == EINTR)
		;
}

/* write() that answers EPIPE and raises nothing. */
static ssize_t write_quietly(int fd, struct str data)
{
	sigset_t sigpipe, mask, pending;
	ssize_t n;
	int failure;

	sigemptyset(&sigpipe);
	sigaddset(&sigpipe, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &sigpipe, &mask);
	sigpending(&pending);
	n = write(fd, data.at, data.len);
	failure = n < 0 ? errno : 0;
	if (failure == EPIPE && sigismember(&pending, SIGPIPE) == 0)
		swallow_sigpipe(&sigpipe);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	errno = failure;
	return n;
}

static bool is_for_later(int failure)
{
	return failure == EINTR || failure == EAGAIN;
}

/* Give it what its pipe takes.  One that wants no more gets no more. */
static void give(struct running *r)
{
	ssize_t n = write_quietly(r->to, str_sub(r->input, 0, PART));

	if (n < 0 && !is_for_later(errno))
		shut(&r->to);
	if (n > 0)
		r->input = str_sub(r->input, (size_t)n, r->input.len);
	if (r->input.len == 0)
		shut(&r->to);
}

/* Take what it printed.  When all that may come is there, one byte more
 * tells that it is too much. */
static void take(struct running *r)
{
	size_t left = r->output.max - r->output.len;
	size_t size = left < PART ? left : PART;
	char more, *to = size > 0 ? strbuf_reserve(&r->output, size) : &more;
	ssize_t n = read(r->from, to, size > 0 ? size : 1);

	if (n < 0 && is_for_later(errno))
		return;
	if (n <= 0 || size == 0)
		shut(&r->from);
	else
		strbuf_commit(&r->output, (size_t)n);
	r->too_much = n > 0 && size == 0;
}

/* Milliseconds, as poll wants them: -1 is for ever. */
static int wait_for(struct running *r)
{
	int64_t left = r->until - now_ms();

	if (r->until == 0)
		return -1;
	r->too_late = left <= 0;
	return left > 0 ? (int)left : 0;
}

static void serve(struct running *r)
{
	if (r->input.len == 0)
		shut(&r->to);
	while (!r->too_much && !r->too_late && (r->to >= 0 || r->from >= 0)) {
		/* A negative one is passed over. */
		struct pollfd fds[] = { { r->to, POLLOUT, 0 },
			{ r->from, POLLIN, 0 } };

		if (poll(fds, 2, wait_for(r)) < 0)
			continue;
		if (fds[0].revents != 0)
			give(r);
		if (fds[1].revents != 0)
			take(r);
	}
	shut(&r->to);
	shut(&r->from);
}

/* Wait for its end; 0 or an errno. */
static int reap(pid_t pid, int *ret_status)
{
	pid_t got;

	do
		got = waitpid(pid, ret_status, 0);
	while (got < 0 && errno == EINTR);
	return got < 0 ? errno : 0;
}

/* What came of it, once it has ended. */
static bool judge(const struct child *child, const struct running *r,
    int failure, int status, struct error *err)
{
	if (r->too_much)
		return error_set(err,
		    "%s printed more than %zu bytes, and was stopped",
		    child->path, child->max);
	if (r->too_late)
		return error_set(err,
		    "%s did not end within %d seconds, and was stopped",
		    child->path, child->seconds);
	if (failure != 0)
		return error_errno(
		    err, failure, "cannot tell how %s ended", child->path);
	if (!WIFEXITED(status))
		return error_set(err, "%s was ended by signal %d (%s)",
		    child->path, WTERMSIG(status), strsignal(WTERMSIG(status)));
	return true;
}

static bool cannot_run(
    const struct child *child, int failure, struct error *err)
{
	/* It is there, and what it names is not. */
	if (failure == ENOENT && access(child->path, F_OK) == 0)
		return error_set(err,
		    "cannot run %s: its first line (#!) names a program that "
		    "is not there",
		    child->path);
	if (failure == ENOEXEC)
		return error_set(err,
		    "cannot run %s: it is no program; a script begins with a "
		    "line such as #!/bin/sh",
		    child->path);
	return error_errno(err, failure, "cannot run %s", child->path);
}

bool child_run(const struct child *child, struct arena *arena,
    struct str *ret_output, int *ret_status, struct error *err)
{
	struct running r = { .input = child->input };
	int failure = start(child, &r), status = 0;
	bool ok;

	if (failure != 0)
		return cannot_run(child, failure, err);
	strbuf_init(&r.output, child->max);
	if (child->seconds > 0)
		r.until = now_ms() + (int64_t)child->seconds * 1000;
	serve(&r);
	if (r.too_much || r.too_late)
		kill(r.pid, SIGKILL);
	failure = reap(r.pid, &status);
	ok = judge(child, &r, failure, status, err);
	if (ok) {
		*ret_output = arena_str(arena, strbuf_str(&r.output));
		*ret_status = WEXITSTATUS(status);
	}
	strbuf_release(&r.output);
	return ok;
}

const char *child_find(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");
	struct str rest = str_of(path != NULL ? path : "/usr/bin:/bin");

	while (rest.at != NULL) {
		struct str folder = str_take(&rest, ':');
		const char *file;

		/* An empty one would mean the folder we are in. */
		if (folder.len == 0)
			continue;
		file = arena_printf(arena, "%.*s/%s", STR_ARG(folder), name).at;
		if (access(file, X_OK) == 0)
			return file;
	}
	return NULL;
}
