/*
 * embed: turn files into C, for the build.
 *
 *	embed OUTPUT SYMBOL PREFIX FILE...
 *
 * writes an array `SYMBOL` of struct embedded_file (src/base/embedded.h) with
 * the contents of the files.  A name is what stands behind the first PREFIX
 * in the path: with "theme/", ../theme/page/issue.html is page/issue.html.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what, const char *name)
{
	fprintf(stderr, "embed: %s %s\n", what, name);
	exit(1);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Write the bytes as a static array; returns how many there were. */
static size_t put_data(FILE *out, const char *path, int number)
{
	FILE *in = fopen(path, "rb");
	size_t size = 0;
	int c;

	if (in == NULL)
		die("cannot read", path);
	fprintf(out, "static const char data_%d[] = {", number);
	for (; (c = getc(in)) != EOF; size++)
		fprintf(out, "%s'\\%03o',", size % 12 == 0 ? "\n\t" : " ",
		    (unsigned int)c);
	if (ferror(in))
		die("cannot read", path);
	fclose(in);
	fprintf(out, "\n\t'\\0',\n};\n\n");
	return size;
}

/* A name as a C string; file names of a project need no other escapes. */
static void put_name(FILE *out, const char *path, const char *prefix)
{
	const char *found = strstr(path, prefix);

	if (found != NULL)
		path = found + strlen(prefix);
	putc('"', out);
	for (; *path != '\0'; path++) {
		if (*path == '"' || *path == '\\')
			putc('\\', out);
		putc(*path, out);
	}
	putc('"', out);
}

static void put_files(
    FILE *out, const char *symbol, const char *prefix, char **file, int count)
{
	size_t *size = calloc((size_t)count + 1, sizeof(*size));

	if (size == NULL)
		die("out of memory for", symbol);
	fprintf(out, "#include \"base/embedded.h\"\n\n");
	fprintf(out, "extern const struct embedded_file %s[];\n\n", symbol);
	for (int i = 0; i < count; i++)
		size[i] = put_data(out, file[i], i);
	fprintf(out, "const struct embedded_file %s[] = {\n", symbol);
	for (int i = 0; i < count; i++) {
		fprintf(out, "\t{ ");
		put_name(out, file[i], prefix);
		fprintf(out, ", data_%d, %zu },\n", i, size[i]);
	}
	fprintf(out, "\t{ NULL, NULL, 0 },\n};\n");
	free(size);
}

int main(int argc, char **argv)
{
	FILE *out;

	if (argc < 4)
		die("usage: embed OUTPUT SYMBOL PREFIX FILE...", "");
	qsort(argv + 4, (size_t)argc - 4, sizeof(*argv), by_name);
	out = fopen(argv[1], "wb");
	if (out == NULL)
		die("cannot write", argv[1]);
	put_files(out, argv[2], argv[3], argv + 4, argc - 4);
	if (fclose(out) != 0)
		die("cannot write", argv[1]);
	return 0;
}
