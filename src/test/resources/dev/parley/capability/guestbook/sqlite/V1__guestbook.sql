CREATE TABLE guestbook (
  room TEXT NOT NULL,
  seq INTEGER NOT NULL,
  guest TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (room, guest)
) WITHOUT ROWID;
