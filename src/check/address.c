#include "check/address.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"

static struct address address_of(
    const struct checker *c, const struct checked_link *link)
{
	struct address a = { link, link->node->target, false };

	if (link->offset != MD_UNKNOWN && link->end <= c->text.len) {
		a.text = str_sub(c->text, link->offset, link->end);
		a.known = true;
	}
	return a;
}

void addresses_look(struct checker *c, address_look *look)
{
	const struct md_tree *tree = &c->issue->tree;
	bool *seen = ARENA_ARRAY(c->arena, tree->references + 1, bool);

	for (size_t i = 0; i < c->links; i++) {
		const struct md_reference *r = c->link[i].reference;
		struct address a = address_of(c, &c->link[i]);

		if (r != NULL) {
			if (seen[r - tree->reference])
				continue;
			seen[r - tree->reference] = true;
		}
		if (a.text.len > 0)
			look(c, &a);
	}
}

static struct finding *found_at(struct checker *c, const struct address *a,
    size_t from, size_t to, const char *detail)
{
	if (!a->known)
		return check_found_node(
		    c, a->link->node, "%s", detail != NULL ? detail : "");
	return check_found(c, a->link->offset + from, a->link->offset + to,
	    "%s", detail != NULL ? detail : "");
}

struct finding *address_found(
    struct checker *c, const struct address *address, const char *detail, ...)
{
	char text[LIMIT_ERROR] = "";
	va_list args;

	if (detail != NULL) {
		va_start(args, detail);
		vsnprintf(text, sizeof(text), detail, args);
		va_end(args);
	}
	return found_at(c, address, 0, address->text.len, text);
}

struct finding *address_better(struct checker *c, const struct address *address,
    bool safe, struct str better)
{
	struct str old = address->text;
	size_t same = 0, tail = 0;
	struct finding *f;

	while (same < old.len && same < better.len &&
	       old.at[same] == better.at[same])
		same++;
	if (same == old.len && same == better.len)
		return NULL;
	while (tail < old.len - same && tail < better.len - same &&
	       old.at[old.len - 1 - tail] == better.at[better.len - 1 - tail])
		tail++;
	f = found_at(c, address, same, old.len - tail, NULL);
	if (address->known)
		check_fix(c, f, safe, address->link->offset + same,
		    old.len - tail - same,
		    str_sub(better, same, better.len - tail));
	return f;
}

struct str address_place(const struct checked_link *link)
{
	static const struct str web = STR_INIT("https://");

	/* "https:///" is not of the web, and stays as it is. */
	if (!str_starts(link->canonical, web) ||
	    link->canonical.len == web.len ||
	    link->canonical.at[web.len] == '/')
		return (struct str){ 0 };
	return str_sub(link->canonical, web.len, link->canonical.len);
}

struct str address_host(const struct checked_link *link)
{
	struct str place = address_place(link);
	bool brackets = place.len > 0 && place.at[0] == '[';

	for (size_t i = 0; i < place.len; i++) {
		char c = place.at[i];

		if (c == '/' || c == '?' || c == '#' || (c == ':' && !brackets))
			return str_sub(place, 0, i);
		if (c == ']')
			brackets = false;
	}
	return place;
}

bool lists_links(const struct section *section)
{
	return section->kind == SECTION_ITEMS;
}
