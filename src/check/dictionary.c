#include "check/dictionary.h"

#include <dlfcn.h>
#include <unistd.h>

/* The interface of hunspell that is used. */
#define LIBRARY "libhunspell-1.7.so.0"

struct hunspell;

struct functions {
	struct hunspell *(*create)(const char *aff, const char *dic);
	void (*destroy)(struct hunspell *h);
	int (*spell)(struct hunspell *h, const char *word);
	int (*suggest)(struct hunspell *h, char ***list, const char *word);
	void (*free_list)(struct hunspell *h, char ***list, int count);
};

/* English has two, other languages one. */
enum { DICTIONARIES = 2, LONGEST = 64 };

struct dictionary {
	void *library;
	struct functions hunspell;
	struct hunspell *open[DICTIONARIES];
	size_t count;
};

/* A function pointer cannot be cast from an object pointer in C. */
static bool find_function(void *library, const char *name, void *function)
{
	void *symbol = dlsym(library, name);

	memcpy(function, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool find_functions(void *library, struct functions *f)
{
	return find_function(library, "Hunspell_create", &f->create) &&
	       find_function(library, "Hunspell_destroy", &f->destroy) &&
	       find_function(library, "Hunspell_spell", &f->spell) &&
	       find_function(library, "Hunspell_suggest", &f->suggest) &&
	       find_function(library, "Hunspell_free_list", &f->free_list);
}

static bool is_readable(struct arena *arena, struct str base, const char *end)
{
	struct str path = arena_printf(arena, "%.*s%s", STR_ARG(base), end);

	return access(path.at, R_OK) == 0;
}

static bool is_letters(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alpha(s.at[i]))
			return false;
	return s.len > 0;
}

/* Open FOLDER/en_US.aff and .dic, if they are there. */
static void open_one(struct dictionary *d, struct arena *arena,
    const char *folder, struct str code, struct str region)
{
	struct str base = arena_printf(
	    arena, "%s/%.*s_%.*s", folder, STR_ARG(code), STR_ARG(region));

	if (d->count == DICTIONARIES || !is_readable(arena, base, ".aff") ||
	    !is_readable(arena, base, ".dic"))
		return;
	d->open[d->count] = d->hunspell.create(
	    arena_printf(arena, "%.*s.aff", STR_ARG(base)).at,
	    arena_printf(arena, "%.*s.dic", STR_ARG(base)).at);
	d->count += d->open[d->count] != NULL;
}

static struct str upper(struct arena *arena, struct str s)
{
	char *text = arena_alloc(arena, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		text[i] =
		    char_lower(s.at[i]) != s.at[i] || !char_is_alpha(s.at[i])
			? s.at[i]
			: (char)(s.at[i] - 'a' + 'A');
	return (struct str){ text, s.len };
}

static void open_all(struct dictionary *d, struct arena *arena,
    const char *folder, struct str language)
{
	struct str rest = language, code = str_take(&rest, '-');
	struct str region = str_take(&rest, '-');

	if (!is_letters(code))
		return;
	if (region.len == 2 && is_letters(region)) {
		open_one(d, arena, folder, code, upper(arena, region));
	} else if (str_eq_fold(code, STR("en"))) {
		open_one(d, arena, folder, code, STR("US"));
		open_one(d, arena, folder, code, STR("GB"));
	} else {
		open_one(d, arena, folder, code, upper(arena, code));
	}
}

struct dictionary *dictionary_open(
    struct arena *arena, const char *folder, struct str language)
{
	struct dictionary *d = ARENA_NEW(arena, struct dictionary);

	d->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (d->library == NULL)
		return NULL;
	if (find_functions(d->library, &d->hunspell))
		open_all(d, arena, folder, language);
	if (d->count > 0)
		return d;
	dictionary_close(d);
	return NULL;
}

void dictionary_close(struct dictionary *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->count; i++)
		d->hunspell.destroy(d->open[i]);
	dlclose(d->library);
}

/* What the library wants. */
static bool copy_word(struct str word, char copy[LONGEST + 1])
{
	if (word.len == 0 || word.len > LONGEST)
		return false;
	memcpy(copy, word.at, word.len);
	copy[word.len] = '\0';
	return true;
}

bool dictionary_knows(struct dictionary *d, struct str word)
{
	char copy[LONGEST + 1];

	if (!copy_word(word, copy))
		return true;
	for (size_t i = 0; i < d->count; i++)
		if (d->hunspell.spell(d->open[i], copy) != 0)
			return true;
	return false;
}

struct str dictionary_suggests(
    struct dictionary *d, struct arena *arena, struct str word)
{
	struct str first = { 0 };
	char copy[LONGEST + 1], **list = NULL;
	int count;

	if (!copy_word(word, copy))
		return first;
	count = d->hunspell.suggest(d->open[0], &list, copy);
	if (count > 0 && list != NULL)
		first = arena_str(arena, str_of(list[0]));
	if (list != NULL)
		d->hunspell.free_list(d->open[0], &list, count);
	return first;
}
