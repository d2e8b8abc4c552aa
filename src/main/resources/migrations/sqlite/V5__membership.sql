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
