CREATE TABLE IF NOT EXISTS press (
  id     VARCHAR(64) NOT NULL PRIMARY KEY,
  deed   VARCHAR(64) NOT NULL,
  at     BIGINT NOT NULL,
  status INT NOT NULL,
  kind   VARCHAR(100) NOT NULL,
  answer {{text}} NOT NULL
) {{table}};
CREATE INDEX press_by_time ON press (at, id);
