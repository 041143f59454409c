/*
 * bare: the least that a web server with libmicrohttpd can do.
 *
 *	bare PORT <ANSWER
 *
 * ANSWER is what curl -i wrote: a status line, headers, an empty line and a
 * body.  Every request gets these headers and this body, from memory, over the
 * same kind of loop as sennight-serve has.  The headers that libmicrohttpd
 * writes by itself are left out.
 */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { MOST = 16 * 1024 * 1024 };

static enum MHD_Result handle(void *data, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **context)
{
	(void)url, (void)method, (void)version, (void)upload, (void)upload_size;
	if (*context == NULL) {
		*context = data;
		return MHD_YES;
	}
	return MHD_queue_response(connection, MHD_HTTP_OK, data);
}

/* Add the header lines; returns the body. */
static char *read_headers(char *line, char *headers[], int *count)
{
	char *end;

	for (; (end = strstr(line, "\r\n")) != NULL && end != line;
	     line = end + 2) {
		*end = '\0';
		if (*count < 64 && strchr(line, ':') != NULL)
			headers[(*count)++] = line;
	}
	return end != NULL ? end + 2 : line;
}

static void add_header(struct MHD_Response *response, char *line)
{
	char *value = strchr(line, ':');

	*value++ = '\0';
	while (*value == ' ')
		value++;
	if (strcasecmp(line, "Date") != 0 &&
	    strcasecmp(line, "Content-Length") != 0 &&
	    strcasecmp(line, "Connection") != 0)
		MHD_add_response_header(response, line, value);
}

int main(int argc, char **argv)
{
	char *text = calloc(1, MOST + 1), *headers[64], *body;
	size_t size = text != NULL ? fread(text, 1, MOST, stdin) : 0;
	struct MHD_Response *response;
	int count = 0;

	if (argc != 2 || size == 0)
		return 2;
	body = read_headers(text, headers, &count);
	response = MHD_create_response_from_buffer(
	    size - (size_t)(body - text), body, MHD_RESPMEM_PERSISTENT);
	for (int i = 0; i < count; i++)
		add_header(response, headers[i]);
	if (MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL,
		(uint16_t)strtoul(argv[1], NULL, 10), NULL, NULL, handle,
		response, MHD_OPTION_CONNECTION_LIMIT, 512u,
		MHD_OPTION_END) == NULL)
		return 2;
	for (;;)
		pause();
}
