/* The titles of items: the text of their links. */
#include "base/text.h"
#include "base/url.h"
#include "check/address.h"
#include "check/items.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum {
	/* Programs that cut titles cut long ones; a short one that ends with
	 * dots was written so. */
	CUT_TITLE = 60,
	SHOUTED_LETTERS = 12,
	SITE_WORDS = 4,
};

static bool has_title(const struct section *section, const struct item *item)
{
	return lists_links(section) && item->links > 0 &&
	       item->link[0].offset != MD_UNKNOWN;
}

/* The raw text of a link, between its brackets; at is NULL if it is not as
 * plain as that. */
static struct str raw_title(const struct checker *c, const struct item_link *l)
{
	size_t end = l->offset + 1 + l->text.len;
	struct str raw = str_sub(c->text, l->offset + 1, end);

	if (!str_eq(raw, l->text) || end >= c->text.len ||
	    c->text.at[end] != ']')
		return (struct str){ 0 };
	return raw;
}

/* ------------------------------------------------------------------ cut off */

void look_truncated(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct str title;
	size_t letters = 0;

	(void)section;
	if (item->links == 0 || item->link[0].offset == MD_UNKNOWN ||
	    item->kind == ITEM_NONE)
		return;
	title = str_trim(item->link[0].text);
	if (str_ends(title, STR("..."))) {
		for (size_t i = 0; i < title.len; i++)
			letters += ((unsigned char)title.at[i] & 0xc0) != 0x80;
		if (letters < CUT_TITLE)
			return;
	} else if (!str_ends(title, STR("\xe2\x80\xa6"))) {
		return;
	}
	check_found(c, item->link[0].offset, item->link[0].end, NULL);
}

/* ---------------------------------------------------------------- addresses */

void look_title_address(
    struct checker *c, const struct section *section, const struct item *item)
{
	struct str title;

	if (!has_title(section, item))
		return;
	title = str_trim(item->link[0].text);
	if ((str_starts_fold(title, STR("https://")) ||
		str_starts_fold(title, STR("http://")) ||
		str_starts_fold(title, STR("www."))) &&
	    str_find_char(title, ' ', 0) == STR_NONE)
		check_found(c, item->link[0].offset, item->link[0].end, NULL);
}

/* ----------------------------------------------------------------- shouting */

void look_capitals(
    struct checker *c, const struct section *section, const struct item *item)
{
	size_t capitals = 0, words = 1;
	struct str title;

	if (!has_title(section, item))
		return;
	title = str_trim(item->link[0].text);
	for (size_t i = 0; i < title.len; i++) {
		char at = title.at[i];

		if (at >= 'a' && at <= 'z')
			return;
		if ((unsigned char)at >= 0x80)
			return;
		capitals += at >= 'A' && at <= 'Z';
		words += at == ' ';
	}
	if (capitals >= SHOUTED_LETTERS && words > 1)
		check_found(c, item->link[0].offset, item->link[0].end, NULL);
}

/* --------------------------------------------------------- the site's name */

/* Marks between the title of a page and the name of its site. */
static const struct str site_marks[] = {
	STR_INIT(" | "),
	STR_INIT(" - "),
	STR_INIT(" \xe2\x80\x93 "),
	STR_INIT(" \xe2\x80\x94 "),
	STR_INIT(" \xc2\xb7 "),
};

/* Names of sites that do not stand in their hosts as they are written. */
static const struct {
	struct str host, name;
} sites[] = {
	{ STR_INIT("youtu.be"), STR_INIT("YouTube") },
	{ STR_INIT("youtube.com"), STR_INIT("YouTube") },
	{ STR_INIT("dev.to"), STR_INIT("DEV Community") },
	{ STR_INIT("news.ycombinator.com"), STR_INIT("Hacker News") },
	{ STR_INIT("lobste.rs"), STR_INIT("Lobsters") },
	{ STR_INIT("twitter.com"), STR_INIT("X") },
};

/* Where the last part of a title begins, its mark included, or STR_NONE. */
static size_t last_part(struct str title, size_t *ret_name)
{
	for (size_t at = title.len; at-- > 1;) {
		struct str rest = str_sub(title, at, title.len);

		for (size_t i = 0; rest.at[0] == ' ' && i < COUNT(site_marks);
		     i++) {
			if (!str_starts(rest, site_marks[i]))
				continue;
			*ret_name = at + site_marks[i].len;
			return at;
		}
	}
	return STR_NONE;
}

static bool is_name_of(struct str name, struct str host)
{
	size_t words = 0, longest = 0;

	for (size_t i = 0; i < COUNT(sites); i++)
		if (str_eq(host, sites[i].host) &&
		    str_eq_fold(name, sites[i].name))
			return true;
	while (name.at != NULL) {
		struct str word = str_take(&name, ' ');

		if (word.len == 0 || !str_contains_fold(host, word))
			return false;
		words++;
		longest = word.len > longest ? word.len : longest;
	}
	return words > 0 && words <= SITE_WORDS && longest >= 4;
}

void look_site_name(
    struct checker *c, const struct section *section, const struct item *item)
{
	const struct item_link *link = item->link;
	struct str title, host;
	size_t at, name = 0;
	struct finding *f;

	if (!has_title(section, item))
		return;
	title = link->text;
	at = last_part(title, &name);
	if (at == STR_NONE)
		return;
	host = url_host(link->url);
	if (!is_name_of(str_trim(str_sub(title, name, title.len)), host))
		return;
	if (raw_title(c, link).at == NULL) {
		check_found(c, link->offset, link->end, NULL);
		return;
	}
	f = check_found(
	    c, link->offset + 1 + at, link->offset + 1 + title.len, NULL);
	check_fix(c, f, false, link->offset + 1 + at, title.len - at, STR(""));
}

/* ----------------------------------------------------------- over two lines */

void look_split_title(
    struct checker *c, const struct section *section, const struct item *item)
{
	const struct item_link *link = item->link;
	struct finding *f = NULL;

	if (!has_title(section, item))
		return;
	for (size_t i = link->offset; i < link->end; i++) {
		size_t from = i, to = i + 1;

		if (c->text.at[i] != '\n')
			continue;
		while (
		    from > link->offset && char_is_space(c->text.at[from - 1]))
			from--;
		while (to < link->end && char_is_blank(c->text.at[to]))
			to++;
		if (f == NULL)
			f = check_found(c, link->offset, link->end, NULL);
		check_fix(c, f, true, from, to - from, STR(" "));
	}
}
