-- The oldest version of this schema whose code may still read and write the file. A later file raises it when it changes what
-- older code relies on.
CREATE TABLE schema_reader (oldest INTEGER NOT NULL) STRICT;

INSERT INTO schema_reader VALUES (2);

-- How far the tables of each capability are.
CREATE TABLE capabilities (
  name    TEXT    NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
