/*
 * floor FOLDER OUTPUT: the least that a build of these issues can cost.
 *
 * Reads every Markdown file of a folder, renders it with md4c's own HTML and
 * writes one file per issue: no order, no pages between, no care for what is
 * there already.  One thread, one buffer for all files.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <md4c-html.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct buffer {
	char *at;
	size_t len, alloc;
};

static void die(const char *what, const char *name)
{
	fprintf(stderr, "floor: cannot %s ", what);
	perror(name);
	exit(2);
}

static void make_room(struct buffer *b, size_t size)
{
	size_t needed = b->len + size;

	if (needed <= b->alloc)
		return;
	b->alloc = needed > 2 * b->alloc ? needed : 2 * b->alloc;
	b->at = realloc(b->at, b->alloc);
	if (b->at == NULL)
		die("hold", "a file");
}

static void add(const MD_CHAR *text, MD_SIZE len, void *data)
{
	struct buffer *b = data;

	make_room(b, len);
	memcpy(b->at + b->len, text, len);
	b->len += len;
}

static void read_file(int folder, const char *name, struct buffer *ret_text)
{
	int fd = openat(folder, name, O_RDONLY);
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) != 0)
		die("open", name);
	ret_text->len = 0;
	make_room(ret_text, (size_t)st.st_size);
	n = read(fd, ret_text->at, (size_t)st.st_size);
	if (n != st.st_size)
		die("read", name);
	ret_text->len = (size_t)n;
	close(fd);
}

static void write_file(int folder, const char *name, const struct buffer *html)
{
	char path[NAME_MAX + sizeof(".html")];
	int fd;

	snprintf(path, sizeof(path), "%s.html", name);
	fd = openat(folder, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || write(fd, html->at, html->len) != (ssize_t)html->len ||
	    close(fd) != 0)
		die("write", path);
}

static bool is_markdown(const char *name)
{
	const char *ending = strrchr(name, '.');

	return ending != NULL &&
	       (strcmp(ending, ".md") == 0 || strcmp(ending, ".markdown") == 0);
}

int main(int argc, char **argv)
{
	struct buffer text = { 0 }, html = { 0 };
	struct dirent *entry;
	DIR *dir;
	int output;

	if (argc != 3) {
		fprintf(stderr, "usage: floor FOLDER OUTPUT\n");
		return 2;
	}
	dir = opendir(argv[1]);
	if (dir == NULL)
		die("list", argv[1]);
	output = open(argv[2], O_RDONLY | O_DIRECTORY);
	if (output < 0)
		die("open", argv[2]);
	while ((entry = readdir(dir)) != NULL) {
		if (!is_markdown(entry->d_name))
			continue;
		read_file(dirfd(dir), entry->d_name, &text);
		html.len = 0;
		if (md_html(text.at, (MD_SIZE)text.len, add, &html,
			MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH, 0) != 0)
			die("render", entry->d_name);
		write_file(output, entry->d_name, &html);
	}
	closedir(dir);
	close(output);
	free(text.at);
	free(html.at);
	return 0;
}
