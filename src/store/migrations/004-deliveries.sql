-- The sending of an issue, and of it to each reader (store/deliveries.h).

CREATE TABLE mailing (
	id @id,
	issue @text NOT NULL UNIQUE,
	state @text NOT NULL CHECK (state IN ('preparing', 'open', 'stopped')),
	why @text,
	who @text NOT NULL,
	created @integer NOT NULL,
	starts @integer NOT NULL,
	-- While it is prepared: the last subscriber that was looked at.
	prepared @integer NOT NULL DEFAULT 0
) @strict;

-- A process that sends.  What it has leased is its own until `until`.
CREATE TABLE sender (
	id @id,
	name @text NOT NULL,
	started @integer NOT NULL,
	until @integer NOT NULL
) @strict;

CREATE TABLE lease (
	id @id,
	mailing @integer NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
	sender @integer NOT NULL REFERENCES sender (id),
	taken @integer NOT NULL
) @strict;

-- `reader` is the id of a subscriber, who may be erased since: ids are never
-- given twice.  `promised`: the end of the mail may be on its way.
CREATE TABLE delivery (
	mailing @integer NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
	reader @integer NOT NULL,
	state @text NOT NULL CHECK (state IN ('queued', 'leased', 'sent',
		'deferred', 'bounced', 'suppressed', 'unknown')),
	due @integer NOT NULL DEFAULT 0,
	lease @integer,
	promised @integer NOT NULL DEFAULT 0,
	tries @integer NOT NULL DEFAULT 0,
	steps @integer NOT NULL DEFAULT 0,
	PRIMARY KEY (mailing, reader)
) @rowless;
CREATE INDEX delivery_due ON delivery (mailing, state, due, reader);
CREATE INDEX delivery_leased ON delivery (lease) WHERE state = 'leased';

-- What became of a delivery, each time, in the words of who said so.
CREATE TABLE delivery_step (
	mailing @integer NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
	reader @integer NOT NULL,
	step @integer NOT NULL,
	at @integer NOT NULL,
	state @text NOT NULL,
	status @text,
	said @text,
	PRIMARY KEY (mailing, reader, step)
) @rowless;
