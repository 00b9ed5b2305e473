CREATE TABLE IF NOT EXISTS loan_thing (
  id           {{id}},
  community_id BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  place        VARCHAR(160) NOT NULL,
  about        VARCHAR(800) NOT NULL,
  stock        INT NOT NULL,
  lent         INT NOT NULL,
  days         INT NOT NULL,
  self         INT NOT NULL,
  ended_at     BIGINT NOT NULL
) {{table}};
CREATE INDEX loan_thing_of_community ON loan_thing (community_id, ended_at, id);
CREATE TABLE IF NOT EXISTS loan (
  id           {{id}},
  thing_id     BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  copy_code    VARCHAR(40) NOT NULL,
  copy_out     VARCHAR(40) NULL,
  person_id    BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  phone_sealed VARCHAR(255) NOT NULL,
  holder       VARCHAR(80) NULL,
  state        VARCHAR(8) NOT NULL,
  words        VARCHAR(400) NOT NULL,
  due          INT NOT NULL,
  extended     INT NOT NULL,
  reminded     INT NOT NULL,
  lent_at      BIGINT NOT NULL,
  lent_by      BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  ended_by     BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  deed         VARCHAR(80) NOT NULL,
  UNIQUE (thing_id, holder),
  UNIQUE (thing_id, copy_out),
  UNIQUE (request)
) {{table}};
CREATE INDEX loan_of_community ON loan (community_id, state, id);
CREATE INDEX loan_by_due ON loan (community_id, state, due);
CREATE INDEX loan_of_person ON loan (person_id, id);
CREATE INDEX loan_by_end ON loan (ended_at, id);
