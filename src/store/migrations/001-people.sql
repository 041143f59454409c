-- Who reads, what they want, what they agreed to, and what they are sent.

-- What there is one of: the key of the links, and the like.
CREATE TABLE fact (
	name @text PRIMARY KEY,
	bytes @bytes NOT NULL
) @strict;

-- `address` is what mail goes to, `address_key` what addresses are compared
-- by (base/address.h).  `tag` names a subscriber in links, so that they tell
-- nothing: it is random.
CREATE TABLE subscriber (
	id @id,
	address @text NOT NULL,
	address_key @text NOT NULL UNIQUE,
	tag @bytes NOT NULL UNIQUE,
	state @text NOT NULL
		CHECK (state IN ('pending', 'active', 'paused', 'left', 'bounced')),
	name @text,
	language @text,
	format @text NOT NULL DEFAULT 'html' CHECK (format IN ('html', 'text')),
	source @text NOT NULL,
	created @integer NOT NULL,
	changed @integer NOT NULL,
	paused_until @integer
) @strict;
CREATE INDEX subscriber_state ON subscriber (state, id);

-- What a reader chose.  A kind of which there is nothing means all of it.
CREATE TABLE preference (
	subscriber @integer NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
	kind @text NOT NULL CHECK (kind IN ('section', 'region', 'country')),
	value @text NOT NULL,
	PRIMARY KEY (subscriber, kind, value)
) @rowless;

-- What somebody agreed to or took back, when, by which version of the text,
-- and from where, as far as the settings let us keep that.
CREATE TABLE consent (
	id @id,
	subscriber @integer NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
	what @text NOT NULL,
	at @integer NOT NULL,
	text_version @text,
	source @text NOT NULL,
	network @text
) @strict;
CREATE INDEX consent_subscriber ON consent (subscriber, id);

-- Addresses that must not be written to.  Only a keyed hash is kept, so that
-- an erased address is in no file of ours and is refused all the same.
CREATE TABLE suppression (
	hash @bytes PRIMARY KEY,
	reason @text NOT NULL,
	at @integer NOT NULL
) @rowless;

-- How often somebody did something in a stretch of time.
CREATE TABLE pace (
	key @bytes NOT NULL,
	slot @integer NOT NULL,
	count @integer NOT NULL,
	PRIMARY KEY (key, slot)
) @rowless;

-- Mail that waits to be sent: confirmations and the like.
CREATE TABLE outbox (
	id @id,
	recipient @text NOT NULL,
	kind @text NOT NULL,
	message @bytes NOT NULL,
	created @integer NOT NULL,
	due @integer NOT NULL,
	tries @integer NOT NULL DEFAULT 0,
	said @text
) @strict;
CREATE INDEX outbox_due ON outbox (due, id);
