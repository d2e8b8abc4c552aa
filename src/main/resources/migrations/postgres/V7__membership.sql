-- Whose a room is: members, sanctions, invitations, the audit trail; what a room does not keep any more.

CREATE TABLE members (
  room     text COLLATE "C" NOT NULL,
  seq      bigint           NOT NULL,
  user_id  text COLLATE "C" NOT NULL,
  role     text             NOT NULL,
  added_by text,
  PRIMARY KEY (room, user_id)
);

CREATE INDEX members_by_user ON members (user_id, room);

CREATE TABLE sanctions (
  room     text COLLATE "C" NOT NULL,
  seq      bigint           NOT NULL,
  user_id  text COLLATE "C" NOT NULL,
  kind     text             NOT NULL,
  until_at bigint           NOT NULL,
  by_rank  bigint           NOT NULL,
  PRIMARY KEY (room, user_id, kind)
);

CREATE INDEX sanctions_by_user ON sanctions (user_id, room);

CREATE TABLE invitations (
  room       text COLLATE "C" NOT NULL,
  seq        bigint           NOT NULL,
  hash       text COLLATE "C" NOT NULL,
  role       text             NOT NULL,
  made_by    text             NOT NULL,
  made_seq   bigint           NOT NULL,
  uses_left  bigint,
  expires_at bigint           NOT NULL,
  guests     bigint           NOT NULL,
  PRIMARY KEY (room, hash)
);

CREATE UNIQUE INDEX invitations_by_hash ON invitations (hash);

CREATE TABLE audit (
  room    text COLLATE "C" NOT NULL,
  seq     bigint           NOT NULL,
  id      text COLLATE "C" NOT NULL,
  at      bigint           NOT NULL,
  by_id   text             NOT NULL,
  action  text             NOT NULL,
  user_id text,
  target  bigint,
  PRIMARY KEY (room, id)
);

CREATE INDEX audit_by_time ON audit (room, at, id);

-- At the store's clock, so that gateways of all nodes read what is new by one.
CREATE TABLE removals (
  room text COLLATE "C" NOT NULL,
  seq  bigint           NOT NULL,
  gone bigint           NOT NULL,
  at   bigint           NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
  PRIMARY KEY (room, seq)
);

CREATE INDEX removals_by_time ON removals (at);

CREATE TABLE secrets (
  name  text NOT NULL PRIMARY KEY,
  value text NOT NULL
);

INSERT INTO secrets VALUES ('direct', gen_random_uuid()::text || gen_random_uuid()::text);
