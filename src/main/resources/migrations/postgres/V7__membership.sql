-- Whose a room is: members, sanctions, invitations, the audit trail; what a room does not keep any more. Only adds;
-- functions that nodes of versions before call are replaced under their signatures.

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

-- Whose what a guest said is now.
CREATE TABLE aliases (
  guest   text COLLATE "C" NOT NULL PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL,
  name    text             NOT NULL
);

-- Events below first_seq are in no read. private and retention (ms) say again what stands in the options: private rooms are
-- not in the list of all, and rooms without a retention are not looked at for what is over.
ALTER TABLE rooms
  ADD COLUMN first_seq bigint  NOT NULL DEFAULT 0,
  ADD COLUMN private   boolean NOT NULL DEFAULT false,
  ADD COLUMN retention bigint;

-- Samples of what people write would stay with the planner, as before of bodies.
ALTER TABLE rooms ALTER COLUMN options TYPE text, ALTER COLUMN options SET STATISTICS 0;
ALTER TABLE states ALTER COLUMN state TYPE text, ALTER COLUMN state SET STATISTICS 0;
ALTER TABLE events ALTER COLUMN from_name TYPE text, ALTER COLUMN from_name SET STATISTICS 0;
ALTER TABLE turns ALTER COLUMN asker_name TYPE text, ALTER COLUMN asker_name SET STATISTICS 0;

-- Of a database with many rooms a chore of the nodes builds them, later: nobody waits for it. Nothing in them changes with an
-- append, which stays in its place in the table.
DO $$
BEGIN
  IF (SELECT count(*) < 10000 FROM (SELECT FROM rooms LIMIT 10000) AS few) THEN
    CREATE INDEX rooms_listed ON rooms (id) WHERE NOT private AND left(id, 7) <> 'direct:';
    CREATE INDEX rooms_with_retention ON rooms (id) WHERE retention IS NOT NULL;
  END IF;
END $$;

-- What is still to be erased of rooms: events below first_seq. One row for each time that it was raised; the first step of
-- erasing makes them one. Whoever raises it adds a row, and so never waits for whoever erases.
CREATE TABLE retired (
  room        text COLLATE "C" NOT NULL,
  first_seq   bigint           NOT NULL,
  scrubbed_to bigint           NOT NULL DEFAULT 0, -- no text is left below
  removed_to  bigint           NOT NULL DEFAULT 0, -- no row is left below
  due_at      bigint           NOT NULL DEFAULT 0, -- when there is something to do in it, ms since the epoch
  dirty_at    timestamptz, -- since when the files of the tables may still hold texts; null: they do not
  PRIMARY KEY (room, first_seq)
);

CREATE INDEX retired_by_due ON retired (due_at);
CREATE INDEX retired_dirty ON retired (dirty_at) WHERE dirty_at IS NOT NULL;

