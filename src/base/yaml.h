/*
 * yaml: the one reader of YAML, as a small tree with positions.
 *
 * Only what people write in settings is read: maps, lists and texts.  Tags,
 * anchors, aliases, keys that are no texts, a key given twice, a second
 * document, control characters and invalid UTF-8 are errors, so that what is
 * read is what is seen.  A scalar stays the text it is: NO is "NO" and 1.10
 * is "1.10"; who needs a number or a yes/no reads it from the text.
 *
 * Nothing else sees libfyaml, and libfyaml prints nothing.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/source.h"

enum yaml_kind {
	YAML_SCALAR,
	YAML_LIST,
	YAML_MAP,
};

struct yaml_node {
	enum yaml_kind kind;
	/* Of a scalar: quotes and escapes undone, folded as YAML says; at is
	 * never NULL.  `empty` is true where nothing was written ("key:"),
	 * not for "". */
	struct str text;
	bool empty;
	size_t offset, end; /* bytes of the file, quotes included */
	/* In a map: the key, and where it stands.  Otherwise unset. */
	struct str key;
	size_t key_offset, key_end;
	/* Of a list or map: the children in the order of the file. */
	struct yaml_node *first;
	size_t count;
	struct yaml_node *next; /* sibling; NULL behind the last */
};

/*
 * Read source->text, at most LIMIT_SMALL_FILE bytes, to at most
 * LIMIT_SETTINGS_DEPTH levels and LIMIT_SETTINGS_NODES nodes.  All texts are
 * copied into the arena.  A file without content (or of comments only) is an
 * empty map.  NULL with file:line:col and a caret for anything wrong.
 */
struct yaml_node *yaml_read(
    struct arena *arena, const struct source *source, struct error *err);

/* The value of a key; NULL if it is not there or `map` is no map. */
struct yaml_node *yaml_find(const struct yaml_node *map, struct str key);

/* "a text", "a list" or "a map", for messages. */
const char *yaml_kind_name(enum yaml_kind kind);

#endif
