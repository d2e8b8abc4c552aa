-- What becomes of events: texts are replaced, messages deleted, users react, a room has a shared state. Messages are counted,
-- so that pages of them are found however many other events lie between. Only adds; functions that nodes of versions before
-- call are replaced under their signatures, so that they count too.

-- How many messages and answers there are up to and including this event. Null in a room that is not numbered yet.
ALTER TABLE rooms ADD COLUMN messages bigint;
ALTER TABLE rooms ALTER COLUMN messages SET DEFAULT 0;
ALTER TABLE events ADD COLUMN nth bigint;

-- One row: whether every room is numbered, and the index below is there. A chore of the nodes sees to it.
CREATE TABLE numbering (done boolean NOT NULL);

-- How far the chore is in a room that has many events.
CREATE TABLE numbering_progress (
  room text COLLATE "C" NOT NULL PRIMARY KEY,
  seq  bigint           NOT NULL,
  nth  bigint           NOT NULL
);

DO $$
BEGIN
  IF EXISTS (SELECT FROM events) THEN
    INSERT INTO numbering VALUES (false);
  ELSE
    UPDATE rooms SET messages = 0;
    -- Also built by the chore, later. That it says nth keeps it from queries that do not, as of nodes of versions before.
    CREATE UNIQUE INDEX events_by_nth ON events (room, nth) WHERE nth IS NOT NULL AND type IN ('message', 'answer');
    INSERT INTO numbering VALUES (true);
  END IF;
END $$;

CREATE TABLE reactions (
  room    text COLLATE "C" NOT NULL,
  target  bigint           NOT NULL,
  emoji   text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  seq     bigint           NOT NULL,
  PRIMARY KEY (room, target, emoji, user_id)
);

CREATE INDEX reactions_by_seq ON reactions (room, target, emoji, seq);

-- What readers show of them: users are the first ten.
CREATE TABLE reaction_counts (
  room      text COLLATE "C" NOT NULL,
  target    bigint           NOT NULL,
  emoji     text COLLATE "C" NOT NULL,
  first_seq bigint           NOT NULL,
  count     integer          NOT NULL,
  users     text[]           NOT NULL,
  PRIMARY KEY (room, target, emoji)
);

-- The edits of each message, until it is forgotten what its sender sent.
CREATE TABLE edits (
  room   text COLLATE "C" NOT NULL,
  target bigint           NOT NULL,
  seq    bigint           NOT NULL,
  PRIMARY KEY (room, target, seq)
);

-- What is deleted. erased: its old rows are out of the tables' files; forgotten: so are its digests, a day later.
CREATE TABLE deletions (
  room      text COLLATE "C" NOT NULL,
  target    bigint           NOT NULL,
  at        timestamptz      NOT NULL DEFAULT clock_timestamp(),
  erased    boolean          NOT NULL DEFAULT false,
  forgotten boolean          NOT NULL DEFAULT false,
  PRIMARY KEY (room, target)
);

CREATE INDEX deletions_to_erase ON deletions (at) WHERE NOT erased;
CREATE INDEX deletions_to_forget ON deletions (at) WHERE NOT forgotten;

-- The events that changed a room's shared state, and its last snapshot: a JSON object, with all changes up to seq.
CREATE TABLE state_changes (
  room text COLLATE "C" NOT NULL,
  seq  bigint           NOT NULL,
  PRIMARY KEY (room, seq)
);

CREATE TABLE states (
  room  text COLLATE "C" NOT NULL PRIMARY KEY,
  seq   bigint           NOT NULL,
  state text             NOT NULL
);

-- Samples of what is said would stay with the planner, which has no use for them. To set the type again removes those it has.
ALTER TABLE events ALTER COLUMN body TYPE text, ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE turns ALTER COLUMN progress TYPE text, ALTER COLUMN progress SET STATISTICS 0;

-- Replaced texts shall not wait for a fifth of the table.
ALTER TABLE events SET (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  toast.autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_vacuum_threshold = 1000);
ALTER TABLE turns SET (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
  toast.autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_vacuum_threshold = 1000);

