-- Names and ids are compared byte by byte ("C"): they are keys, in the same order on every server.

-- A room's fence and counter. owner is null after a release; the epoch stays.
CREATE TABLE rooms (
  id       text COLLATE "C" NOT NULL PRIMARY KEY,
  epoch    bigint           NOT NULL,
  owner    text COLLATE "C",
  last_seq bigint           NOT NULL,
  options  text -- what is set for it, as JSON
) WITH (fillfactor = 50); -- every append updates its room: in place, while there is space beside it

-- The log. What comes later (edits, reactions) is another type here, or a table beside it.
-- from_* stand beside the body because the sender is part of the key below; digest tells a resend from another message.
-- The body is text: it is given back as it came, and nothing here looks into it.
CREATE TABLE events (
  room      text COLLATE "C" NOT NULL,
  seq       bigint           NOT NULL,
  ts        bigint           NOT NULL,
  type      text             NOT NULL,
  id        text COLLATE "C" NOT NULL,
  client_id boolean          NOT NULL, -- the id is the sender's key, stored once
  from_id   text COLLATE "C" NOT NULL,
  from_name text             NOT NULL,
  from_kind text             NOT NULL,
  digest    text,
  body      text             NOT NULL,
  PRIMARY KEY (room, seq)
);

-- Every event is in one of these two, so an append maintains one index, and both find a message by its id.
CREATE UNIQUE INDEX events_by_client_id ON events (room, id, from_id) WHERE client_id;
CREATE INDEX events_by_server_id ON events (room, id) WHERE NOT client_id;

-- Answers of assistants. ended_seq is the event that ended it.
CREATE TABLE turns (
  room       text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  assistant  text             NOT NULL,
  attempt    integer          NOT NULL,
  prompt_seq bigint           NOT NULL,
  asker_id   text COLLATE "C" NOT NULL,
  asker_name text             NOT NULL,
  asker_kind text             NOT NULL,
  depth      integer          NOT NULL,
  started_at bigint           NOT NULL,
  progress   text, -- its log, as JSON; null until it is first kept
  state      text             NOT NULL,
  ended_seq  bigint,
  ended_at   bigint,
  reason     text,
  input      bigint, -- tokens
  output     bigint,
  estimated  boolean,
  PRIMARY KEY (room, id)
);

CREATE INDEX turns_running ON turns (room) WHERE state = 'running';
CREATE INDEX turns_by_prompt ON turns (room, prompt_seq);

-- Usage is asked for by time, and for each user's limit.
CREATE INDEX turns_by_end ON turns (ended_at);
CREATE INDEX turns_by_asker ON turns (asker_id, ended_at);

-- Opaque sessions; key is a hash of the token. rooms is a JSON array or null.
CREATE TABLE sessions (
  key        text COLLATE "C" NOT NULL PRIMARY KEY,
  user_id    text             NOT NULL,
  name       text             NOT NULL,
  picture    text,
  role       text             NOT NULL,
  rooms      text,
  expires_at bigint           NOT NULL
);

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Who holds a lease, by this server's clock.
CREATE TABLE nodes (
  id          text COLLATE "C" NOT NULL PRIMARY KEY,
  ready       boolean          NOT NULL,
  gateways    integer          NOT NULL,
  bus         text             NOT NULL,
  renewed_at  timestamptz      NOT NULL,
  lease_until timestamptz      NOT NULL
) WITH (fillfactor = 50);

-- Where nodes that were told of no others look for them.
CREATE TABLE addresses (
  address text COLLATE "C" NOT NULL PRIMARY KEY,
  seen_at timestamptz      NOT NULL
);

-- Written while the store is away, to see whether it is back.
CREATE TABLE probe (written_at timestamptz);

INSERT INTO probe VALUES (NULL);

