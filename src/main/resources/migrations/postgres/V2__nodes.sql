-- What else a node says with its lease. Null where a node of the version before wrote the row.
ALTER TABLE nodes
  ADD COLUMN cluster text, -- its cluster.name
  ADD COLUMN hears text[] COLLATE "C"; -- the other nodes that answer it