-- As before, and counts messages.
CREATE OR REPLACE FUNCTION append_events(
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
    SELECT a.*, r.epoch AS current_epoch, r.last_seq, r.messages, e.seq AS earlier_seq, e.ts AS earlier_ts, e.digest AS earlier_digest,
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
    SELECT j.*, j.last_seq + count(*) FILTER (WHERE j.verdict = 'stored') OVER earlier AS place,
           j.messages + count(*) FILTER (WHERE j.verdict = 'stored' AND j.type IN ('message', 'answer')) OVER earlier AS nth
    FROM judged j
    WINDOW earlier AS (PARTITION BY j.room ORDER BY j.i)
  ), stored AS (
    SELECT * FROM placed p WHERE p.verdict = 'stored'
  ), written AS (
    INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body, nth)
    SELECT s.room, s.place, s.ts, s.type, s.id, s.client_id, s.from_id, s.from_name, s.from_kind, s.digest, s.body,
           s.nth
    FROM stored s
  ), counted AS (
    UPDATE rooms SET last_seq = m.place, messages = m.nth
    FROM (SELECT s.room, max(s.place) AS place, max(s.nth) AS nth FROM stored s GROUP BY s.room) m
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

-- As before, and counts messages.
CREATE OR REPLACE FUNCTION commit_events(
  of_rooms text[], epochs bigint[], tss bigint[], types text[], ids text[], are_client_ids boolean[],
  from_ids text[], from_names text[], from_kinds text[], digests text[], bodies text[]
) RETURNS TABLE (outcome text, number bigint, last bigint, at bigint, known_digest text)
LANGUAGE plpgsql AS $$
BEGIN
  -- In one order, so that batches with the same rooms wait for each other and never in a circle. A statement of its own: the
  -- next one sees what was committed until it begins.
  PERFORM 1 FROM rooms WHERE rooms.id = ANY (of_rooms) ORDER BY rooms.id FOR UPDATE;
  RETURN QUERY
  WITH asked AS (
    SELECT * FROM unnest(of_rooms, epochs, tss, types, ids, are_client_ids, from_ids, from_names, from_kinds, digests,
                         bodies)
    WITH ORDINALITY AS a (room, epoch, ts, type, id, client_id, from_id, from_name, from_kind, digest, body, i)
  ), judged AS (
    SELECT a.*, r.epoch AS current_epoch, r.last_seq, r.messages, e.seq AS earlier_seq, e.ts AS earlier_ts, e.digest AS earlier_digest,
           CASE
             WHEN r.epoch IS DISTINCT FROM a.epoch THEN 'fenced'
             WHEN e.seq IS NOT NULL THEN 'duplicate'
             ELSE 'stored'
           END AS verdict
    FROM asked a
    LEFT JOIN rooms r ON r.id = a.room
    LEFT JOIN events e ON a.client_id AND e.client_id AND e.room = a.room AND e.id = a.id AND e.from_id = a.from_id
  ), placed AS (
    SELECT j.*, j.last_seq + count(*) FILTER (WHERE j.verdict = 'stored') OVER earlier AS place,
           j.messages + count(*) FILTER (WHERE j.verdict = 'stored' AND j.type IN ('message', 'answer')) OVER earlier AS nth
    FROM judged j
    WINDOW earlier AS (PARTITION BY j.room ORDER BY j.i)
  ), stored AS (
    SELECT * FROM placed p WHERE p.verdict = 'stored'
  ), written AS (
    INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body, nth)
    SELECT s.room, s.place, s.ts, s.type, s.id, s.client_id, s.from_id, s.from_name, s.from_kind, s.digest, s.body,
           s.nth
    FROM stored s
  ), counted AS (
    UPDATE rooms SET last_seq = m.place, messages = m.nth
    FROM (SELECT s.room, max(s.place) AS place, max(s.nth) AS nth FROM stored s GROUP BY s.room) m
    WHERE rooms.id = m.room
  )
  SELECT p.verdict,
         CASE p.verdict WHEN 'stored' THEN p.place WHEN 'duplicate' THEN p.earlier_seq ELSE coalesce(p.current_epoch, 0) END,
         p.place, p.earlier_ts, p.earlier_digest
  FROM placed p ORDER BY p.i;
END $$;

