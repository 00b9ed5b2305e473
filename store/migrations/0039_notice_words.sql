CREATE TABLE IF NOT EXISTS notify_words (
  kind       VARCHAR(60) NOT NULL PRIMARY KEY,
  text       VARCHAR(400) NOT NULL,
  changed_at BIGINT NOT NULL,
  by_id      BIGINT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS notify_version (
  id      INT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
) {{table}};
INSERT INTO notify_version (id, version) VALUES (1, 1);
