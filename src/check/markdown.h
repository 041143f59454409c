/*
 * markdown: how the rules about Markdown look.
 * Private to src/check; the records are in markdown.c.
 */
#ifndef CHECK_MARKDOWN_H
#define CHECK_MARKDOWN_H

#include "check/rule.h"

/* markdown_marks.c: marks that are shown instead of doing something */
void markdown_look_bold(struct checker *c);
void markdown_look_brackets(struct checker *c);
void markdown_look_parentheses(struct checker *c);
void markdown_look_code_unclosed(struct checker *c);
void markdown_look_code_escape(struct checker *c, const struct md_node *node);
void markdown_look_table(struct checker *c);

/* markdown_links.c */
void markdown_look_link_broken(struct checker *c);
void markdown_look_link_gap(struct checker *c);
void markdown_look_link_text(
    struct checker *c, const struct checked_link *link);
void markdown_look_link_text_blanks(
    struct checker *c, const struct checked_link *link);
void markdown_look_link_url(struct checker *c, const struct checked_link *link);
void markdown_look_link_url_blanks(
    struct checker *c, const struct checked_link *link);

/* markdown_references.c */
void markdown_look_reference_colon(struct checker *c);
void markdown_look_reference_glued(struct checker *c);
void markdown_look_reference_twice(struct checker *c);
void markdown_look_reference_undefined(struct checker *c);
void markdown_look_reference_unused(struct checker *c);

/* markdown_html.c */
void markdown_look_comment_items(struct checker *c);
void markdown_look_comment_stray(struct checker *c);
void markdown_look_comment_unclosed(struct checker *c);
void markdown_look_html_dropped(struct checker *c, const struct md_node *node);
void markdown_look_html_unknown(struct checker *c, const struct md_node *node);
void markdown_look_passages(struct checker *c);

/* markdown_items.c */
void markdown_look_item_bar(struct checker *c, const struct md_node *node);
void markdown_look_item_empty(struct checker *c, const struct md_node *node);
void markdown_look_item_mark(struct checker *c);
void markdown_look_item_mark_blanks(
    struct checker *c, const struct md_node *node);
void markdown_look_list_marker(struct checker *c, const struct md_node *node);

/* The literal mark, or '\0' behind the last. */
char markdown_mark(const struct checker *c, size_t index);
/* The block that holds the text of a literal: paragraph, heading, cell. */
const struct md_node *markdown_block(const struct md_node *node);
/* Does an address begin here: http:, https:, mailto:, www.? */
bool markdown_is_address(struct str text);
/* Does any text link hold the node? */
bool markdown_is_in_link(const struct md_node *node);

#endif
