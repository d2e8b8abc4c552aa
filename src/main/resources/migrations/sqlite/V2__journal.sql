-- Where events are appended, in the order of commits: a commit writes a few pages, whatever the number of its rooms. They
-- move to events, a room's together; an event may be in both until it is deleted here. See store.sqlite.Journal.
CREATE TABLE journal (
  n         INTEGER NOT NULL PRIMARY KEY,
  room      TEXT    NOT NULL,
  seq       INTEGER NOT NULL,
  ts        INTEGER NOT NULL,
  type      TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  client_id INTEGER NOT NULL,
  from_id   TEXT    NOT NULL,
  from_name TEXT    NOT NULL,
  from_kind TEXT    NOT NULL,
  digest    TEXT,
  body      TEXT    NOT NULL
) STRICT;
