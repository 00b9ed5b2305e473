CREATE TABLE IF NOT EXISTS search_pair (
  pair         BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  segment      BIGINT NOT NULL,
  bits         VARBINARY(64) NOT NULL,
  PRIMARY KEY (pair, community_id, segment)
) {{table}};
CREATE TABLE IF NOT EXISTS search_mark (
  id        INT NOT NULL PRIMARY KEY,
  report_id BIGINT NOT NULL
) {{table}};
INSERT INTO search_mark (id, report_id) VALUES (1, 0);
CREATE TABLE IF NOT EXISTS search_again (
  report_id BIGINT NOT NULL PRIMARY KEY
) {{table}};
CREATE INDEX person_by_whole_name ON person (merged_into, name, community_id, id);
