-- Clients and what they have: systems, sites, entrances, sensors, and who may speak for them.

CREATE TABLE client (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    inn         TEXT    UNIQUE CHECK (inn GLOB '[0-9]*' AND length(inn) IN (10, 12)),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE system (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    edition     TEXT    NOT NULL CHECK (edition IN ('local', 'cloud')),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX system_of_client ON system (client_id);

CREATE TABLE site (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    address     TEXT,
    zone        TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX site_of_client ON site (client_id);

-- Minutes from local midnight; a day may have several spans, none past 24:00.
CREATE TABLE site_hours (
    site_id     INTEGER NOT NULL REFERENCES site ON DELETE CASCADE,
    weekday     INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens       INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    closes      INTEGER NOT NULL CHECK (closes BETWEEN 1 AND 1440 AND closes > opens),
    PRIMARY KEY (site_id, weekday, opens)
) STRICT, WITHOUT ROWID;

-- A date that differs from its weekday; without times the site is closed.
CREATE TABLE site_exception (
    site_id     INTEGER NOT NULL REFERENCES site ON DELETE CASCADE,
    date        TEXT    NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    opens       INTEGER CHECK (opens BETWEEN 0 AND 1439),
    closes      INTEGER CHECK (closes BETWEEN 1 AND 1440 AND closes > opens),
    reason      TEXT,
    PRIMARY KEY (site_id, date),
    CHECK ((opens IS NULL) = (closes IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE entrance (
    id          INTEGER PRIMARY KEY,
    site_id     INTEGER NOT NULL REFERENCES site,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX entrance_of_site ON entrance (site_id);

CREATE TABLE sensor (
    id             INTEGER PRIMARY KEY,
    system_id      INTEGER NOT NULL REFERENCES system,
    entrance_id    INTEGER NOT NULL REFERENCES entrance,
    name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    model          TEXT,
    serial         TEXT,
    format         TEXT    NOT NULL,
    kind           TEXT    NOT NULL CHECK (kind IN ('increment', 'cumulative', 'event')),
    interval       INTEGER NOT NULL CHECK (interval BETWEEN 60 AND 86400 AND 86400 % interval = 0),
    firmware       TEXT,
    room           TEXT,
    cabinet        TEXT,
    supplied_by    TEXT    NOT NULL CHECK (supplied_by IN ('contractor', 'client', 'third_party')),
    supplier       TEXT,
    mounted_by     TEXT    NOT NULL CHECK (mounted_by IN ('contractor', 'client', 'third_party')),
    mounter        TEXT,
    warranty_until TEXT    CHECK (warranty_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    created_at     INTEGER NOT NULL,
    retired_at     INTEGER
) STRICT;

CREATE INDEX sensor_of_entrance ON sensor (entrance_id);

CREATE INDEX sensor_of_system ON sensor (system_id);

-- What a sensor's maker calls a line or a register, and what it means here.
-- Counts stay in the device's terms: direction and flip apply when reading,
-- so that a corrected map corrects the history too.
-- mapped: set by an administrator, not taken from the first push.
-- since: start of the earliest interval, from which on all are expected.
CREATE TABLE channel (
    id          INTEGER PRIMARY KEY,
    sensor_id   INTEGER NOT NULL REFERENCES sensor,
    source      TEXT    NOT NULL CHECK (length(source) BETWEEN 1 AND 64),
    direction   TEXT    NOT NULL CHECK (direction IN ('both', 'in', 'out', 'none')),
    flip        INTEGER NOT NULL DEFAULT 0 CHECK (flip IN (0, 1)),
    mapped      INTEGER NOT NULL CHECK (mapped IN (0, 1)),
    since       INTEGER,
    UNIQUE (sensor_id, source)
) STRICT;

-- Only hashes are kept. A rotated token stays good until it expires.
CREATE TABLE sensor_token (
    hash        BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    sensor_id   INTEGER NOT NULL REFERENCES sensor,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    revoked_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX token_of_sensor ON sensor_token (sensor_id);

-- A client's key for reading its own figures.
CREATE TABLE api_key (
    id          INTEGER PRIMARY KEY,
    hash        BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    client_id   INTEGER NOT NULL REFERENCES client,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at  INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT;

CREATE INDEX key_of_client ON api_key (client_id);

-- Grows with every change that a cached sensor profile depends on, so that a
-- writer sees inside its own transaction whether its cache still holds.
CREATE TABLE registry_version (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    version     INTEGER NOT NULL
) STRICT;

INSERT INTO registry_version VALUES (1, 1);

CREATE TRIGGER sensor_changed AFTER UPDATE ON sensor BEGIN
    UPDATE registry_version SET version = version + 1;
END;

CREATE TRIGGER channel_added AFTER INSERT ON channel BEGIN
    UPDATE registry_version SET version = version + 1;
END;

CREATE TRIGGER channel_changed AFTER UPDATE OF source, direction, flip ON channel BEGIN
    UPDATE registry_version SET version = version + 1;
END;

CREATE TRIGGER token_changed AFTER UPDATE ON sensor_token BEGIN
    UPDATE registry_version SET version = version + 1;
END;

CREATE TRIGGER zone_changed AFTER UPDATE OF zone ON site BEGIN
    UPDATE registry_version SET version = version + 1;
END;

