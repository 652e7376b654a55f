-- Analytical restoration (S2 4.2.7): what was not measured, filled from what is
-- usual, with the client's agreement. Counts are never touched: whoever reads takes
-- what was measured, and else what a restoration that stands says.

-- What is proposed to be filled, by whom is said in its log. It stands while the
-- last entry of its log is 'agreed'.
CREATE TABLE restoration (
    id          INTEGER PRIMARY KEY,
    sensor_id   INTEGER NOT NULL REFERENCES sensor,
    starts_at   INTEGER NOT NULL CHECK (0 <= starts_at),
    ends_at     INTEGER NOT NULL CHECK (starts_at < ends_at),
    method      TEXT    NOT NULL CHECK (length(method) BETWEEN 1 AND 64),
    reason      TEXT    NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000)
) STRICT;

CREATE INDEX restoration_of_sensor ON restoration (sensor_id, id);

CREATE TABLE restoration_event (
    id             INTEGER PRIMARY KEY,
    restoration_id INTEGER NOT NULL REFERENCES restoration,
    at             INTEGER NOT NULL,
    author         TEXT    NOT NULL CHECK (json_valid(author)),
    event          TEXT    NOT NULL CHECK (event IN ('proposed', 'agreed', 'declined', 'withdrawn')),
    text           TEXT    CHECK (length(text) BETWEEN 1 AND 4000)
) STRICT;

CREATE INDEX event_of_restoration ON restoration_event (restoration_id, id);

-- One interval that was not measured, in the terms of count: the device's numbers,
-- so that a corrected channel map corrects what was restored, too.
CREATE TABLE restored (
    channel        INTEGER NOT NULL REFERENCES channel,
    hour           INTEGER NOT NULL CHECK (hour >= 0),
    second         INTEGER NOT NULL CHECK (second BETWEEN 0 AND 3599),
    restoration_id INTEGER NOT NULL REFERENCES restoration,
    length         INTEGER NOT NULL CHECK (length BETWEEN 1 AND 3600),
    zone           INTEGER NOT NULL,
    entered        INTEGER NOT NULL CHECK (entered >= 0),
    exited         INTEGER NOT NULL CHECK (exited >= 0),
    PRIMARY KEY (channel, hour, second, restoration_id)
) STRICT, WITHOUT ROWID;

-- How far the restored people of an hour of the site's zone may be from the truth:
-- so many fewer or more, in nine of ten such hours. Its first moment as in count_hour.
CREATE TABLE restored_hour (
    restoration_id INTEGER NOT NULL REFERENCES restoration,
    quarter        INTEGER NOT NULL,
    channel        INTEGER NOT NULL REFERENCES channel,
    zone           INTEGER NOT NULL,
    entered_below  REAL    NOT NULL CHECK (entered_below >= 0),
    entered_above  REAL    NOT NULL CHECK (entered_above >= 0),
    exited_below   REAL    NOT NULL CHECK (exited_below >= 0),
    exited_above   REAL    NOT NULL CHECK (exited_above >= 0),
    PRIMARY KEY (restoration_id, quarter, channel)
) STRICT, WITHOUT ROWID;

-- What was agreed on stays as it was agreed on.
CREATE TRIGGER restoration_kept BEFORE DELETE ON restoration BEGIN
    SELECT RAISE(ABORT, 'restorations are never deleted');
END;

CREATE TRIGGER restoration_stays BEFORE UPDATE ON restoration BEGIN
    SELECT RAISE(ABORT, 'restorations never change');
END;

CREATE TRIGGER restoration_event_kept BEFORE DELETE ON restoration_event BEGIN
    SELECT RAISE(ABORT, 'the log of a restoration is never deleted');
END;

CREATE TRIGGER restoration_event_stays BEFORE UPDATE ON restoration_event BEGIN
    SELECT RAISE(ABORT, 'the log of a restoration never changes');
END;

CREATE TRIGGER restored_kept BEFORE DELETE ON restored BEGIN
    SELECT RAISE(ABORT, 'restored values are never deleted');
END;

CREATE TRIGGER restored_stays BEFORE UPDATE ON restored BEGIN
    SELECT RAISE(ABORT, 'restored values never change');
END;

CREATE TRIGGER restored_hour_kept BEFORE DELETE ON restored_hour BEGIN
    SELECT RAISE(ABORT, 'restored values are never deleted');
END;

CREATE TRIGGER restored_hour_stays BEFORE UPDATE ON restored_hour BEGIN
    SELECT RAISE(ABORT, 'restored values never change');
END;

-- Counts that reach over the end of their hour: what is restored looks for them among
-- the hours before, and there are next to none.
CREATE INDEX count_long ON count (channel, hour) WHERE 3600 < second + length;
