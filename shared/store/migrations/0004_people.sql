-- People who sign in: the contractor's own see all clients, a client's see theirs.

CREATE TABLE user (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER REFERENCES client,
    -- In lower case: nobody's address differs from another's by that alone.
    email       TEXT    NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254 AND email = lower(email)),
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    role        TEXT    NOT NULL CHECK (role IN ('client_user', 'client_manager', 'engineer', 'administrator')),
    language    TEXT    NOT NULL CHECK (language IN ('ru', 'en')),
    -- The Argon2id hash with its parameters and salt; none before the first sign-in.
    password    TEXT,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER,
    disabled_at INTEGER,
    CHECK ((client_id IS NULL) = (role IN ('engineer', 'administrator')))
) STRICT;

CREATE INDEX user_of_client ON user (client_id);

-- A browser that is signed in. Only the hash of its token is kept.
CREATE TABLE session (
    id          INTEGER PRIMARY KEY,
    hash        BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    user_id     INTEGER NOT NULL REFERENCES user,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    address     TEXT,
    agent       TEXT
) STRICT;

CREATE INDEX session_of_user ON session (user_id);

-- A link that lets somebody set a password, once.
CREATE TABLE one_time_link (
    hash        BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    user_id     INTEGER NOT NULL REFERENCES user,
    purpose     TEXT    NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX link_of_user ON one_time_link (user_id);

-- Attempts to sign in that have not succeeded, by account and by network address.
CREATE TABLE guess (
    subject     TEXT    PRIMARY KEY,
    times       INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is not told of incidents any more may sign in all the same.
DROP TRIGGER contact_removed;

CREATE TRIGGER contact_removed AFTER DELETE ON contact BEGIN
    UPDATE outbox SET state = 'failed', error = 'the contact was removed'
    WHERE channel = 'mail' AND state = 'waiting' AND recipient = old.email
      AND kind NOT IN ('invitation', 'password_reset')
      AND NOT EXISTS (SELECT 1 FROM contact WHERE email = old.email);
END;