-- Stores a batch and answers row by row, in the order of the rows. No row of a batch decides on another (the caller sees to
-- that: no client id and no turn twice), so all are judged by what was there before. A function and not one statement:
-- each statement in it sees what was committed when it began, so what is judged is judged after the rooms are locked.
CREATE FUNCTION append_events(
  of_rooms text[], epochs bigint[], tss bigint[], types text[], ids text[], are_client_ids boolean[],
  from_ids text[], from_names text[], from_kinds text[], digests text[], bodies text[],
  ended_ids text[], ended_attempts integer[], ended_reasons text[], ended_inputs bigint[], ended_outputs bigint[],
  are_estimated boolean[], ended_progresses text[],
  started_rows integer[], started_ids text[], started_assistants text[], started_attempts integer[],
  asker_ids text[], asker_names text[], asker_kinds text[], depths integer[]
) RETURNS TABLE (outcome text, number bigint, at bigint, known_digest text)
LANGUAGE plpgsql AS $$
BEGIN
  -- In one order, so that batches with the same rooms wait for each other and never in a circle.
  PERFORM 1 FROM rooms WHERE rooms.id = ANY (of_rooms) ORDER BY rooms.id FOR UPDATE;
  RETURN QUERY
  WITH asked AS (
    SELECT * FROM unnest(of_rooms, epochs, tss, types, ids, are_client_ids, from_ids, from_names, from_kinds, digests,
                         bodies, ended_ids, ended_attempts, ended_reasons, ended_inputs, ended_outputs, are_estimated,
                         ended_progresses)
    WITH ORDINALITY AS a (room, epoch, ts, type, id, client_id, from_id, from_name, from_kind, digest,
                          body, ended_id, ended_attempt, reason, input, output, estimated, progress, i)
  ), judged AS (
    SELECT a.*, r.epoch AS current_epoch, r.last_seq, e.seq AS earlier_seq, e.ts AS earlier_ts, e.digest AS earlier_digest,
           CASE
             WHEN r.epoch IS DISTINCT FROM a.epoch THEN 'fenced'
             WHEN e.seq IS NOT NULL THEN 'duplicate'
             WHEN a.ended_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM turns t
                    WHERE t.room = a.room AND t.id = a.ended_id AND t.attempt = a.ended_attempt AND t.state = 'running')
               THEN 'over'
             ELSE 'stored'
           END AS verdict
    FROM asked a
    LEFT JOIN rooms r ON r.id = a.room
    LEFT JOIN events e ON a.client_id AND e.client_id AND e.room = a.room AND e.id = a.id AND e.from_id = a.from_id
  ), placed AS (
    SELECT j.*, j.last_seq + count(*) FILTER (WHERE j.verdict = 'stored') OVER (PARTITION BY j.room ORDER BY j.i) AS place
    FROM judged j
  ), stored AS (
    SELECT * FROM placed p WHERE p.verdict = 'stored'
  ), written AS (
    INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
    SELECT s.room, s.place, s.ts, s.type, s.id, s.client_id, s.from_id, s.from_name, s.from_kind, s.digest, s.body
    FROM stored s
  ), counted AS (
    UPDATE rooms SET last_seq = m.place
    FROM (SELECT s.room, max(s.place) AS place FROM stored s GROUP BY s.room) m
    WHERE rooms.id = m.room
  ), ended AS (
    UPDATE turns SET state = 'ended', ended_seq = s.place, ended_at = s.ts, reason = s.reason, input = s.input,
                     output = s.output, estimated = s.estimated, progress = s.progress
    FROM stored s WHERE turns.room = s.room AND turns.id = s.ended_id
  ), started AS (
    INSERT INTO turns (room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth, started_at,
                       state)
    SELECT s.room, t.id, t.assistant, t.attempt, s.place, t.asker_id, t.asker_name, t.asker_kind, t.depth, s.ts, 'running'
    FROM unnest(started_rows, started_ids, started_assistants, started_attempts, asker_ids, asker_names, asker_kinds,
                depths)
      AS t (row, id, assistant, attempt, asker_id, asker_name, asker_kind, depth)
    JOIN stored s ON s.i = t.row
  )
  SELECT p.verdict,
         CASE p.verdict WHEN 'stored' THEN p.place WHEN 'duplicate' THEN p.earlier_seq ELSE coalesce(p.current_epoch, 0) END,
         p.earlier_ts, p.earlier_digest
  FROM placed p ORDER BY p.i;
END $$;

-- Takes rooms over, each once in a call, unless another node that holds its lease has them: then epoch is null. One row for
-- each room, more when it has several turns in progress; by the number of the room, then by prompt.
CREATE FUNCTION claim_rooms(of_rooms text[], owners text[]) RETURNS TABLE (
  i bigint, epoch bigint, last_seq bigint, taken_over boolean, turn text, assistant text, attempt integer,
  prompt_seq bigint, asker_id text, asker_name text, asker_kind text, depth integer, progress text,
  options text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO rooms (id, epoch, last_seq)
  SELECT room, 0, 0 FROM unnest(of_rooms) AS asked (room) ORDER BY room COLLATE "C"
  ON CONFLICT (id) DO NOTHING;
  PERFORM 1 FROM rooms WHERE rooms.id = ANY (of_rooms) ORDER BY rooms.id FOR UPDATE;
  RETURN QUERY
  WITH asked AS (
    SELECT * FROM unnest(of_rooms, owners) WITH ORDINALITY AS a (room, owner, i)
  ), free AS (
    SELECT a.*, r.owner AS before
    FROM asked a JOIN rooms r ON r.id = a.room
    WHERE NOT EXISTS (
      SELECT FROM nodes n WHERE n.id = r.owner AND n.id <> a.owner AND n.lease_until > clock_timestamp())
  ), taken AS (
    UPDATE rooms SET epoch = rooms.epoch + 1, owner = f.owner
    FROM free f WHERE rooms.id = f.room
    RETURNING rooms.id, rooms.epoch, rooms.last_seq, rooms.options, f.before IS NOT NULL AND f.before <> f.owner AS taken_over
  ), restarted AS (
    UPDATE turns SET attempt = turns.attempt + 1
    FROM taken k WHERE turns.room = k.id AND turns.state = 'running'
    RETURNING turns.*
  )
  SELECT a.i, k.epoch, k.last_seq, k.taken_over, t.id, t.assistant, t.attempt, t.prompt_seq,
         t.asker_id, t.asker_name, t.asker_kind, t.depth, t.progress, k.options
  FROM asked a
  LEFT JOIN taken k ON k.id = a.room
  LEFT JOIN restarted t ON t.room = a.room
  ORDER BY a.i, t.prompt_seq, t.id;
END $$;
