-- What a source told beside what it has, the last time: a line each.
ALTER TABLE source ADD COLUMN notes @text;
