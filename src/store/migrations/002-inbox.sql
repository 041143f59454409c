-- What could stand in an issue, and what the editors decided.

-- A candidate.  `source` is "reader" for what readers send in; `key` is what
-- tells that two are the same thing (the canonical address, and the day of an
-- event), within a kind.  `fields` is the thing itself, a JSON object as
-- `show` has it; `origin` says where each field comes from.
CREATE TABLE candidate (
	id @id,
	kind @text NOT NULL,
	key @text NOT NULL,
	source @text NOT NULL,
	source_address @text,
	state @text NOT NULL DEFAULT 'new' CHECK (state IN
		('new', 'accepted', 'rejected', 'placed', 'published', 'withdrawn')),
	section @text,
	title @text NOT NULL,
	url @text,
	fields @text NOT NULL,
	origin @text,
	raw_hash @bytes,
	rule @text,
	reason @text,
	created @integer NOT NULL,
	changed @integer NOT NULL,
	-- Of what a reader sent in: the name in its receipt's link, who may be
	-- written to about it, and whether the queue may show it.
	tag @bytes UNIQUE,
	contact @text,
	shown @integer NOT NULL DEFAULT 1,
	-- Where it was put.
	draft @text,
	issue @integer,
	UNIQUE (kind, key)
) @strict;
CREATE INDEX candidate_state ON candidate (state, id);

-- What was decided, by whom, and how it was before: the trail, and what undo
-- goes back along.  Steps of one command have one `batch`.
CREATE TABLE decision (
	id @id,
	candidate @integer NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
	batch @integer NOT NULL,
	at @integer NOT NULL,
	who @text NOT NULL,
	what @text NOT NULL,
	reason @text,
	before @text NOT NULL,
	undone @integer NOT NULL DEFAULT 0
) @strict;
CREATE INDEX decision_candidate ON decision (candidate, id);
CREATE INDEX decision_batch ON decision (batch);

-- What readers want featured: "crate", "quote".
CREATE TABLE nomination (
	id @id,
	kind @text NOT NULL,
	key @text NOT NULL,
	name @text,
	url @text,
	text @text NOT NULL,
	source @text,
	nominator @text,
	state @text NOT NULL DEFAULT 'open'
		CHECK (state IN ('open', 'chosen', 'closed', 'refused')),
	created @integer NOT NULL,
	changed @integer NOT NULL,
	elsewhere @integer NOT NULL DEFAULT 0,
	UNIQUE (kind, key)
) @strict;

-- One vote a voter and kind; the voter is a keyed hash of an address that was
-- confirmed.
CREATE TABLE vote (
	kind @text NOT NULL,
	voter @bytes NOT NULL,
	nomination @integer NOT NULL REFERENCES nomination (id) ON DELETE CASCADE,
	at @integer NOT NULL,
	PRIMARY KEY (kind, voter)
) @rowless;
CREATE INDEX vote_nomination ON vote (nomination);
