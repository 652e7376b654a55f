-- What keeps few from being many: who guesses, hashes and answers.

-- What was attempted long ago is found without reading what was attempted lately.
CREATE INDEX guess_last ON guess (last_at);

-- Places in which a password is hashed, which takes memory and a processor: no more
-- are hashed at once than there are rows.
-- until: when a place is free again, even if nobody has left it.
-- lease: counts who has taken it, so that nobody leaves another's.
CREATE TABLE hashing (
    place       INTEGER PRIMARY KEY,
    until       INTEGER NOT NULL,
    lease       INTEGER NOT NULL
) STRICT;

INSERT INTO hashing VALUES (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0);

-- Whether a key's holder also answers incidents; those before could.
ALTER TABLE api_key ADD COLUMN answers INTEGER NOT NULL DEFAULT 0 CHECK (answers IN (0, 1));

UPDATE api_key SET answers = 1;

-- The contractor's lists of all that are open.
CREATE INDEX incident_unclosed ON incident (id) WHERE closed_at IS NULL;
