-- The watch: who is told, what is known of each sensor's state, incidents with
-- their logs, and what waits to be sent.

-- The service plan of all sensors of a system (S2 3.2); visits are for korp only.
ALTER TABLE system ADD COLUMN plan TEXT CHECK (plan IN ('prof', 'korp'));

-- How often a sensor is heard from at least, in seconds; none: its interval,
-- or a quarter of an hour where that is shorter.
ALTER TABLE sensor ADD COLUMN heartbeat INTEGER CHECK (heartbeat BETWEEN 60 AND 604800);

-- When the newest interval of a sensor arrived.
ALTER TABLE sensor_state ADD COLUMN data_arrived INTEGER;

-- People who are told. A client's own are authorised persons or technical
-- services, of one site or of all; a third party is found by the name that
-- sensors give their supplier or mounter; duty are the contractor's own.
CREATE TABLE contact (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER REFERENCES client,
    site_id     INTEGER REFERENCES site,
    role        TEXT    NOT NULL CHECK (role IN ('authorised', 'technical', 'third_party', 'duty')),
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email       TEXT    NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    language    TEXT    NOT NULL CHECK (language IN ('ru', 'en')),
    created_at  INTEGER NOT NULL,
    CHECK ((client_id IS NULL) = (role IN ('third_party', 'duty'))),
    CHECK (site_id IS NULL OR client_id IS NOT NULL)
) STRICT;

CREATE INDEX contact_of_client ON contact (client_id, role);

-- The local server of a system, as it last made itself known.
CREATE TABLE server_state (
    system_id   INTEGER PRIMARY KEY REFERENCES system,
    synced_at   INTEGER NOT NULL,
    version     TEXT
) STRICT;

-- The current release of each model's firmware, and of the local server's
-- software under the model 'server'.
CREATE TABLE current_version (
    model       TEXT    PRIMARY KEY CHECK (length(model) BETWEEN 1 AND 100),
    version     TEXT    NOT NULL CHECK (length(version) BETWEEN 1 AND 64)
) STRICT, WITHOUT ROWID;

-- What explains unusual figures of a site.
CREATE TABLE site_event (
    id          INTEGER PRIMARY KEY,
    site_id     INTEGER NOT NULL REFERENCES site,
    kind        TEXT    NOT NULL CHECK (kind IN ('holiday', 'promotion', 'closure', 'works')),
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL CHECK (starts_at < ends_at),
    name        TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200)
) STRICT;

CREATE INDEX event_of_site ON site_event (site_id, ends_at);

-- Thresholds that differ from the defaults: a client's, then a site's, then a
-- sensor's own.
CREATE TABLE limit_override (
    scope       TEXT    NOT NULL CHECK (scope IN ('client', 'site', 'sensor')),
    scope_id    INTEGER NOT NULL,
    overrides   TEXT    NOT NULL CHECK (json_valid(overrides)),
    PRIMARY KEY (scope, scope_id)
) STRICT, WITHOUT ROWID;

-- Changes of the production calendar, each from the moment it was entered.
CREATE TABLE decree (
    id          INTEGER PRIMARY KEY,
    entered_at  INTEGER NOT NULL,
    document    TEXT    NOT NULL CHECK (json_valid(document))
) STRICT;

-- When each sensor is next looked at: its states when they can change, its
-- hours once they are over, its days in the night after them.
CREATE TABLE watch (
    sensor_id   INTEGER PRIMARY KEY REFERENCES sensor,
    due         INTEGER NOT NULL DEFAULT 0,
    hour_due    INTEGER NOT NULL DEFAULT 0,
    day_due     INTEGER NOT NULL DEFAULT 0,
    link        TEXT    NOT NULL DEFAULT 'awaited',
    link_since  INTEGER,
    data        TEXT    NOT NULL DEFAULT 'awaited',
    data_since  INTEGER,
    failures    INTEGER NOT NULL DEFAULT 0,
    failure     TEXT,
    profile     BLOB,
    hourly      TEXT,
    daily       TEXT
) STRICT;

CREATE INDEX watch_due ON watch (due);

CREATE INDEX watch_hour_due ON watch (hour_due);

CREATE INDEX watch_day_due ON watch (day_due);

INSERT INTO watch (sensor_id) SELECT id FROM sensor WHERE retired_at IS NULL;

CREATE TRIGGER sensor_watched AFTER INSERT ON sensor BEGIN
    INSERT INTO watch (sensor_id) VALUES (new.id);
