-- Counts, their rollups, and what is known of each sensor from its pushes.

-- One interval of one channel, in the device's terms. A time is an hour since
-- 1970 and a second in it: keys are time first, and no bit is stored twice.
-- delay: seconds from the interval's end until its arrival, may be negative
--   where the device's clock is ahead; the end plus the delay is the arrival.
-- zone: the site's offset from UTC at that moment, in quarters of an hour.
-- coverage: percent observed, NULL for all of it.
-- flags: 1 above a plausible maximum, 2 gathered over a gap, 4 corrected.
CREATE TABLE count (
    hour        INTEGER NOT NULL CHECK (hour >= 0),
    channel     INTEGER NOT NULL,
    second      INTEGER NOT NULL CHECK (second BETWEEN 0 AND 3599),
    length      INTEGER NOT NULL CHECK (length BETWEEN 1 AND 86400),
    entered     INTEGER NOT NULL CHECK (entered >= 0),
    exited      INTEGER NOT NULL CHECK (exited >= 0),
    delay       INTEGER NOT NULL,
    zone        INTEGER NOT NULL,
    coverage    INTEGER CHECK (coverage BETWEEN 0 AND 99),
    flags       INTEGER NOT NULL,
    PRIMARY KEY (hour, channel, second)
) STRICT, WITHOUT ROWID;

-- Sums of an hour of the site's zone; its first moment in quarters of an hour
-- since 1970, because some zones are half an hour off.
CREATE TABLE count_hour (
    quarter     INTEGER NOT NULL,
    channel     INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    exited      INTEGER NOT NULL,
    intervals   INTEGER NOT NULL,
    flagged     INTEGER NOT NULL,
    PRIMARY KEY (quarter, channel)
) STRICT, WITHOUT ROWID;

-- Sums of a day of the site's zone, in days since 1970-01-01.
CREATE TABLE count_day (
    day         INTEGER NOT NULL,
    channel     INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    exited      INTEGER NOT NULL,
    intervals   INTEGER NOT NULL,
    flagged     INTEGER NOT NULL,
    PRIMARY KEY (day, channel)
) STRICT, WITHOUT ROWID;

-- The rollups are the database's own work: they cannot disagree with the counts.
CREATE TRIGGER count_added AFTER INSERT ON count BEGIN
    INSERT INTO count_hour VALUES (
        new.hour * 4 + new.second / 900 - (new.hour * 4 + new.second / 900 + new.zone) % 4,
        new.channel, new.entered, new.exited, 1, new.flags & 1)
    ON CONFLICT DO UPDATE SET
        entered = entered + excluded.entered, exited = exited + excluded.exited,
        intervals = intervals + 1, flagged = flagged + excluded.flagged;
    INSERT INTO count_day VALUES (
        (new.hour * 4 + new.second / 900 + new.zone) / 96,
        new.channel, new.entered, new.exited, 1, new.flags & 1)
    ON CONFLICT DO UPDATE SET
        entered = entered + excluded.entered, exited = exited + excluded.exited,
        intervals = intervals + 1, flagged = flagged + excluded.flagged;
END;

-- A correction moves the difference.
CREATE TRIGGER count_corrected AFTER UPDATE OF entered, exited, flags ON count BEGIN
    UPDATE count_hour SET
        entered = entered + new.entered - old.entered,
        exited = exited + new.exited - old.exited,
        flagged = flagged + (new.flags & 1) - (old.flags & 1)
    WHERE quarter = new.hour * 4 + new.second / 900 - (new.hour * 4 + new.second / 900 + new.zone) % 4
      AND channel = new.channel;
    UPDATE count_day SET
        entered = entered + new.entered - old.entered,
        exited = exited + new.exited - old.exited,
        flagged = flagged + (new.flags & 1) - (old.flags & 1)
    WHERE day = (new.hour * 4 + new.second / 900 + new.zone) / 96
      AND channel = new.channel;
END;

-- Counts are facts: they are never deleted, and never change their place.
CREATE TRIGGER count_kept BEFORE DELETE ON count BEGIN
    SELECT RAISE(ABORT, 'counts are never deleted');
END;

CREATE TRIGGER count_stays BEFORE UPDATE OF hour, channel, second, length, zone ON count BEGIN
    SELECT RAISE(ABORT, 'counts never move');
END;

-- Raw registers and events, from which counts are gathered; times in seconds.
CREATE TABLE register (
    channel     INTEGER NOT NULL REFERENCES channel,
    at          INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    exited      INTEGER NOT NULL,
    narrow      INTEGER NOT NULL,
    arrived     INTEGER NOT NULL,
    PRIMARY KEY (channel, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    channel     INTEGER NOT NULL REFERENCES channel,
    at          INTEGER NOT NULL,
    key         INTEGER NOT NULL,
    entered     INTEGER NOT NULL,
    exited      INTEGER NOT NULL,
    arrived     INTEGER NOT NULL,
    PRIMARY KEY (channel, at, key)
) STRICT, WITHOUT ROWID;

-- Two statements about one interval (or register): both are kept for ever.
CREATE TABLE conflict (
    id          INTEGER PRIMARY KEY,
    channel     INTEGER NOT NULL REFERENCES channel,
    start       INTEGER NOT NULL,
    arrived     INTEGER NOT NULL,
    before      TEXT    NOT NULL,
    after       TEXT    NOT NULL,
    replaced    INTEGER NOT NULL CHECK (replaced IN (0, 1))
) STRICT;

CREATE INDEX conflict_of_channel ON conflict (channel, start);

-- What is known of a sensor from its pushes.
CREATE TABLE sensor_state (
    sensor_id     INTEGER PRIMARY KEY REFERENCES sensor,
    last_contact  INTEGER NOT NULL,
    last_data     INTEGER,
    firmware      TEXT,
    clock_offset  INTEGER,
    clock_at      INTEGER
) STRICT;

-- Notable pushes, one row a sensor, kind and day of UTC, with the latest detail:
-- another device's serial, a kind that is not counted, a wrong clock.
CREATE TABLE journal (
    sensor_id   INTEGER NOT NULL REFERENCES sensor,
    day         INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    times       INTEGER NOT NULL,
    detail      TEXT    NOT NULL,
    PRIMARY KEY (sensor_id, day, kind)
) STRICT, WITHOUT ROWID;

-- How far a history import has come; written with the rows themselves.
CREATE TABLE history_import (
    id          INTEGER PRIMARY KEY,
    owner       TEXT    NOT NULL,
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    header      TEXT,
    next_line   INTEGER NOT NULL,
    next_byte   INTEGER NOT NULL,
    stored      INTEGER NOT NULL,
    repeated    INTEGER NOT NULL,
    conflicting INTEGER NOT NULL,
    refused     INTEGER NOT NULL,
    complete    INTEGER NOT NULL CHECK (complete IN (0, 1)),
    updated_at  INTEGER NOT NULL,
    UNIQUE (owner, name)
) STRICT;

CREATE TABLE history_refusal (
    import_id   INTEGER NOT NULL REFERENCES history_import ON DELETE CASCADE,
    line        INTEGER NOT NULL,
    english     TEXT    NOT NULL,
    russian     TEXT    NOT NULL,
    PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;

