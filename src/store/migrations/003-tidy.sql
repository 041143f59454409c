-- Who nominated is a keyed hash, as the voter of a vote; `credit` is whom to
-- thank, if they want that.
ALTER TABLE nomination DROP COLUMN nominator;
ALTER TABLE nomination ADD COLUMN nominator @bytes;
ALTER TABLE nomination ADD COLUMN credit @text;

-- Each count knows until when it matters, so that it can be forgotten then.
DROP TABLE pace;
CREATE TABLE pace (
	key @bytes NOT NULL,
	slot @integer NOT NULL,
	count @integer NOT NULL,
	until @integer NOT NULL,
	PRIMARY KEY (key, slot)
) @rowless;
CREATE INDEX pace_until ON pace (until);
