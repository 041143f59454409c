-- What could stand in an issue, and what the editors decided.

-- A candidate.  `source` is "reader" for what readers send in; `key` is what
-- tells that two are the same thing (the canonical address, and the day of an
-- event), within a kind.  `fields` is the thing itself, a JSON object as
-- `show` has it; `origin` says where each field comes from; `found` is what a
-- search looks at, folded.  `seen` is when the source said so.
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
	day @text,
	fields @text NOT NULL,
	origin @text,
	found @text NOT NULL,
	raw_hash @bytes,
	rule @text,
	seen @integer NOT NULL,
	created @integer NOT NULL,
	changed @integer NOT NULL,
	-- The last decision.
	who @text,
	reason @text,
	decided @integer NOT NULL DEFAULT 0,
	-- Of what a reader sent in: the name in its receipt's link, who may be
	-- written to about it, and whether the queue may show it.
	tag @bytes UNIQUE,
	contact @text,
	shown @integer NOT NULL DEFAULT 1,
	-- Where it was put.
	draft @text,
	issue @integer NOT NULL DEFAULT 0,
	UNIQUE (kind, key)
) @strict;
CREATE INDEX candidate_state ON candidate (state, id);
CREATE INDEX candidate_count ON candidate (state, kind);

-- What was decided, by whom, and how it was before: the trail, and what undo
-- goes back along.  Steps of one command have one `batch`, the id of the
-- first of them.
CREATE TABLE decision (
	id @id,
	candidate @integer NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
	batch @integer NOT NULL,
	at @integer NOT NULL,
	who @text NOT NULL,
	what @text NOT NULL,
	reason @text,
	section @text,
	before_state @text NOT NULL,
	before_section @text,
	before_who @text,
	before_reason @text,
	before_decided @integer NOT NULL,
	before_draft @text,
	undone @integer NOT NULL DEFAULT 0,
	undone_by @text
) @strict;
CREATE INDEX decision_candidate ON decision (candidate, id);
CREATE INDEX decision_batch ON decision (batch);
CREATE INDEX decision_who ON decision (who, id);

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
		CHECK (state IN ('open', 'chosen', 'refused')),
	reason @text,
	created @integer NOT NULL,
	changed @integer NOT NULL,
	UNIQUE (kind, key)
) @strict;
CREATE INDEX nomination_state ON nomination (kind, state, id);

-- A round of votes of one kind: at most one is open.  `closes` is when votes
-- end, 0 if only the editors end it; `closed` when they did.
CREATE TABLE vote_round (
	id @id,
	kind @text NOT NULL,
	opened @integer NOT NULL,
	closes @integer NOT NULL,
	closed @integer NOT NULL DEFAULT 0,
	who @text,
	winner @integer REFERENCES nomination (id) ON DELETE SET NULL
) @strict;
CREATE UNIQUE INDEX vote_round_open ON vote_round (kind) WHERE closed = 0;

-- One vote a voter and round; the voter is a keyed hash of an address that was
-- confirmed.
CREATE TABLE vote (
	round @integer NOT NULL REFERENCES vote_round (id) ON DELETE CASCADE,
	voter @bytes NOT NULL,
	nomination @integer NOT NULL REFERENCES nomination (id) ON DELETE CASCADE,
	at @integer NOT NULL,
	PRIMARY KEY (round, voter)
) @rowless;
CREATE INDEX vote_nomination ON vote (nomination, round);
CREATE INDEX vote_voter ON vote (voter);

-- What was counted elsewhere, such as likes in a forum: shown beside the
-- votes, never added to them.
CREATE TABLE tally (
	nomination @integer NOT NULL REFERENCES nomination (id) ON DELETE CASCADE,
	source @text NOT NULL,
	count @integer NOT NULL,
	at @integer NOT NULL,
	PRIMARY KEY (nomination, source)
) @rowless;
