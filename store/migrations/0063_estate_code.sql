-- Under which code a line of work knows a grid: one code of a line names one grid.
CREATE TABLE IF NOT EXISTS estate_code (
  grid_id BIGINT      NOT NULL,
  line    VARCHAR(12) NOT NULL,
  code    VARCHAR(40) NOT NULL,
  PRIMARY KEY (grid_id, line),
  UNIQUE (line, code)
) {{table}};
