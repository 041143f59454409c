-- How fast mails of issues may go, by all senders together: in all (name ''),
-- and to each domain that has a limit.
CREATE TABLE throttle (
	name @text PRIMARY KEY NOT NULL,
	-- Microseconds since 1970: when the next mail may go, and behind which
	-- no mail waits that was put off.
	next @integer NOT NULL DEFAULT 0,
	planned @integer NOT NULL DEFAULT 0,
	-- Of the day (since 1970, UTC): how many may go, and have gone.
	day @integer NOT NULL DEFAULT 0,
	most @integer NOT NULL DEFAULT 0,
	used @integer NOT NULL DEFAULT 0
) @strict;
