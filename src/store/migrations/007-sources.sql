-- What is known of a source since it was asked last (store/sources.h).
CREATE TABLE source (
	id @text PRIMARY KEY NOT NULL,
	address @text,
	etag @text,
	last_modified @text,
	tried @integer NOT NULL,
	complete @integer NOT NULL,
	trouble @text
) @strict;