-- As before, counts messages, and knows what becomes of them.
CREATE OR REPLACE FUNCTION commit_units(units text)
RETURNS TABLE (outcome text, number bigint, last bigint, at bigint, known_digest text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  asked jsonb := units::jsonb;
  unit jsonb;
  effect jsonb;
  of_room text;
  now_at bigint;
  its_epoch bigint;
  its_last bigint;
  its_messages bigint;
  event_count integer;
  its_place bigint;
BEGIN
  PERFORM 1 FROM rooms
  WHERE rooms.id = ANY (SELECT u ->> 'room' FROM jsonb_array_elements(asked) AS u) ORDER BY rooms.id FOR UPDATE;
  FOR unit IN SELECT u FROM jsonb_array_elements(asked) AS u LOOP
    of_room := unit ->> 'room';
    now_at := (unit ->> 'ts')::bigint;
    event_count := jsonb_array_length(unit -> 'events');
    outcome := NULL;
    at := NULL;
    known_digest := NULL;

    SELECT r.epoch, r.last_seq, r.messages INTO its_epoch, its_last, its_messages FROM rooms r WHERE r.id = of_room;
    IF its_epoch IS DISTINCT FROM (unit ->> 'epoch')::bigint THEN
      outcome := 'fenced';
      number := coalesce(its_epoch, 0);
      RETURN NEXT;
      CONTINUE;
    END IF;
    IF unit ? 'cause' THEN
      SELECT 'duplicate', e.seq, e.ts, e.digest INTO outcome, number, at, known_digest FROM events e
      WHERE e.client_id AND e.room = of_room AND e.id = unit #>> '{cause,id}' AND e.from_id = unit #>> '{cause,from_id}';
      IF FOUND THEN
        RETURN NEXT;
        CONTINUE;
      END IF;
    END IF;
    FOR effect IN SELECT f FROM jsonb_array_elements(unit -> 'effects') AS f LOOP
      IF effect ->> 'kind' IN ('end', 'progress') THEN
        PERFORM 1 FROM turns t
        WHERE t.room = of_room AND t.id = effect ->> 'id' AND t.attempt = (effect ->> 'attempt')::integer
          AND t.state = 'running';
        IF NOT FOUND THEN
          outcome := 'not_found';
        END IF;
      ELSIF effect ->> 'kind' IN ('edit', 'erase', 'react') THEN
        outcome := judge_amendment(of_room, effect);
      END IF;
      EXIT WHEN outcome IS NOT NULL;
    END LOOP;
    IF outcome IS NOT NULL THEN
      RETURN NEXT;
      CONTINUE;
    END IF;

    number := its_last + 1;
    last := its_last + event_count;
    its_place := CASE WHEN event_count > 0 THEN number ELSE its_last END;
    IF event_count > 0 THEN
      INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body, nth)
      SELECT of_room, its_last + e.i, now_at, e.event ->> 'type', e.event ->> 'id', e.i = 1 AND unit ? 'cause',
             e.event ->> 'from_id', e.event ->> 'from_name', e.event ->> 'from_kind',
             CASE WHEN e.i = 1 THEN unit #>> '{cause,digest}' END, e.event ->> 'body',
             its_messages + count(*) FILTER (WHERE e.event ->> 'type' IN ('message', 'answer')) OVER (ORDER BY e.i)
      FROM jsonb_array_elements(unit -> 'events') WITH ORDINALITY AS e (event, i);
    END IF;
    IF event_count > 0 OR unit ? 'options' THEN
      UPDATE rooms SET last_seq = its_last + event_count,
                       messages = its_messages + (
                         SELECT count(*) FROM jsonb_array_elements(unit -> 'events') AS e
                         WHERE e ->> 'type' IN ('message', 'answer')),
                       options = coalesce(unit ->> 'options', rooms.options)
      WHERE rooms.id = of_room;
    END IF;
    FOR effect IN SELECT f FROM jsonb_array_elements(unit -> 'effects') AS f LOOP
      CASE effect ->> 'kind'
        WHEN 'start' THEN
          INSERT INTO turns (room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth, started_at,
                             state)
          VALUES (of_room, effect ->> 'id', effect ->> 'assistant', (effect ->> 'attempt')::integer, its_place,
                  effect ->> 'asker_id', effect ->> 'asker_name', effect ->> 'asker_kind', (effect ->> 'depth')::integer,
                  now_at, 'running');
        WHEN 'end' THEN
          UPDATE turns SET state = 'ended', ended_seq = its_place, ended_at = now_at, reason = effect ->> 'reason',
                           input = (effect ->> 'input')::bigint, output = (effect ->> 'output')::bigint,
                           estimated = (effect ->> 'estimated')::boolean, progress = effect ->> 'progress'
          WHERE turns.room = of_room AND turns.id = effect ->> 'id';
        WHEN 'progress' THEN
          UPDATE turns SET attempt = (effect ->> 'next')::integer, progress = effect ->> 'progress'
          WHERE turns.room = of_room AND turns.id = effect ->> 'id';
        WHEN 'put' THEN
          PERFORM put_rows(of_room, its_place, effect);
        WHEN 'delete' THEN
          PERFORM delete_rows(of_room, effect);
        WHEN 'edit' THEN
          PERFORM edit_message(of_room, its_place, now_at, effect);
        WHEN 'erase' THEN
          PERFORM erase_message(of_room, effect);
        WHEN 'react' THEN
          PERFORM react(of_room, its_place, effect);
        WHEN 'state' THEN
          INSERT INTO state_changes (room, seq) VALUES (of_room, its_place);
          IF effect ->> 'snapshot' IS NOT NULL THEN
            INSERT INTO states (room, seq, state) VALUES (of_room, its_place, effect ->> 'snapshot')
            ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, state = excluded.state;
          END IF;
      END CASE;
    END LOOP;
    outcome := 'stored';
    RETURN NEXT;
  END LOOP;
