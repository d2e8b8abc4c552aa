-- Leases are told by a clock that only runs on. This server's may be set: by how much it was is taken off here, by the nodes,
-- who notice it by their own.
CREATE TABLE lease_clock (shift_ms bigint NOT NULL);

INSERT INTO lease_clock VALUES (0);

CREATE FUNCTION lease_time() RETURNS timestamptz LANGUAGE sql AS $$
  SELECT clock_timestamp() + shift_ms * interval '1 millisecond' FROM lease_clock
$$;

CREATE OR REPLACE FUNCTION claim_rooms(of_rooms text[], owners text[]) RETURNS TABLE (
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
      SELECT FROM nodes n WHERE n.id = r.owner AND n.id <> a.owner AND n.lease_until > (SELECT lease_time()))
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
