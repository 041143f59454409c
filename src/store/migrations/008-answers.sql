-- What an answer is told apart by is kept beside the answer, in a file.
ALTER TABLE source DROP COLUMN etag;
ALTER TABLE source DROP COLUMN last_modified;