END $$;

-- Why a message cannot be amended so; null when it can.
CREATE FUNCTION judge_amendment(of_room text, effect jsonb) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  its_target bigint := (effect ->> 'target')::bigint;
  kind text := effect ->> 'kind';
  its_type text;
  is_own boolean;
  is_there boolean;
BEGIN
  SELECT e.type, e.from_id = effect ->> 'by' AND e.from_kind IN ('user', 'guest') INTO its_type, is_own
  FROM events e WHERE e.room = of_room AND e.seq = its_target;
  IF NOT FOUND OR its_type NOT IN ('message', 'answer', 'event') OR (its_type = 'event' AND kind <> 'erase') THEN
    RETURN 'not_found';
  END IF;
  IF (kind = 'edit' AND (NOT is_own OR its_type <> 'message'))
     OR (kind = 'erase' AND NOT is_own AND NOT (effect ->> 'anybodys')::boolean) THEN
    RETURN 'forbidden';
  END IF;
  IF EXISTS (SELECT FROM deletions d WHERE d.room = of_room AND d.target = its_target) THEN
    RETURN 'conflict';
  END IF;
  IF kind = 'react' THEN
    is_there := EXISTS (
      SELECT FROM reactions r
      WHERE r.room = of_room AND r.target = its_target AND r.emoji = effect ->> 'emoji' AND r.user_id = effect ->> 'by');
    IF is_there = (effect ->> 'on')::boolean THEN
      RETURN 'unchanged';
    END IF;
    IF NOT is_there AND (
         SELECT count(*) >= (effect ->> 'emojis_max')::integer AND NOT coalesce(bool_or(c.emoji = effect ->> 'emoji'), false)
         FROM reaction_counts c WHERE c.room = of_room AND c.target = its_target) THEN
      RETURN 'too_large';
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- A body is a JSON text that jsonb and the functions for json may refuse: it may hold an escaped NUL. So its fields are found
-- by pattern. A name in quotes before a colon is a field wherever it stands: within a text its quotes would be escaped.

