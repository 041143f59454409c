/*
 * text: how the rules about characters and blanks look.
 * Private to src/check; the records are in text.c.
 */
#ifndef CHECK_TEXT_H
#define CHECK_TEXT_H

#include "check/rule.h"

/* text_chars.c */
void text_look_bom(struct checker *c);
void text_look_control(struct checker *c);
void text_look_invalid(struct checker *c);
void text_look_invisible(struct checker *c);
void text_look_mojibake(struct checker *c);
void text_look_nbsp(struct checker *c);
void text_look_replacement(struct checker *c);
void text_look_soft_hyphen(struct checker *c);

/* text_space.c */
void text_look_final_newline(struct checker *c);
void text_look_line_ends(struct checker *c);
void text_look_spaces(struct checker *c);
void text_look_tab(struct checker *c);
void text_look_trailing(struct checker *c);

/* text_words.c */
void text_look_doubled(struct checker *c);

#endif
