-- How far the publishing of each issue has come (store/publishing.h).
CREATE TABLE publish_step (
	issue @text NOT NULL,
	name @text NOT NULL,
	state @text NOT NULL CHECK (state IN ('begun', 'done', 'failed',
		'unknown')),
	mark @text,
	said @text,
	who @text NOT NULL,
	at @integer NOT NULL,
	PRIMARY KEY (issue, name)
) @rowless;

-- Who is at it: nobody else is until that time.
CREATE TABLE publish_lease (
	name @text PRIMARY KEY NOT NULL,
	holder @text NOT NULL,
	until @integer NOT NULL
) @rowless;

-- What was published, to tell what an edit changed.
CREATE TABLE published (
	issue @text PRIMARY KEY NOT NULL,
	path @text NOT NULL,
	text @bytes NOT NULL,
	at @integer NOT NULL
) @strict;
