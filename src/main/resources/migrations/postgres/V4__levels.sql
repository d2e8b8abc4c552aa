-- The oldest version of this schema whose code may still read and write the database. A later file raises it when it changes
-- what older code relies on.
CREATE TABLE schema_reader (oldest integer NOT NULL);

INSERT INTO schema_reader VALUES (3);

-- What the node's code can deal with (cluster.ClusterLevel). Null where a node of a version before wrote the row.
ALTER TABLE nodes ADD COLUMN level integer;

-- The level that the cluster has reached; it never goes back.
CREATE TABLE cluster_level (level integer NOT NULL);

INSERT INTO cluster_level VALUES (0);

-- How far the tables of each capability are.
CREATE TABLE capabilities (
  name    text COLLATE "C" NOT NULL PRIMARY KEY,
  version integer          NOT NULL
);
