-- What was freed before secure_delete was on may still hold texts: the free pages are taken, filled with zeros, and freed.
CREATE TABLE zeros (bytes BLOB) STRICT;
INSERT INTO zeros
  WITH RECURSIVE pages (page) AS (
    SELECT 0 UNION ALL SELECT page + 1000 FROM pages, pragma_freelist_count WHERE page + 1000 < freelist_count)
  SELECT zeroblob(page_size * min(1000, freelist_count - page))
  FROM pages, pragma_freelist_count, pragma_page_size WHERE freelist_count > 0;
DROP TABLE zeros;

-- Which of a room's events are messages, and the how manieth of them: a page of messages is found by it, whatever stands
-- between them. A table and not an index, which would be built in one piece, and not a column of events, whose rows would
-- all be written anew. An event is a message here once it was moved; of older code, the trigger lists it as well.
CREATE TABLE messages (
  room TEXT    NOT NULL,
  seq  INTEGER NOT NULL,
  nth  INTEGER NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

-- Rooms of before whose messages are still to be listed there; those up to seq are. See store.sqlite.MessageListing.
CREATE TABLE unlisted (
  room TEXT    NOT NULL PRIMARY KEY,
  seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO unlisted (room, seq) SELECT id, 0 FROM rooms;

CREATE TRIGGER events_list_message AFTER INSERT ON events
WHEN new.type IN ('message', 'answer') AND NOT EXISTS (SELECT 1 FROM unlisted WHERE room = new.room)
BEGIN
  INSERT INTO messages (room, seq, nth) VALUES (new.room, new.seq, 1 + coalesce(
    (SELECT nth FROM messages WHERE room = new.room AND seq < new.seq ORDER BY seq DESC LIMIT 1), 0));
END;

-- Who reacted how to which message, and what a reader is shown of it: users is a JSON list of the first of them.
CREATE TABLE reactions (
  room    TEXT    NOT NULL,
  target  INTEGER NOT NULL,
  emoji   TEXT    NOT NULL,
  user_id TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  PRIMARY KEY (room, target, emoji, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reaction_counts (
  room      TEXT    NOT NULL,
  target    INTEGER NOT NULL,
  emoji     TEXT    NOT NULL,
  first_seq INTEGER NOT NULL,
  count     INTEGER NOT NULL,
  users     TEXT    NOT NULL,
  PRIMARY KEY (room, target, emoji)
) STRICT, WITHOUT ROWID;

-- Events that edited a message, and messages that were deleted. at is null once the digests of their contents are gone.
CREATE TABLE edits (
  room   TEXT    NOT NULL,
  target INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (room, target, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE deletions (
  room   TEXT    NOT NULL,
  target INTEGER NOT NULL,
  at     INTEGER,
  PRIMARY KEY (room, target)
) STRICT, WITHOUT ROWID;

CREATE INDEX deletions_due ON deletions (at) WHERE at IS NOT NULL;

-- Events that changed a room's shared state, and the state as it was after one of them.
CREATE TABLE state_changes (
  room TEXT    NOT NULL,
  seq  INTEGER NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
  room  TEXT    NOT NULL PRIMARY KEY,
  seq   INTEGER NOT NULL,
  state TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