-- Replaces the text of a message, and leaves every other field as it is.
CREATE FUNCTION edit_message(of_room text, its_place bigint, now_at bigint, effect jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  its_target bigint := (effect ->> 'target')::bigint;
  its_body text;
  before text;
  after text := '"text":' || (effect ->> 'text'); -- a JSON text, with its quotes
BEGIN
  SELECT regexp_replace(e.body, ',"editedAt":[0-9]+\}$', '}') INTO its_body
  FROM events e WHERE e.room = of_room AND e.seq = its_target;
  before := substring(its_body from '"text":(?:null|"(?:[^"\\]|\\.)*")');
  IF before IS NULL THEN
    its_body := '{' || after || CASE WHEN its_body ~ '^\{\s*\}$' THEN '}' ELSE ',' || substr(its_body, 2) END;
  ELSE
    its_body := overlay(its_body placing after from strpos(its_body, before) for length(before));
  END IF;
  UPDATE events SET body = left(its_body, -1) || ',"editedAt":' || now_at || '}'
  WHERE events.room = of_room AND events.seq = its_target;
  INSERT INTO edits (room, target, seq) VALUES (of_room, its_target, its_place);
END $$;

-- Leaves nothing of a message but that it was there.
CREATE FUNCTION erase_message(of_room text, effect jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  its_target bigint := (effect ->> 'target')::bigint;
  its_type text;
  its_body text;
  its_turn text;
  its_reason text;
BEGIN
  SELECT e.type, regexp_replace(e.body, '"text":"(?:[^"\\]|\\.)*"', '') INTO its_type, its_body
  FROM events e WHERE e.room = of_room AND e.seq = its_target;
  IF its_type = 'answer' THEN
    its_turn := substring(its_body from '"turn":("(?:[^"\\]|\\.)*")');
    its_reason := substring(its_body from '"reason":("(?:[^"\\]|\\.)*")');
    -- Found by the turn's id, which is a key; only an answer that names none would have all turns read.
    UPDATE turns SET progress = NULL
    WHERE turns.room = of_room AND turns.ended_seq = its_target
      AND (its_turn IS NULL OR turns.id = its_turn::jsonb #>> '{}');
  END IF;
  UPDATE events SET body = '{"deleted":true' || coalesce(',"turn":' || its_turn, '')
                           || coalesce(',"reason":' || its_reason, '') || '}'
  WHERE events.room = of_room AND events.seq = its_target;
  UPDATE turns SET progress = NULL WHERE turns.room = of_room AND turns.prompt_seq = its_target;
  DELETE FROM reactions r WHERE r.room = of_room AND r.target = its_target;
  DELETE FROM reaction_counts c WHERE c.room = of_room AND c.target = its_target;
  INSERT INTO deletions (room, target) VALUES (of_room, its_target);
END $$;

-- Adds a user's reaction or takes it away.
CREATE FUNCTION react(of_room text, its_place bigint, effect jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  its_target bigint := (effect ->> 'target')::bigint;
  its_emoji text := effect ->> 'emoji';
  change integer := CASE WHEN (effect ->> 'on')::boolean THEN 1 ELSE -1 END;
  first_users text[];
BEGIN
  IF change > 0 THEN
    INSERT INTO reactions (room, target, emoji, user_id, seq)
    VALUES (of_room, its_target, its_emoji, effect ->> 'by', its_place);
  ELSE
    DELETE FROM reactions r
    WHERE r.room = of_room AND r.target = its_target AND r.emoji = its_emoji AND r.user_id = effect ->> 'by';
  END IF;
  first_users := ARRAY(
    SELECT r.user_id FROM reactions r WHERE r.room = of_room AND r.target = its_target AND r.emoji = its_emoji
    ORDER BY r.seq LIMIT (effect ->> 'users_max')::integer);
  IF cardinality(first_users) = 0 THEN
    DELETE FROM reaction_counts c WHERE c.room = of_room AND c.target = its_target AND c.emoji = its_emoji;
  ELSE
    INSERT INTO reaction_counts AS c (room, target, emoji, first_seq, count, users)
    VALUES (of_room, its_target, its_emoji, its_place, 1, first_users)
    ON CONFLICT (room, target, emoji) DO UPDATE SET count = c.count + change, users = excluded.users;
  END IF;
END $$;

-- Numbers the next events of a room, at most so many, and says whether the room is done. What is appended meanwhile waits.
CREATE FUNCTION number_events(of_room text, most integer) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  its_last bigint;
  its_messages bigint;
  from_seq bigint;
  from_nth bigint;
  to_seq bigint;
  to_nth bigint;
BEGIN
  SELECT r.last_seq, r.messages INTO its_last, its_messages FROM rooms r WHERE r.id = of_room FOR UPDATE;
  IF NOT FOUND OR its_messages IS NOT NULL THEN
    RETURN true;
  END IF;
  SELECT p.seq, p.nth INTO from_seq, from_nth FROM numbering_progress p WHERE p.room = of_room;
  from_seq := coalesce(from_seq, 0);
  from_nth := coalesce(from_nth, 0);
  to_seq := least(from_seq + most, its_last);
  WITH counted AS (
    SELECT e.seq, from_nth + count(*) FILTER (WHERE e.type IN ('message', 'answer')) OVER (ORDER BY e.seq) AS nth
    FROM events e WHERE e.room = of_room AND e.seq > from_seq AND e.seq <= to_seq
  ), numbered AS (
    UPDATE events SET nth = c.nth FROM counted c WHERE events.room = of_room AND events.seq = c.seq
  )
  SELECT coalesce(max(c.nth), from_nth) INTO to_nth FROM counted c;
  IF to_seq < its_last THEN
    INSERT INTO numbering_progress (room, seq, nth) VALUES (of_room, to_seq, to_nth)
    ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, nth = excluded.nth;
    RETURN false;
  END IF;
  UPDATE rooms SET messages = to_nth WHERE rooms.id = of_room;
  DELETE FROM numbering_progress p WHERE p.room = of_room;
  RETURN true;
END $$;

-- Empties the digests of what was deleted before that time, of at most so many messages, and says of how many: from then on
-- every content sent again under their ids counts as the same.
CREATE FUNCTION forget_digests(before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  deletion record;
  done integer := 0;
BEGIN
  FOR deletion IN
    SELECT d.room, d.target FROM deletions d WHERE NOT d.forgotten AND d.at < before ORDER BY d.at LIMIT most
  LOOP
    UPDATE events SET digest = '' WHERE events.room = deletion.room AND events.digest <> '' AND events.seq IN (
      SELECT deletion.target UNION ALL
      SELECT e.seq FROM edits e WHERE e.room = deletion.room AND e.target = deletion.target);
    DELETE FROM edits e WHERE e.room = deletion.room AND e.target = deletion.target;
    UPDATE deletions d SET forgotten = true WHERE d.room = deletion.room AND d.target = deletion.target;
    done := done + 1;
  END LOOP;
  RETURN done;
END $$;

-- Writes over what deleted rows left in the free space of a table and of the texts beside it, after a vacuum: with rows of all
-- sizes, at most so many of each, until they find no page but a new one. The caller rolls it back, which leaves them where
-- they are, as free space. No room has the name ''. What is left of a page is smaller than the smallest row.
CREATE FUNCTION overwrite_free_space(of_table text, most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  adds text := CASE of_table
    WHEN 'events' THEN
      'INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, body)'
      ' VALUES ('''', $1, 0, '''', '''', false, '''', '''', '''', $2) RETURNING (ctid::text::point)[0]::bigint'
    WHEN 'turns' THEN
      'INSERT INTO turns (room, id, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind, depth, started_at,'
      ' progress, state)'
      ' VALUES ('''', $1::text, '''', 0, 0, '''', '''', '''', 0, 0, $2, '''') RETURNING (ctid::text::point)[0]::bigint'
    END;
  beside regclass := (SELECT reltoastrelid FROM pg_class WHERE oid = of_table::regclass);
  page_size bigint := current_setting('block_size')::bigint;
  page_of_chunks integer := 4 * 1996; -- with pages of 8 KB
  -- Cannot be compressed, so each row has the size that it is meant to have.
  noise text := (SELECT string_agg(chr(33 + (random() * 90)::integer), '') FROM generate_series(1, page_of_chunks + 960));
  size integer;
  pages bigint;
  page bigint;
  rows integer;
  total integer := 0;
BEGIN
  FOREACH size IN ARRAY ARRAY[1900, 900, 400, 200, 100, 48, 24, 8, 0] LOOP
    pages := pg_relation_size(of_table::regclass) / page_size;
    rows := 0;
    LOOP
      total := total + 1;
      rows := rows + 1;
      EXECUTE adds INTO page USING -1000000000000000 - total, left(noise, size);
      EXIT WHEN page >= pages OR rows >= most;
    END LOOP;
  END LOOP;
  -- Of a text that is stored beside its row, each begins with chunks that fill a page, so that the rest looks for another.
  FOREACH size IN ARRAY ARRAY[960, 450, 200, 100, 48, 16, 1] LOOP
    pages := pg_relation_size(beside) / page_size;
    rows := 0;
    LOOP
      total := total + 1;
      rows := rows + 1;
      EXECUTE adds INTO page USING -1000000000000000 - total, left(noise, page_of_chunks + size);
      EXIT WHEN pg_relation_size(beside) / page_size - pages > rows OR rows >= most / 2;
    END LOOP;
  END LOOP;
  RETURN total;
END $$;

-- Code of before may start beside these nodes until the cluster has the level of this schema, and not afterwards: a node
-- that does not know what a room is asked then must not own one.
CREATE FUNCTION raise_oldest_reader() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schema_reader SET oldest = 6 WHERE oldest < 6;
  RETURN NULL;
END $$;

CREATE TRIGGER level_needs_reader AFTER UPDATE ON cluster_level
FOR EACH ROW WHEN (new.level >= 2) EXECUTE FUNCTION raise_oldest_reader();
