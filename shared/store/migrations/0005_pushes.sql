-- The last bodies that a sensor pushed, for whoever has to find out why they
-- are refused or not what was expected. Never a token.
-- bytes: how long the body was; of a longer one only the beginning is kept.
-- english, russian: what a refusal said.
CREATE TABLE push (
    id           INTEGER PRIMARY KEY,
    sensor_id    INTEGER NOT NULL REFERENCES sensor,
    at           INTEGER NOT NULL,
    status       INTEGER NOT NULL CHECK (status BETWEEN 200 AND 599),
    content_type TEXT    CHECK (length(content_type) <= 200),
    bytes        INTEGER NOT NULL,
    body         BLOB    NOT NULL CHECK (length(body) <= 16384),
    english      TEXT,
    russian      TEXT
) STRICT;

CREATE INDEX push_of_sensor ON push (sensor_id, status >= 400, id);

-- Five that were accepted and five that were refused: neither pushes the
-- others out.
CREATE TRIGGER push_added AFTER INSERT ON push BEGIN
    DELETE FROM push
    WHERE sensor_id = new.sensor_id AND (status >= 400) = (new.status >= 400)
      AND id <= (SELECT id FROM push
                 WHERE sensor_id = new.sensor_id AND (status >= 400) = (new.status >= 400)
                 ORDER BY id DESC LIMIT 1 OFFSET 5);
END;
