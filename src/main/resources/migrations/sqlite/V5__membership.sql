-- Whose a room is: members, sanctions, invitations, the audit trail; what a room does not keep any more.

CREATE TABLE members (
  room     TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  user_id  TEXT    NOT NULL,
  role     TEXT    NOT NULL,
  added_by TEXT,
  PRIMARY KEY (room, user_id)
) WITHOUT ROWID;

CREATE INDEX members_by_user ON members (user_id, room);

CREATE TABLE sanctions (
  room     TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  user_id  TEXT    NOT NULL,
  kind     TEXT    NOT NULL,
  until_at INTEGER NOT NULL,
  by_rank  INTEGER NOT NULL,
  PRIMARY KEY (room, user_id, kind)
) WITHOUT ROWID;

CREATE INDEX sanctions_by_user ON sanctions (user_id, room);

CREATE TABLE invitations (
  room       TEXT    NOT NULL,
  seq        INTEGER NOT NULL,
  hash       TEXT    NOT NULL,
  role       TEXT    NOT NULL,
  made_by    TEXT    NOT NULL,
  made_seq   INTEGER NOT NULL,
  uses_left  INTEGER,
  expires_at INTEGER NOT NULL,
  guests     INTEGER NOT NULL,
  PRIMARY KEY (room, hash)
) WITHOUT ROWID;

CREATE UNIQUE INDEX invitations_by_hash ON invitations (hash);

CREATE TABLE audit (
  room    TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  id      TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  by_id   TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  user_id TEXT,
  target  INTEGER,
  PRIMARY KEY (room, id)
) WITHOUT ROWID;

CREATE INDEX audit_by_time ON audit (room, at, id);

CREATE TABLE removals (
  room TEXT    NOT NULL,
  seq  INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  at   INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
  PRIMARY KEY (room, seq)
) WITHOUT ROWID;

CREATE INDEX removals_by_time ON removals (at);

CREATE TABLE secrets (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO secrets VALUES ('direct', hex(randomblob(32)));

-- first_seq: events below it are in no read; 0 or 1 for all. private and retention (ms) are what options say, for indexes; a
-- direct room is private whatever they say.
ALTER TABLE rooms ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN retention INTEGER NOT NULL DEFAULT 0;

UPDATE rooms SET private = 1 WHERE id >= 'direct:' AND id < 'direct:~';

CREATE INDEX rooms_open ON rooms (id) WHERE private = 0;
CREATE INDEX rooms_retained ON rooms (retention) WHERE retention > 0;

-- What is still to be erased of a room: texts of the events from scrubbed on and below its first_seq; then rows, once they are
-- old. due_at: ms since the epoch, when there is something to do. See store.sqlite.RetiredEvents.
CREATE TABLE retired (
  room     TEXT    NOT NULL PRIMARY KEY,
  scrubbed INTEGER NOT NULL,
  due_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX retired_by_due ON retired (due_at);

-- Guests who became users.
CREATE TABLE aliases (
  guest   TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Older code knows nothing of any of this: it would open private rooms to all, and show what was deleted. It may use the file
-- until there is such a thing.
CREATE TRIGGER members_need_reader AFTER INSERT ON members
BEGIN
  UPDATE schema_reader SET oldest = 5 WHERE oldest < 5;
END;

CREATE TRIGGER sanctions_need_reader AFTER INSERT ON sanctions
BEGIN
  UPDATE schema_reader SET oldest = 5 WHERE oldest < 5;
END;

CREATE TRIGGER new_room_needs_reader AFTER INSERT ON rooms
WHEN new.private OR new.retention > 0 OR new.first_seq > 0
BEGIN
  UPDATE schema_reader SET oldest = 5 WHERE oldest < 5;
END;

CREATE TRIGGER room_needs_reader AFTER UPDATE OF private, retention, first_seq ON rooms
WHEN new.private OR new.retention > 0 OR new.first_seq > 0
BEGIN
  UPDATE schema_reader SET oldest = 5 WHERE oldest < 5;
END;

CREATE TRIGGER aliases_need_reader AFTER INSERT ON aliases
BEGIN
  UPDATE schema_reader SET oldest = 5 WHERE oldest < 5;
END;