END;

-- What a state depends on has changed: look again.
CREATE TRIGGER sensor_rewatched AFTER UPDATE ON sensor BEGIN
    UPDATE watch SET due = 0,
        hour_due = CASE WHEN new.retired_at IS NULL THEN 0 ELSE 253402300799 END,
        day_due = CASE WHEN new.retired_at IS NULL THEN 0 ELSE 253402300799 END
    WHERE sensor_id = new.id;
END;

CREATE TRIGGER hours_rewatched AFTER INSERT ON site_hours BEGIN
    UPDATE watch SET due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = new.site_id);
END;

CREATE TRIGGER hours_closed_rewatched AFTER DELETE ON site_hours BEGIN
    UPDATE watch SET due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = old.site_id);
END;

CREATE TRIGGER exception_rewatched AFTER INSERT ON site_exception BEGIN
    UPDATE watch SET due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = new.site_id);
END;

CREATE TRIGGER exception_gone_rewatched AFTER DELETE ON site_exception BEGIN
    UPDATE watch SET due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = old.site_id);
END;

CREATE TRIGGER zone_rewatched AFTER UPDATE OF zone ON site BEGIN
    UPDATE watch SET due = 0, hour_due = 0, day_due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = new.id);
END;

CREATE TRIGGER event_rewatched AFTER INSERT ON site_event BEGIN
    UPDATE watch SET due = 0, hour_due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = new.site_id);
END;

CREATE TRIGGER event_gone_rewatched AFTER DELETE ON site_event BEGIN
    UPDATE watch SET due = 0, hour_due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id WHERE e.site_id = old.site_id);
END;

CREATE TRIGGER limit_set_rewatched AFTER INSERT ON limit_override BEGIN
    UPDATE watch SET due = 0, hour_due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id
         WHERE CASE new.scope WHEN 'sensor' THEN s.id WHEN 'site' THEN site.id ELSE site.client_id END = new.scope_id);
END;

CREATE TRIGGER limit_changed_rewatched AFTER UPDATE ON limit_override BEGIN
    UPDATE watch SET due = 0, hour_due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id
         WHERE CASE new.scope WHEN 'sensor' THEN s.id WHEN 'site' THEN site.id ELSE site.client_id END = new.scope_id);
END;

CREATE TRIGGER limit_gone_rewatched AFTER DELETE ON limit_override BEGIN
    UPDATE watch SET due = 0, hour_due = 0 WHERE sensor_id IN
        (SELECT s.id FROM sensor s JOIN entrance e ON e.id = s.entrance_id JOIN site ON site.id = e.site_id
         WHERE CASE old.scope WHEN 'sensor' THEN s.id WHEN 'site' THEN site.id ELSE site.client_id END = old.scope_id);
END;

-- A sensor is heard from again before it is due: it need not wait for that.
CREATE TRIGGER sensor_first_heard AFTER INSERT ON sensor_state BEGIN
    UPDATE watch SET due = 0 WHERE sensor_id = new.sensor_id;
END;

CREATE TRIGGER sensor_heard AFTER UPDATE OF last_contact, last_data ON sensor_state BEGIN
    UPDATE watch SET due = 0 WHERE sensor_id = new.sensor_id AND due <> 0
        AND (link = 'lost' OR link = 'awaited' OR data IN ('awaited', 'late'));
END;

-- The service's own life: ticks tell when it stood.
CREATE TABLE service (
    only         INTEGER PRIMARY KEY CHECK (only = 1),
    ticked_at    INTEGER,
    calendar_told INTEGER
) STRICT;

INSERT INTO service VALUES (1, NULL, NULL);

CREATE TABLE downtime (
    starts_at   INTEGER PRIMARY KEY,
    ends_at     INTEGER NOT NULL CHECK (starts_at < ends_at),
    reason      TEXT    NOT NULL CHECK (reason IN ('stopped', 'silent'))
) STRICT;

-- One symptom of one subject, as far as it has come towards an incident or
-- away from it. A quiet one has no row.
CREATE TABLE alarm (
    subject     TEXT    NOT NULL CHECK (subject IN ('sensor', 'system', 'service')),
    subject_id  INTEGER NOT NULL,
    symptom     TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (json_valid(state)),
    incident_id INTEGER REFERENCES incident,
    PRIMARY KEY (subject, subject_id, symptom)
) STRICT, WITHOUT ROWID;

