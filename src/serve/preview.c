#include "serve/preview.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/url.h"
#include "build/build.h"
#include "newsletter/newsletter.h"
#include "serve/answer.h"
#include "serve/watch.h"

enum {
	/* An editor writes a file in several steps; this long must nothing
	 * happen before a build, */
	QUIET_MS = 30,
	/* but no longer than this is waited. */
	PATIENCE_MS = 300,
	/* How soon to look again where files cannot be watched. */
	RETRY_MS = 2000,
};

/* The work of one build; while it runs, only its thread touches it. */
struct job {
	struct arena arena;
	struct build_options options;
	struct build_report report;
	struct error error;
	bool ok;
	int done; /* eventfd */
};

struct preview {
	struct server *server;
	struct preview_options options;

	struct arena arena; /* of the texts of the settings */
	struct str root;
	const char *path[10], *outside[4];
	const char *base, *half[2]; /* the two folders, and their own */
	struct arena names;         /* of these, which stay */
	int lock;                   /* on base; -1: none */
	struct watch *watch;

	struct job job;
	pthread_t thread;
	bool building;
	int64_t started; /* all times in milliseconds, monotonic */
	int64_t changed_first, changed_last; /* 0: no change is waiting */

	int good;         /* the half that is shown; -1: none is */
	uint64_t version; /* of it */
	char fingerprint[sizeof(((struct build_report *)0)->fingerprint)];
};

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Is the folder free?  Then it is ours as long as this preview runs. */
static bool take_folder(struct preview *p, const char *folder)
{
	struct error ignored;

	/* What else is wrong the build will say. */
	return !folder_make(folder, &ignored) ||
	       folder_hold(folder, false, &p->lock) != EWOULDBLOCK;
}

/* Once, for all builds.  Two previews of one newsletter have each their own. */
static void choose_folder(struct preview *p, const char *cache)
{
	struct arena *a = &p->names;
	const char *base = p->options.folder;

	if (base == NULL) {
		cache = path_join(a, arena_cstr(a, str_of(cache)), "preview");
		base = cache;
		for (int n = 2; n < 10 && !take_folder(p, base); n++)
			base = arena_printf(a, "%s-%d", cache, n).at;
	}
	p->base = base;
	p->half[0] = path_join(a, base, "a");
	p->half[1] = path_join(a, base, "b");
}

static void take_settings(struct preview *p, const struct settings *s)
{
	struct arena *a = &p->arena;
	size_t n = 0;

	if (p->base == NULL)
		choose_folder(p, arena_cstr(a, s->folders.cache));
	p->root = url_split(s->address).path;
	p->path[n++] = SETTINGS_FILE;
	p->path[n++] = arena_cstr(a, s->events.data);
	p->path[n++] = arena_cstr(a, s->corrections);
	p->path[n++] = arena_cstr(a, s->folders.content);
	p->path[n++] = arena_cstr(a, s->folders.drafts);
	p->path[n++] = arena_cstr(a, s->folders.pages);
	p->path[n++] = arena_cstr(a, s->folders.images);
	p->path[n++] = arena_cstr(a, s->folders.static_files);
	p->path[n++] = arena_cstr(a, s->folders.theme);
	p->path[n] = NULL;
	p->outside[0] = arena_cstr(a, s->folders.output);
	p->outside[1] = arena_cstr(a, s->folders.cache);
	p->outside[2] = p->base;
	p->outside[3] = NULL;
}

/* Where things are, as the settings say now; while they are broken, as they
 * said last, or as it is usual. */
static bool read_settings(struct preview *p, struct error *err)
{
	struct arena arena = { 0 };
	struct settings settings;
	bool ok = newsletter_settings(&arena, NULL, STR(""), &settings, err);

	if (!ok && p->path[0] == NULL)
		ok = newsletter_settings(
		    &arena, "neutral", STR(""), &settings, err);
	if (ok) {
		arena_release(&p->arena);
		p->arena = arena;
		take_settings(p, &settings);
	} else {
		arena_release(&arena);
	}
	return p->path[0] != NULL;
}

static bool rewatch(struct preview *p, struct error *err)
{
	watch_free(p->watch);
	p->watch = NULL;
	return watch_new(p->path, p->outside, &p->watch, err);
}