-- As claim_rooms, with what is known of the room beside it. All rooms are there and locked before that is read.
CREATE FUNCTION take_rooms(of_rooms text[], owners text[]) RETURNS TABLE (
  i bigint, epoch bigint, last_seq bigint, taken_over boolean, turn text, assistant text, attempt integer,
  prompt_seq bigint, asker_id text, asker_name text, asker_kind text, depth integer, progress text,
  options text, first_seq bigint, is_there boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO rooms (id, epoch, last_seq)
  SELECT room, 0, 0 FROM unnest(of_rooms) AS asked (room) ORDER BY room COLLATE "C"
  ON CONFLICT (id) DO NOTHING;
  PERFORM 1 FROM rooms WHERE rooms.id = ANY (of_rooms) ORDER BY rooms.id FOR UPDATE;
  RETURN QUERY
  SELECT c.*, r.first_seq, r.options IS NOT NULL OR r.last_seq >= greatest(r.first_seq, 1)
  FROM claim_rooms(of_rooms, owners) c JOIN rooms r ON r.id = of_rooms[c.i]
  ORDER BY c.i, c.prompt_seq, c.turn;
END $$;

-- As before; rooms drop events, and go. What ends a turn whose prompt is not kept leaves no texts.
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
  its_first bigint;
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

    SELECT r.epoch, r.last_seq, r.messages, r.first_seq INTO its_epoch, its_last, its_messages, its_first
    FROM rooms r WHERE r.id = of_room;
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
                       options = coalesce(unit ->> 'options', rooms.options),
                       private = CASE WHEN unit ? 'options' THEN coalesce((unit ->> 'private')::boolean, false)
                                      ELSE rooms.private END,
                       retention = CASE WHEN unit ? 'options' THEN (unit ->> 'retention')::bigint
                                        ELSE rooms.retention END
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
                           estimated = (effect ->> 'estimated')::boolean,
                           asker_name = CASE WHEN turns.prompt_seq >= its_first THEN turns.asker_name ELSE '' END,
                           progress = CASE WHEN turns.prompt_seq >= its_first THEN effect ->> 'progress' END
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
        WHEN 'retain' THEN
          PERFORM retain(of_room, its_place, last, effect);
        WHEN 'drop' THEN
          UPDATE rooms SET first_seq = last + 1, options = NULL, private = false, retention = NULL
          WHERE rooms.id = of_room;
          DELETE FROM states s WHERE s.room = of_room;
          UPDATE turns SET state = 'ended', ended_seq = its_place, ended_at = now_at, reason = 'cancelled',
                           asker_name = '', progress = NULL
          WHERE turns.room = of_room AND turns.state = 'running';
          INSERT INTO retired (room, first_seq) VALUES (of_room, last + 1);
      END CASE;
    END LOOP;
    outcome := 'stored';
    RETURN NEXT;
  END LOOP;
END $$;

-- As before; what is not kept cannot be amended, and what a guest said is the user's whom the guest has become.
CREATE OR REPLACE FUNCTION judge_amendment(of_room text, effect jsonb) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  its_target bigint := (effect ->> 'target')::bigint;
  kind text := effect ->> 'kind';
  its_type text;
  is_own boolean;
  is_there boolean;
BEGIN
  SELECT e.type,
         e.from_kind IN ('user', 'guest')
         AND (e.from_id = effect ->> 'by'
              OR e.from_kind = 'guest' AND EXISTS (
                   SELECT FROM aliases a WHERE a.guest = e.from_id AND a.user_id = effect ->> 'by'))
    INTO its_type, is_own
  FROM events e JOIN rooms r ON r.id = e.room AND r.first_seq <= e.seq
  WHERE e.room = of_room AND e.seq = its_target;
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

-- Drops the events below a number. The snapshot stands for what the dropped ones did.
CREATE FUNCTION retain(of_room text, its_place bigint, its_last bigint, effect jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  its_first bigint := least((effect ->> 'first')::bigint, its_last + 1);
BEGIN
  UPDATE rooms SET first_seq = its_first WHERE rooms.id = of_room AND rooms.first_seq < its_first AND its_first > 1;
  IF FOUND THEN
    IF effect ->> 'snapshot' IS NOT NULL THEN
      INSERT INTO states (room, seq, state) VALUES (of_room, its_place, effect ->> 'snapshot')
      ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, state = excluded.state;
    END IF;
    INSERT INTO retired (room, first_seq) VALUES (of_room, its_first);
  END IF;
END $$;

-- A step of erasing what lies below the room's first_seq; whether texts are left. Of events at most so many: first their
-- texts, and all that became of them, or the whole row if it is older than kept_ms; when that is done for all, rows that have
-- come to be so old. Locks no room, and waits for nobody but others that erase in this room: rows that somebody else has are
-- left for the next step. Nobody needs it on the disk at once: what is lost is done again.
CREATE FUNCTION erase_events(of_room text, most integer, kept_ms bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  pause_ms CONSTANT bigint := 600000; -- rows that come of age are collected
  never CONSTANT bigint := 9223372036854775807;
  now_at bigint := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  to_first bigint;
  from_seq bigint;
  from_row bigint;
  to_seq bigint;
  dirty timestamptz;
  others text;
  its_column text;
  there bigint[];
  mine bigint[];
  left_rows integer := most;
  done integer;
  is_rest boolean;
  oldest record;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM 1 FROM retired t WHERE t.room = of_room ORDER BY t.first_seq FOR UPDATE;
  SELECT max(t.first_seq), max(t.scrubbed_to), max(t.removed_to), min(t.dirty_at) INTO to_first, from_seq, from_row, dirty
  FROM retired t WHERE t.room = of_room;
  IF to_first IS NULL THEN
    RETURN false;
  END IF;
  DELETE FROM retired t WHERE t.room = of_room AND t.first_seq < to_first;
  UPDATE retired t SET scrubbed_to = from_seq, removed_to = from_row, dirty_at = dirty, due_at = 0
  WHERE t.room = of_room AND t.first_seq = to_first;

  IF from_seq < to_first THEN
    there := ARRAY(
      SELECT e.seq FROM events e WHERE e.room = of_room AND e.seq >= from_seq AND e.seq < to_first
      ORDER BY e.seq LIMIT most);
    to_seq := CASE WHEN cardinality(there) < most THEN to_first ELSE there[most] + 1 END;
    UPDATE retired t SET dirty_at = coalesce(dirty, clock_timestamp())
    WHERE t.room = of_room AND t.first_seq = to_first;

    FOREACH others IN ARRAY ARRAY['reactions', 'reaction_counts', 'edits', 'deletions', 'state_changes'] LOOP
      its_column := CASE others WHEN 'state_changes' THEN 'seq' ELSE 'target' END;
      EXECUTE format(
        'DELETE FROM %1$I WHERE ctid = ANY (ARRAY('
        ' SELECT ctid FROM %1$I WHERE room = $1 AND %2$I >= $2 AND %2$I < $3 LIMIT $4 FOR UPDATE SKIP LOCKED))',
        others, its_column)
      USING of_room, from_seq, to_seq, left_rows;
      GET DIAGNOSTICS done = ROW_COUNT;
      left_rows := left_rows - done;
      EXECUTE format('SELECT EXISTS (SELECT FROM %1$I WHERE room = $1 AND %2$I >= $2 AND %2$I < $3)', others, its_column)
      INTO is_rest USING of_room, from_seq, to_seq;
      IF is_rest THEN
        RETURN true;
      END IF;
    END LOOP;

    -- A turn in progress is left to the commit that ends it.
    UPDATE turns SET progress = NULL, asker_name = ''
    WHERE turns.ctid = ANY (ARRAY(
      SELECT t.ctid FROM turns t
      WHERE t.room = of_room AND t.prompt_seq >= from_seq AND t.prompt_seq < to_seq AND t.state = 'ended'
        AND (t.progress IS NOT NULL OR t.asker_name <> '')
      FOR UPDATE SKIP LOCKED));
    mine := ARRAY(
      SELECT e.seq FROM events e WHERE e.room = of_room AND e.seq >= from_seq AND e.seq < to_seq FOR UPDATE SKIP LOCKED);
    DELETE FROM events e WHERE e.room = of_room AND e.seq = ANY (mine) AND e.ts <= now_at - kept_ms;
    UPDATE events SET body = '{}', from_name = '' WHERE events.room = of_room AND events.seq = ANY (mine);
    IF cardinality(mine) < cardinality(there) OR EXISTS (
         SELECT FROM turns t
         WHERE t.room = of_room AND t.prompt_seq >= from_seq AND t.prompt_seq < to_seq AND t.state = 'ended'
           AND (t.progress IS NOT NULL OR t.asker_name <> '')) THEN
      RETURN true;
    END IF;
    UPDATE retired t SET scrubbed_to = to_seq WHERE t.room = of_room AND t.first_seq = to_first;
    IF to_seq < to_first THEN
      RETURN true;
    END IF;
  ELSE
    mine := ARRAY(
      SELECT e.seq FROM events e WHERE e.room = of_room AND e.seq >= from_row AND e.seq < to_first
      ORDER BY e.seq LIMIT most FOR UPDATE SKIP LOCKED);
    DELETE FROM events e WHERE e.room = of_room AND e.seq = ANY (mine) AND e.ts <= now_at - kept_ms;
  END IF;

  SELECT e.seq, e.ts + kept_ms AS at INTO oldest
  FROM events e WHERE e.room = of_room AND e.seq >= from_row AND e.seq < to_first ORDER BY e.seq LIMIT 1;
  UPDATE retired t SET removed_to = coalesce(oldest.seq, to_first),
                       due_at = CASE WHEN oldest.seq IS NULL THEN never
                                     WHEN oldest.at <= now_at THEN now_at
                                     ELSE oldest.at + pause_ms END
  WHERE t.room = of_room AND t.first_seq = to_first;
  DELETE FROM retired t
  WHERE t.room = of_room AND t.first_seq = to_first AND t.removed_to >= t.first_seq AND t.dirty_at IS NULL;
  RETURN false;
END $$;

-- As before, and for the states of rooms.
CREATE OR REPLACE FUNCTION overwrite_free_space(of_table text, most integer) RETURNS integer
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
    WHEN 'states' THEN
      'INSERT INTO states (room, seq, state) VALUES ($1::text, 0, $2) RETURNING (ctid::text::point)[0]::bigint'
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

-- Code of before may start beside these nodes until the cluster has the level of this schema, and not afterwards: what it
-- does not know it would show to everybody.
CREATE OR REPLACE FUNCTION raise_oldest_reader() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schema_reader SET oldest = CASE WHEN new.level >= 3 THEN 7 ELSE 6 END
  WHERE oldest < CASE WHEN new.level >= 3 THEN 7 ELSE 6 END;
  RETURN NULL;
END $$;