CREATE INDEX alarm_of_incident ON alarm (incident_id);

-- An incident. What is said here of its stage and side is what its log says,
-- kept beside it for lists and written with it.
-- attention: when a deadline next comes near or passes, none where none runs.
CREATE TABLE incident (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER REFERENCES client,
    site_id     INTEGER REFERENCES site,
    system_id   INTEGER REFERENCES system,
    sensor_id   INTEGER REFERENCES sensor,
    parent_id   INTEGER REFERENCES incident,
    symptom     TEXT    NOT NULL,
    since       INTEGER NOT NULL,
    detected_at INTEGER NOT NULL,
    evidence    TEXT    NOT NULL CHECK (json_valid(evidence)),
    stage       TEXT    NOT NULL,
    side        TEXT    CHECK (side IN ('contractor', 'client', 'third_party')),
    unstable    INTEGER NOT NULL DEFAULT 0 CHECK (unstable IN (0, 1)),
    cause       TEXT,
    remedy      TEXT,
    closed_at   INTEGER,
    attention   INTEGER
) STRICT;

CREATE INDEX incident_of_client ON incident (client_id, id);

CREATE INDEX incident_of_site ON incident (site_id, id);

CREATE INDEX incident_of_sensor ON incident (sensor_id, symptom, id);

CREATE INDEX incident_of_parent ON incident (parent_id);

CREATE INDEX incident_attention ON incident (attention) WHERE attention IS NOT NULL;

CREATE INDEX incident_open ON incident (client_id, id) WHERE closed_at IS NULL;

CREATE TABLE incident_event (
    id          INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident,
    at          INTEGER NOT NULL,
    author      TEXT    NOT NULL CHECK (json_valid(author)),
    event       TEXT    NOT NULL CHECK (json_valid(event)),
    text        TEXT    CHECK (length(text) <= 4000)
) STRICT;

CREATE INDEX event_of_incident ON incident_event (incident_id, id);

-- A log is what was said and when: it never changes.
CREATE TRIGGER log_kept BEFORE DELETE ON incident_event BEGIN
    SELECT RAISE(ABORT, 'the log of an incident is never deleted');
END;

CREATE TRIGGER log_stays BEFORE UPDATE ON incident_event BEGIN
    SELECT RAISE(ABORT, 'the log of an incident never changes');
END;

CREATE TRIGGER incident_kept BEFORE DELETE ON incident BEGIN
    SELECT RAISE(ABORT, 'incidents are never deleted');
END;

-- What waits to be sent, was sent, or could not be. The key holds incident,
-- event and recipient, never the text: told once is told.
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,
    channel     TEXT    NOT NULL CHECK (channel IN ('mail', 'webhook')),
    incident_id INTEGER REFERENCES incident,
    recipient   TEXT    NOT NULL,
    language    TEXT    NOT NULL CHECK (language IN ('ru', 'en')),
    kind        TEXT    NOT NULL,
    body        TEXT    NOT NULL CHECK (json_valid(body)),
    critical    INTEGER NOT NULL CHECK (critical IN (0, 1)),
    created_at  INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'suppressed', 'gathered')),
    attempts    INTEGER NOT NULL DEFAULT 0,
    sent_at     INTEGER,
    error       TEXT
) STRICT;

CREATE INDEX outbox_due ON outbox (due) WHERE state IN ('waiting', 'sending');

CREATE INDEX outbox_of_incident ON outbox (incident_id);

CREATE INDEX outbox_of_recipient ON outbox (recipient, created_at);

-- Whoever is taken from the contacts is not written to any more.
CREATE TRIGGER contact_removed AFTER DELETE ON contact BEGIN
    UPDATE outbox SET state = 'failed', error = 'the contact was removed'
    WHERE channel = 'mail' AND state = 'waiting' AND recipient = old.email
      AND NOT EXISTS (SELECT 1 FROM contact WHERE email = old.email);
END;

-- Addresses to which nothing is sent.
CREATE TABLE suppression (
    email       TEXT    PRIMARY KEY,
    reason      TEXT    NOT NULL,
    since       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a client, or all, wants incidents in systems of its own.
CREATE TABLE webhook (
    id          INTEGER PRIMARY KEY,
    client_id   INTEGER NOT NULL REFERENCES client,
    url         TEXT    NOT NULL CHECK (length(url) BETWEEN 8 AND 500),
    secret      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX webhook_of_client ON webhook (client_id);
