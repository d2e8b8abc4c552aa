-- A room's fence and counter. owner is null after a release; the epoch stays.
CREATE TABLE rooms (
  id       TEXT    NOT NULL PRIMARY KEY,
  epoch    INTEGER NOT NULL,
  owner    TEXT,
  last_seq INTEGER NOT NULL,
  options  TEXT -- what is set for it, as JSON
) STRICT, WITHOUT ROWID;

-- The log. What comes later (edits, reactions) is another type here, or a table beside it.
-- from_* stand beside the body because the sender is part of the key below; digest tells a resend from another message.
CREATE TABLE events (
  room      TEXT    NOT NULL,
  seq       INTEGER NOT NULL,
  ts        INTEGER NOT NULL,
  type      TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  client_id INTEGER NOT NULL, -- 1: the id is the sender's key, stored once
  from_id   TEXT    NOT NULL,
  from_name TEXT    NOT NULL,
  from_kind TEXT    NOT NULL,
  digest    TEXT,
  body      TEXT    NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

-- Every event is in one of these two, so an append maintains one index, and both find a message by its id.
CREATE UNIQUE INDEX events_by_client_id ON events (room, id, from_id) WHERE client_id = 1;
CREATE INDEX events_by_server_id ON events (room, id) WHERE client_id = 0;

-- Answers of assistants. ended_seq is the event that ended it.
CREATE TABLE turns (
  room       TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  assistant  TEXT    NOT NULL,
  attempt    INTEGER NOT NULL,
  prompt_seq INTEGER NOT NULL,
  asker_id   TEXT    NOT NULL,
  asker_name TEXT    NOT NULL,
  asker_kind TEXT    NOT NULL,
  depth      INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  progress   TEXT, -- its log, as JSON; null until it is first kept
  state      TEXT    NOT NULL,
  ended_seq  INTEGER,
  ended_at   INTEGER,
  reason     TEXT,
  input      INTEGER, -- tokens
  output     INTEGER,
  estimated  INTEGER,
  PRIMARY KEY (room, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX turns_running ON turns (room) WHERE state = 'running';
CREATE INDEX turns_by_prompt ON turns (room, prompt_seq);

-- Usage is asked for by time, and for each user's limit.
CREATE INDEX turns_by_end ON turns (ended_at);
CREATE INDEX turns_by_asker ON turns (asker_id, ended_at);

-- Opaque sessions; key is a hash of the token. rooms is a JSON array or null.
CREATE TABLE sessions (
  key        TEXT    NOT NULL PRIMARY KEY,
  user       TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  picture    TEXT,
  role       TEXT    NOT NULL,
  rooms      TEXT,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- The store about itself. 'probe' is written while the store is away, to see whether it is back.
CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value BLOB
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('probe', NULL);