static void *run_job(void *data)
{
	struct job *job = data;
	const uint64_t one = 1;

	job->ok =
	    build_site(&job->options, &job->arena, &job->report, &job->error);
	while (write(job->done, &one, sizeof(one)) < 0 && errno == EINTR)
		continue;
	return NULL;
}

/* Watch first, then read: a change in between starts another build. */
static void start_build(struct preview *p)
{
	struct error err = { "" };

	p->changed_first = p->changed_last = 0;
	p->started = now();
	arena_release(&p->job.arena);
	p->job.report = (struct build_report){ 0 };
	p->job.error.text[0] = '\0';
	if (!read_settings(p, &err) || !rewatch(p, &err)) {
		p->job.error = err;
		p->job.ok = false;
		p->building = false;
		return;
	}
	p->job.options = (struct build_options){
		.output = p->half[p->good == 0 ? 1 : 0],
		.drafts = p->options.drafts,
		.reload = ANSWER_SCRIPT,
	};
	p->building = pthread_create(&p->thread, NULL, run_job, &p->job) == 0;
	if (!p->building)
		run_job(&p->job);
}

/* Show what the build made, or why it made nothing. */
static void show(struct preview *p, struct preview_report *r)
{
	struct job *job = &p->job;
	struct server_site site = { .root = p->root };

	*r = (struct preview_report){
		.error = job->ok ? NULL : job->error.text,
		.written = job->report.files.written,
		.milliseconds = (long)(now() - p->started),
	};
	if (job->ok && (p->good < 0 || strcmp(p->fingerprint,
					   job->report.fingerprint) != 0)) {
		p->good = p->good == 0 ? 1 : 0;
		p->version++;
		memcpy(p->fingerprint, job->report.fingerprint,
		    sizeof(p->fingerprint));
		r->changed = true;
	}
	site.folder = p->good >= 0 ? p->half[p->good] : NULL;
	site.version = p->version;
	site.error = r->error;
	server_show(p->server, &site);
}

bool preview_new(const struct preview_options *options, struct server *server,
    struct preview **ret_preview, struct error *err)
{
	struct preview *p = xmalloc(sizeof(*p));

	*p = (struct preview){
		.server = server, .options = *options, .lock = -1, .good = -1
	};
	p->job.done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (p->job.done < 0) {
		error_errno(err, errno, "cannot start a preview");
		free(p);
		return false;
	}
	p->changed_first = p->changed_last = now() - PATIENCE_MS;
	*ret_preview = p;
	return true;
}

bool preview_free(struct preview *p)
{
	if (p->building)
		return false;
	watch_free(p->watch);
	arena_release(&p->job.arena);
	arena_release(&p->arena);
	arena_release(&p->names);
	if (p->lock >= 0)
		close(p->lock);
	close(p->job.done);
	free(p);
	return true;
}

void preview_fds(const struct preview *p, int ret_fd[PREVIEW_FDS])
{
	ret_fd[0] = p->watch != NULL ? watch_fd(p->watch) : -1;
	ret_fd[1] = p->job.done;
}

/* When the build is due; 0: not for now. */
static int64_t due(const struct preview *p)
{
	int64_t quiet = p->changed_last + QUIET_MS;
	int64_t patient = p->changed_first + PATIENCE_MS;

	if (p->changed_first == 0 || p->building)
		return 0;
	return quiet < patient ? quiet : patient;
}

int preview_timeout(const struct preview *p)
{
	int64_t wait = due(p) - now();

	if (due(p) == 0)
		return -1;
	return wait > 0 ? (int)wait : 0;
}

static bool is_done(struct job *job)
{
	uint64_t count;

	return read(job->done, &count, sizeof(count)) == sizeof(count);
}

bool preview_step(struct preview *p, struct preview_report *ret_report)
{
	if (p->watch != NULL && watch_changed(p->watch)) {
		p->changed_last = now();
		if (p->changed_first == 0)
			p->changed_first = p->changed_last;
	}
	if (due(p) != 0 && due(p) <= now()) {
		start_build(p);
		if (p->building)
			return false;
		/* Nothing watches: look again later. */
		if (p->watch == NULL)
			p->changed_first = p->changed_last = now() + RETRY_MS;
		is_done(&p->job);
		show(p, ret_report);
		return true;
	}
	if (!p->building || !is_done(&p->job))
		return false;
	pthread_join(p->thread, NULL);
	p->building = false;
	show(p, ret_report);
	return true;
}
