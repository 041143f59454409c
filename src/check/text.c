/* Rules about characters and blanks: encoding, typography, white space. */
#include "check/text.h"

#include "check/rules.h"

#define HEADER_LINES                                         \
	"Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n" \
	"Category: Newsletter\n\n"

static const struct rule rules[] = {
	{
	    .id = "text-bom",
	    .level = CHECK_ERROR,
	    .message = "the file begins with a byte order mark",
	    .advice = "Remove it, and tell the editor to save as UTF-8 "
		      "without it.",
	    .why = "Nobody sees it, but the first line is no header with it: "
		   "title and date of the issue are lost.",
	    .bad = "\xef\xbb\xbf" HEADER_LINES "Text.\n",
	    .good = HEADER_LINES "Text.\n",
	    .with = "header-title",
	    .look.file = text_look_bom,
	},
	{
	    .id = "text-control",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "there is a control character in the text",
	    .advice = "Remove it.",
	    .why = "It comes with a paste, breaks the address it stands in, "
		   "and is forbidden in feeds.",
	    .bad = "Knots\x02 and bends.\n",
	    .good = "Knots and bends.\n",
	    .look.file = text_look_control,
	},
	{
	    .id = "text-doubled-word",
	    .level = CHECK_WARNING,
	    .message = "a word stands twice in a row",
	    .advice = "Remove one of them.",
	    .why = "Some titles mean it; then allow it in a comment.",
	    .bad = "Glue the the wings first.\n",
	    .good = "Glue the wings first; that that holds is known.\n",
	    .look.file = text_look_doubled,
	},
	{
	    .id = "text-final-newline",
	    .level = CHECK_INFO,
	    .message = "the last line has no end",
	    .advice = "End it with a line feed.",
	    .bad = "Text.",
	    .good = "Text.\n",
	    .look.file = text_look_final_newline,
	},
	{
	    .id = "text-invalid",
	    .level = CHECK_ERROR,
	    .message = "the text is not valid UTF-8",
	    .advice = "Write the character anew, or save the file as UTF-8.",
	    .why = "Readers see a replacement character there.",
	    .bad = "A caf\xe9 for model builders.\n",
	    .good = "A café for model builders.\n",
	    .look.file = text_look_invalid,
	},
	{
	    .id = "text-invisible",
	    .level = CHECK_INFO,
	    .rewrites = true,
	    .message = "there is a character that nobody sees",
	    .advice = "Remove it.",
	    .why = "It comes with a paste from a web page. Searching finds "
		   "the word no more. Marks that scripts and emoji need are "
		   "left alone.",
	    .bad = "Origami\u200b for beginners.\n",
	    .good = "Origami for beginners 👩\u200d🎨.\n",
	    .look.file = text_look_invisible,
	},
	{
	    .id = "text-line-ends",
	    .level = CHECK_INFO,
	    .message = "a line ends otherwise than most",
	    .advice = "Let all lines of a file end in the same way.",
	    .bad = "One.\r\n\nTwo.\n",
	    .good = "One.\n\nTwo.\n",
	    .look.file = text_look_line_ends,
	},
	{
	    .id = "text-mojibake",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "the text was read in a wrong encoding and is damaged",
	    .advice = "Undo it, or copy the text anew.",
	    .why = "Text in UTF-8 was taken for Mac Roman or Windows-1252, "
		   "and its quotes, dashes and accents became two or three "
		   "strange characters each. It is undone byte by byte, also "
		   "if it happened twice. Characters that someone may have "
		   "meant are left alone.",
	    .bad = "The potter‚Äôs wheel, and a cafÃ© nearby.\n",
	    .good = "The potter’s wheel, and a café nearby.\n",
	    .look.file = text_look_mojibake,
	},
	{
	    .id = "text-nbsp",
	    .level = CHECK_INFO,
	    .message = "there is a no-break space in the text",
	    .advice = "Write a plain blank.",
	    .why = "It comes with a paste, keeps lines from being broken, and "
		   "a search for the words misses them. Before the tall marks "
		   "of French and inside its quotes it is right.",
	    .bad = "Felt\u00a0boots for dolls.\n",
	    .good = "Felt boots «\u00a0pour tous\u00a0».\n",
	    .look.file = text_look_nbsp,
	},
	{
	    .id = "text-replacement",
	    .level = CHECK_WARNING,
	    .message = "there is a replacement character in the text",
	    .advice = "Look up what stood there, and write it.",
	    .why = "A program puts U+FFFD where it could not read a "
		   "character: the character itself is lost.",
	    .bad = "A caf\ufffd for model builders.\n",
	    .good = "A café for model builders.\n",
	    .look.file = text_look_replacement,
	},
	{
	    .id = "text-soft-hyphen",
	    .level = CHECK_INFO,
	    .message = "there is a soft hyphen in the text",
	    .advice = "Remove it.",
	    .bad = "Book\u00adbinding.\n",
	    .good = "Bookbinding.\n",
	    .look.file = text_look_soft_hyphen,
	},
	{
	    .id = "text-spaces",
	    .level = CHECK_INFO,
	    .message = "there are several blanks where one is shown",
	    .advice = "Write one, or what is missing between them.",
	    .bad = "Kites  and strings.\n",
	    .good = "Kites and strings.  They fly.\n",
	    .look.file = text_look_spaces,
	},
	{
	    .id = "text-tab",
	    .level = CHECK_INFO,
	    .message = "there is a tab in the text",
	    .advice = "Write blanks.",
	    .why = "How far it reaches depends on where it is read.",
	    .bad = "* [Kites](https://example.org/kites)\n"
		   "\t* [Strings](https://example.org/strings)\n",
	    .good = "* [Kites](https://example.org/kites)\n"
		    "    * [Strings](https://example.org/strings)\n",
	    .look.file = text_look_tab,
	},
	{
	    .id = "text-trailing",
	    .level = CHECK_INFO,
	    .message = "there are blanks at the end of the line",
	    .advice = "Remove them.",
	    .why = "Two of them inside a paragraph are a line break, and are "
		   "left alone.",
	    .bad = "Kites. \n",
	    .good = "Kites,  \nand strings.\n",
	    .look.file = text_look_trailing,
	},
};

const struct rule_family family_text = {
	.name = "text",
	.title = "Characters and blanks",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
