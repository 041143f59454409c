/*
 * test: what every program of cases needs.
 *
 * cmocka wants its four headers in this order.  A table of cases is an array
 * of structs with a COUNT; a case that fails should be found by its text.
 */
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The bytes of s are those of the C string, and no more. */
#define assert_str(s, text) \
	assert_same_text((s), str_of(text), __FILE__, __LINE__)

static inline void assert_same_text(
    struct str got, struct str wanted, const char *file, int line)
{
	if (str_eq(got, wanted))
		return;
	print_error("got    \"%.*s\"\nwanted \"%.*s\"\n", STR_ARG(got),
	    STR_ARG(wanted));
	_fail(file, line);
}

#endif
