#include "send/bodies.h"

#include <stdlib.h>

enum { KEPT = 128, CHOICE_MOST = 64 * 1024 };

struct kept_body {
	struct str choice; /* its own copy */
	struct message_body *body;
	size_t users;
	uint64_t used; /* the last time, by `clock` */
};

struct bodies {
	bodies_render *render;
	void *data;
	struct kept_body *kept;
	size_t count, alloc;
	uint64_t clock;
	size_t made;
	struct strbuf choice;
};

struct bodies *bodies_new(bodies_render *render, void *data)
{
	struct bodies *b = xmalloc(sizeof(*b));

	*b = (struct bodies){ .render = render, .data = data };
	strbuf_init(&b->choice, CHOICE_MOST);
	return b;
}

static void drop(struct kept_body *kept)
{
	message_body_free(kept->body);
	free((void *)(uintptr_t)kept->choice.at);
}

void bodies_free(struct bodies *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->count; i++)
		drop(&b->kept[i]);
	free(b->kept);
	strbuf_release(&b->choice);
	free(b);
}

/* ------------------------------------------------------------------- choices */

static void add_list(struct strbuf *out, char kind, struct str_list list)
{
	for (size_t i = 0; i < list.count; i++) {
		strbuf_add_char(out, kind);
		strbuf_add(out, list.item[i]);
		strbuf_add_char(out, '\n');
	}
}

/* The store gives lists in one order, so that equal ones are equal texts. */
static struct str choice_of(struct bodies *b, const struct preferences *p)
{
	strbuf_reset(&b->choice);
	strbuf_add_char(&b->choice, p->text ? 't' : 'h');
	add_list(&b->choice, 's', p->sections);
	add_list(&b->choice, 'r', p->regions);
	add_list(&b->choice, 'c', p->countries);
	return strbuf_str(&b->choice);
}

static struct kept_body *find(struct bodies *b, struct str choice)
{
	for (size_t i = 0; i < b->count; i++)
		if (str_eq(b->kept[i].choice, choice))
			return &b->kept[i];
	return NULL;
}

/* ---------------------------------------------------------------------- bodies */

/* A place for one more: that of what was not used for longest, if there are
 * many. */
static struct kept_body *make_room(struct bodies *b)
{
	struct kept_body *oldest = NULL;

	for (size_t i = 0; b->count >= KEPT && i < b->count; i++)
		if (b->kept[i].users == 0 &&
		    (oldest == NULL || b->kept[i].used < oldest->used))
			oldest = &b->kept[i];
	if (oldest != NULL) {
		drop(oldest);
		return oldest;
	}
	if (b->count == b->alloc) {
		b->alloc = b->alloc > 0 ? 2 * b->alloc : 16;
		b->kept = xrealloc(b->kept, b->alloc * sizeof(b->kept[0]));
	}
	return &b->kept[b->count++];
}

static struct kept_body *make(struct bodies *b, struct str choice,
    const struct preferences *p, struct error *err)
{
	struct message_text plain = { .slots = 0 }, html = { .slots = 0 };
	struct arena arena = { 0 };
	struct kept_body *kept = NULL;
	char *copy;

	if (b->render(b->data, p, &arena, &plain, &html, err)) {
		kept = make_room(b);
		copy = xmalloc(choice.len);
		memcpy(copy, choice.at, choice.len);
		*kept = (struct kept_body){
			.choice = { copy, choice.len },
			.body = message_body_new(&plain, &html),
		};
		b->made++;
	}
	arena_release(&arena);
	return kept;
}

const struct message_body *bodies_take(
    struct bodies *b, const struct preferences *p, struct error *err)
{
	struct str choice = choice_of(b, p);
	struct kept_body *kept = find(b, choice);

	if (kept == NULL)
		kept = make(b, choice, p, err);
	if (kept == NULL)
		return NULL;
	kept->users++;
	kept->used = ++b->clock;
	return kept->body;
}

void bodies_leave(struct bodies *b, const struct message_body *body)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->kept[i].body == body)
			b->kept[i].users--;
}

size_t bodies_made(const struct bodies *b)
{
	return b->made;
}
