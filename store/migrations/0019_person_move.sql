CREATE TABLE IF NOT EXISTS person_move (
  id   {{id}},
  mark VARCHAR(64) NOT NULL,
  at   BIGINT NOT NULL
) {{table}};
CREATE INDEX move_of_mark ON person_move (mark, at);
CREATE INDEX move_by_time ON person_move (at, id);
