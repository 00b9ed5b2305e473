CREATE TABLE IF NOT EXISTS publicity (
  id           {{id}},
  community_id BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  kind         VARCHAR(16) NOT NULL,
  about        VARCHAR(60) NOT NULL,
  title        VARCHAR(160) NOT NULL,
  words        VARCHAR(1200) NOT NULL,
  by_id        BIGINT NOT NULL,
  from_at      BIGINT NOT NULL,
  until_at     BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  withdrawn    INT NOT NULL
) {{table}};
CREATE INDEX publicity_of_area ON publicity (area_id, id);
CREATE INDEX publicity_by_end ON publicity (ended_at, until_at, id);
CREATE TABLE IF NOT EXISTS publicity_line (
  id           {{id}},
  publicity_id BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  hidden       INT NOT NULL,
  words        VARCHAR(400) NOT NULL,
  state        VARCHAR(8) NOT NULL,
  ended_at     BIGINT NOT NULL
) {{table}};
CREATE INDEX publicity_line_of ON publicity_line (publicity_id, id);
CREATE INDEX publicity_line_of_person ON publicity_line (person_id, id);
CREATE INDEX publicity_line_by_end ON publicity_line (ended_at, id);
CREATE TABLE IF NOT EXISTS publicity_objection (
  id           {{id}},
  publicity_id BIGINT NOT NULL,
  line_id      BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  by_id        BIGINT NOT NULL,
  words        VARCHAR(1200) NOT NULL,
  at           BIGINT NOT NULL,
  due_at       BIGINT NOT NULL,
  late         INT NOT NULL,
  answer       VARCHAR(1200) NOT NULL,
  upheld       INT NOT NULL,
  answered_at  BIGINT NOT NULL,
  answered_by  BIGINT NOT NULL
) {{table}};
CREATE INDEX objection_of_publicity ON publicity_objection (publicity_id, id);
CREATE INDEX objection_of_line ON publicity_objection (line_id, answered_at, id);
CREATE INDEX objection_of_area ON publicity_objection (area_id, answered_at, id);
CREATE INDEX objection_of_person ON publicity_objection (person_id, id);
CREATE INDEX objection_by_answer ON publicity_objection (answered_at, id);
