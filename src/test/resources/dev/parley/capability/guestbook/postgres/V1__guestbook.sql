CREATE TABLE guestbook (
  room text NOT NULL,
  seq bigint NOT NULL,
  guest text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (room, guest)
);
