#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return false;
}

static const struct {
	int number;
	const char *reason, *advice;
} reasons[] = {
	{ EACCES, "permission denied", "check its owner and mode" },
	{ ENOENT, "there is no such file or folder", "check the name" },
	{ ENOSPC, "the disk is full", "make room and run the command again" },
	{ EDQUOT, "the disk quota is used up",
	    "make room and run the command again" },
	{ EROFS, "the file system is read-only", "choose another folder" },
	{ EISDIR, "it is a folder", "name a file" },
	{ ENOTDIR, "a part of the path is not a folder", "check the path" },
	{ ELOOP, "symbolic links lead in a circle", "remove the link" },
	{ EMFILE, "too many files are open", "raise the limit (ulimit -n)" },
};

bool error_errno(struct error *err, int number, const char *format, ...)
{
	va_list args;
	int len;
	const char *reason = NULL, *advice = NULL;
	char other[128] = "";

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].number == number) {
			reason = reasons[i].reason;
			advice = reasons[i].advice;
		}
	if (reason == NULL) {
		if (strerror_r(number, other, sizeof(other)) != 0)
			snprintf(other, sizeof(other), "error %d", number);
		reason = other;
	}
	va_start(args, format);
	len = vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	if (len >= 0 && (size_t)len < sizeof(err->text))
		snprintf(err->text + len, sizeof(err->text) - (size_t)len,
		    ": %s%s%s", reason, advice != NULL ? "; " : "",
		    advice != NULL ? advice : "");
	return false;
}
