-- The unit of what a room writes is a commit: events and effects, all or nothing. append_events stays for nodes of the
-- version before.

-- Stores a batch of commits that are one event and decide nothing, and replies row by row, in the order of the rows. No row
-- of a batch decides on another (the caller sees to that: no client id twice), so all are judged by what was there before.
-- Turns that start are not in here: every message would pay for them, and a model's call follows on each.
CREATE FUNCTION commit_events(
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
    SELECT a.*, r.epoch AS current_epoch, r.last_seq, e.seq AS earlier_seq, e.ts AS earlier_ts, e.digest AS earlier_digest,
           CASE
             WHEN r.epoch IS DISTINCT FROM a.epoch THEN 'fenced'
             WHEN e.seq IS NOT NULL THEN 'duplicate'
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
  )
  SELECT p.verdict,
         CASE p.verdict WHEN 'stored' THEN p.place WHEN 'duplicate' THEN p.earlier_seq ELSE coalesce(p.current_epoch, 0) END,
         p.place, p.earlier_ts, p.earlier_digest
  FROM placed p ORDER BY p.i;
END $$;

-- Does commits one after the other, each whole or not at all, and replies to each: "stored" with its first and last number,
-- "duplicate" with the number, time and digest of the first, "fenced" with the room's epoch, or the code of a refusal.
-- A commit is decided before anything of it is written; what cannot be written fails the whole call (the caller then asks
-- for less at once). Rows are written in the order of the effects.
CREATE FUNCTION commit_units(units text)
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

    SELECT r.epoch, r.last_seq INTO its_epoch, its_last FROM rooms r WHERE r.id = of_room;
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
    FOR effect IN SELECT f FROM jsonb_array_elements(unit -> 'effects') AS f WHERE f ->> 'kind' IN ('end', 'progress') LOOP
      PERFORM 1 FROM turns t
      WHERE t.room = of_room AND t.id = effect ->> 'id' AND t.attempt = (effect ->> 'attempt')::integer
        AND t.state = 'running';
      IF NOT FOUND THEN
        outcome := 'not_found';
        EXIT;
      END IF;
    END LOOP;
    IF outcome IS NOT NULL THEN
      RETURN NEXT;
      CONTINUE;
    END IF;

    number := its_last + 1;
    last := its_last + event_count;
    its_place := CASE WHEN event_count > 0 THEN number ELSE its_last END;
    IF event_count > 0 THEN
      INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, digest, body)
      SELECT of_room, its_last + e.i, now_at, e.event ->> 'type', e.event ->> 'id', e.i = 1 AND unit ? 'cause',
             e.event ->> 'from_id', e.event ->> 'from_name', e.event ->> 'from_kind',
             CASE WHEN e.i = 1 THEN unit #>> '{cause,digest}' END, e.event ->> 'body'
      FROM jsonb_array_elements(unit -> 'events') WITH ORDINALITY AS e (event, i);
    END IF;
    IF event_count > 0 OR unit ? 'options' THEN
      UPDATE rooms SET last_seq = its_last + event_count, options = coalesce(unit ->> 'options', rooms.options)
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
      END CASE;
    END LOOP;
    outcome := 'stored';
    RETURN NEXT;
  END LOOP;
END $$;

-- Writes rows of a capability's table; one with the same key is replaced. Values take the types of their columns.
CREATE FUNCTION put_rows(of_room text, its_place bigint, effect jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  keys text;
  others text;
BEGIN
  SELECT string_agg(format('%I', c), ', ' ORDER BY i) INTO columns
  FROM jsonb_array_elements_text(effect -> 'columns') WITH ORDINALITY AS named (c, i);
  SELECT string_agg(format('%I', c), ', ' ORDER BY i) INTO keys
  FROM jsonb_array_elements_text(effect -> 'key') WITH ORDINALITY AS named (c, i);
  SELECT string_agg(format('%1$I = excluded.%1$I', c), ', ') INTO others
  FROM (SELECT 'seq' AS c UNION ALL SELECT jsonb_array_elements_text(effect -> 'columns')) AS named
  WHERE NOT effect -> 'key' ? c;
  EXECUTE format(
    'INSERT INTO %1$I (room, seq%2$s) SELECT $1, $2%2$s FROM jsonb_populate_recordset(NULL::%1$I, $3)'
    ' ON CONFLICT (%3$s) DO %4$s',
    effect ->> 'table', coalesce(', ' || columns, ''), keys, coalesce('UPDATE SET ' || others, 'NOTHING'))
  USING of_room, its_place, effect -> 'rows';
END $$;

-- Removes a room's rows of a capability's table whose columns have the values given.
CREATE FUNCTION delete_rows(of_room text, effect jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  conditions text;
BEGIN
  SELECT string_agg(
           CASE WHEN jsonb_typeof(effect -> 'row' -> c) = 'null' THEN format(' AND t.%I IS NULL', c)
                ELSE format(' AND t.%1$I = given.%1$I', c) END, '') INTO conditions
  FROM jsonb_array_elements_text(effect -> 'by') AS named (c);
  EXECUTE format(
    'DELETE FROM %1$I AS t USING jsonb_populate_record(NULL::%1$I, $2) AS given WHERE t.room = $1%2$s',
    effect ->> 'table', coalesce(conditions, ''))
  USING of_room, effect -> 'row';
END $$;
