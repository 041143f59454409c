-- What came back of mailings, and what it told (store/bounces.h).

-- One thing that a mail, or a service that sends for us, told.  `hash` is that
-- of the mail, keyed; `part` counts what one mail tells.  `mailing` and `reader`
-- are those of a delivery, who may be gone since.  `kept` is set while a person
-- is to look at it: then `returned_text` has the mail.
CREATE TABLE returned (
	id @id,
	hash @bytes NOT NULL,
	part @integer NOT NULL,
	at @integer NOT NULL,
	source @text NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('hard', 'soft', 'refused', 'late',
		'complaint', 'unsubscribe', 'auto-reply', 'delivered', 'unread')),
	fate @text NOT NULL CHECK (fate IN ('noted', 'gone', 'nobody', 'forged')),
	mailing @integer,
	reader @integer,
	address @text,
	reason @text,
	status @text,
	said @text,
	kept @integer NOT NULL DEFAULT 0,
	UNIQUE (hash, part)
) @strict;
CREATE INDEX returned_reader ON returned (reader, id) WHERE reader IS NOT NULL;
CREATE INDEX returned_kept ON returned (id) WHERE kept = 1;
CREATE INDEX returned_said ON returned (at) WHERE said IS NOT NULL;

-- The mail, or its beginning; `size` is that of all of it.
CREATE TABLE returned_text (
	returned @integer PRIMARY KEY REFERENCES returned (id) ON DELETE CASCADE,
	size @integer NOT NULL,
	bytes @bytes NOT NULL
) @rowless;

-- A mailing that did not reach a reader for a reason that may pass.
CREATE TABLE soft_bounce (
	reader @integer NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
	mailing @integer NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
	at @integer NOT NULL,
	PRIMARY KEY (reader, mailing)
) @rowless;
