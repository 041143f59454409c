/*
 * template: a subset of Jinja, compiled once, rendered many times.
 *
 * docs/themes.md describes the language for authors of themes.  Text is
 * escaped when it is printed; `| safe` is the way out and stands out.
 *
 * A set is filled by one thread; after that any number of threads may render
 * from it at once, each into its own buffer with its own arena.
 */
#ifndef BUILD_TEMPLATE_H
#define BUILD_TEMPLATE_H

#include "base/error.h"
#include "base/strbuf.h"
#include "build/value.h"

struct template_set;

/*
 * Finds the text of a template by name ("issue.html").  True: *ret_text and
 * *ret_path (for messages) are filled in and live as long as the set.
 * False: there is none of that name.
 */
typedef bool template_find(
    void *data, const char *name, struct str *ret_text, const char **ret_path);

/* Lives in the arena. */
struct template_set *template_set_new(
    struct arena *arena, template_find *find, void *data);

/*
 * Compile a template and all that it extends and includes.  Errors name
 * file:line:col and show the line; nothing of the template is kept then.
 */
bool template_load(
    struct template_set *set, const char *name, struct error *err);

/*
 * Render a loaded template with the variables of a map.  A variable that is
 * missing is an error that names file:line:col and the nearest name there is,
 * unless the template asks with `is defined` or `default`.  Also errors: more
 * output than `out` holds, more than LIMIT_TEMPLATE_STEPS operations.
 * Rendering one that was not loaded is a bug.
 */
bool template_render(const struct template_set *set, const char *name,
    struct value variables, struct arena *arena, struct strbuf *out,
    struct error *err);

#endif
