-- A draft as it was before publishing wrote into it, to give it back.
CREATE TABLE published_draft (
	issue @text PRIMARY KEY NOT NULL,
	path @text NOT NULL,
	text @bytes NOT NULL,
	at @integer NOT NULL
) @strict;
