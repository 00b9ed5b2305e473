CREATE TABLE IF NOT EXISTS media_verdict (
  trace_id VARCHAR(128) NOT NULL PRIMARY KEY,
  code     INT NOT NULL,
  pass     INT NOT NULL,
  at       BIGINT NOT NULL
) {{table}};
CREATE INDEX media_verdict_at ON media_verdict (at);
