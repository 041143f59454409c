#include "serve/kept.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

/* FNV-1a: who asks for paths that collide can slow down only that list, which
 * has no more entries than the site has files. */
static size_t bucket_of(const char *path)
{
	uint32_t hash = 2166136261u;

	for (; *path != '\0'; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619u;
	return hash % KEPT_BUCKETS;
}

static struct kept_file *find(struct kept *kept, const char *path)
{
	struct kept_file *f = kept->bucket[bucket_of(path)];

	while (f != NULL && strcmp(f->path, path) != 0)
		f = f->next;
	return f;
}

struct kept_file *kept_find(struct kept *kept, const char *path)
{
	struct kept_file *f = find(kept, path);

	return f != NULL && f->looked == kept->second ? f : NULL;
}

/* All of a file, or NULL if it is not as long as it was. */
static char *read_all(const struct file_shown *file)
{
	char *bytes = xmalloc(file->size + 1);
	size_t len = 0;
	ssize_t part;

	while ((part = read(file->fd, bytes + len, file->size + 1 - len)) > 0)
		len += (size_t)part;
	if (part == 0 && len == file->size)
		return bytes;
	free(bytes);
	return NULL;
}

static struct MHD_Response *read_response(const struct file_shown *file)
{
	char *bytes = read_all(file);
	struct MHD_Response *r;

	if (bytes == NULL)
		return NULL;
	r = MHD_create_response_from_buffer(
	    file->size, bytes, MHD_RESPMEM_MUST_FREE);
	if (r == NULL)
		free(bytes);
	return r;
}

static struct kept_file *add(struct kept *kept, const char *path)
{
	size_t bucket = bucket_of(path);
	struct kept_file *f = xmalloc(sizeof(*f));

	*f = (struct kept_file){ .next = kept->bucket[bucket],
		.path = strdup(path) };
	if (f->path == NULL)
		xout_of_memory(strlen(path));
	kept->bucket[bucket] = f;
	return f;
}

static bool is_same(const struct kept_file *f, const struct file_shown *file)
{
	return f != NULL && f->response != NULL && f->size == file->size &&
	       f->mtime_ns == file->mtime_ns;
}

struct kept_file *kept_put(struct kept *kept, const char *path,
    const struct file_shown *file, bool *ret_fresh)
{
	struct kept_file *f = find(kept, path);
	struct MHD_Response *r;

	*ret_fresh = !is_same(f, file);
	if (!*ret_fresh) {
		f->looked = kept->second;
		close(file->fd);
		return f;
	}
	if (file->size > LIMIT_KEPT_FILE)
		return NULL;
	r = read_response(file);
	if (r == NULL) {
		lseek(file->fd, 0, SEEK_SET);
		return NULL;
	}
	close(file->fd);
	if (kept->bytes + file->size > LIMIT_KEPT_FILES) {
		kept_forget(kept);
		f = NULL;
	}
	if (f == NULL)
		f = add(kept, path);
	if (f->response != NULL) {
		kept->bytes -= f->size;
		MHD_destroy_response(f->response);
	}
	kept->bytes += file->size;
	f->response = r;
	f->size = file->size;
	f->mtime = file->mtime;
	f->mtime_ns = file->mtime_ns;
	f->looked = kept->second;
	etag_print(f->etag, file->mtime_ns, file->size);
	return f;
}

void kept_forget(struct kept *kept)
{
	for (size_t i = 0; i < KEPT_BUCKETS; i++) {
		while (kept->bucket[i] != NULL) {
			struct kept_file *f = kept->bucket[i];

			kept->bucket[i] = f->next;
			MHD_destroy_response(f->response);
			free(f->path);
			free(f);
		}
	}
	kept->bytes = 0;
}
