CREATE TABLE IF NOT EXISTS paper (
  id           {{id}},
  community_id BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  name         VARCHAR(120) NOT NULL,
  type         VARCHAR(40) NOT NULL,
  size         INT NOT NULL,
  blob_key     VARCHAR(40) NOT NULL,
  valid_until  INT NOT NULL,
  state        VARCHAR(10) NOT NULL,
  kept         INT NOT NULL,
  way          VARCHAR(10) NOT NULL,
  added_by     BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  drop_at      BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  UNIQUE (request)
) {{table}};
CREATE INDEX paper_of_person ON paper (person_id, id);
CREATE INDEX paper_by_drop ON paper (drop_at, id);
CREATE TABLE IF NOT EXISTS paper_use (
  id        {{id}},
  paper_id  BIGINT NOT NULL,
  about     VARCHAR(40) NOT NULL,
  by_id     BIGINT NOT NULL,
  asked_at  BIGINT NOT NULL,
  agreed_at BIGINT NOT NULL,
  ended_at  BIGINT NOT NULL,
  UNIQUE (paper_id, about)
) {{table}};
CREATE INDEX paper_use_about ON paper_use (about, paper_id);
