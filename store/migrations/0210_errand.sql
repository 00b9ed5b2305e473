-- What the community does for residents at offices: the errand, its timeline, and the mandates that residents give.
CREATE TABLE IF NOT EXISTS errand (
  id             {{id}},
  community_id   BIGINT NOT NULL,
  item_id        BIGINT NOT NULL,
  version        INT NOT NULL,
  title          VARCHAR(120) NOT NULL,
  person_id      BIGINT NOT NULL,
  asked_by       BIGINT NOT NULL,
  source         VARCHAR(10) NOT NULL,
  request        VARCHAR(80) NULL,
  words          VARCHAR(1600) NOT NULL,
  state          VARCHAR(10) NOT NULL,
  first_id       BIGINT NOT NULL,
  holder_id      BIGINT NOT NULL,
  materials      TEXT NOT NULL,
  tells          INT NOT NULL,
  told_at        BIGINT NOT NULL,
  trips          INT NOT NULL,
  outside        VARCHAR(160) NOT NULL,
  result         VARCHAR(1600) NOT NULL,
  next_door      VARCHAR(1600) NOT NULL,
  asked_at       BIGINT NOT NULL,
  taken_at       BIGINT NOT NULL,
  handed_in_at   BIGINT NOT NULL,
  done_at        BIGINT NOT NULL,
  ended_at       BIGINT NOT NULL,
  began_at       BIGINT NOT NULL,
  whole_due_at   BIGINT NOT NULL,
  whole_unit     VARCHAR(12) NOT NULL,
  due_at         BIGINT NOT NULL,
  due_unit       VARCHAR(12) NOT NULL,
  yellow_at      BIGINT NOT NULL,
  warned         INT NOT NULL,
  steps_done     INT NOT NULL,
  level          INT NOT NULL,
  asked_role     VARCHAR(32) NOT NULL,
  asked_area     BIGINT NOT NULL,
  asked_due_at   BIGINT NOT NULL,
  paused_at      BIGINT NOT NULL,
  paused_until   BIGINT NOT NULL,
  check_at       BIGINT NOT NULL,
  UNIQUE (asked_by, request)
) {{table}};
CREATE INDEX errand_of_community ON errand (community_id, state, id);
CREATE INDEX errand_of_person ON errand (person_id, state, id);
CREATE INDEX errand_of_holder ON errand (holder_id, state, id);
CREATE INDEX errand_of_first ON errand (first_id, state, id);
CREATE INDEX errand_by_check ON errand (check_at, id);
CREATE INDEX errand_by_end ON errand (ended_at, id);
CREATE TABLE IF NOT EXISTS errand_event (
  id             {{id}},
  errand_id      BIGINT NOT NULL,
  public         INT NOT NULL,
  at             BIGINT NOT NULL,
  kind           VARCHAR(16) NOT NULL,
  person_id      BIGINT NOT NULL,
  request        VARCHAR(80) NULL,
  text           VARCHAR(3600) NOT NULL,
  files          VARCHAR(255) NOT NULL,
  ended_at       BIGINT NOT NULL,
  UNIQUE (errand_id, person_id, request)
) {{table}};
CREATE INDEX errand_event_by_end ON errand_event (ended_at, id);
CREATE TABLE IF NOT EXISTS errand_mandate (
  id             {{id}},
  errand_id      BIGINT NOT NULL,
  proxy_id       BIGINT NOT NULL,
  powers         VARCHAR(80) NOT NULL,
  till           INT NOT NULL,
  way            VARCHAR(10) NOT NULL,
  paper_id       BIGINT NOT NULL,
  witness_id     BIGINT NOT NULL,
  asked_by       BIGINT NOT NULL,
  asked_at       BIGINT NOT NULL,
  given_by       BIGINT NOT NULL,
  given_at       BIGINT NOT NULL,
  over_at        BIGINT NOT NULL,
  ended_at       BIGINT NOT NULL
) {{table}};
CREATE INDEX errand_mandate_of_errand ON errand_mandate (errand_id, id);
CREATE INDEX errand_mandate_by_end ON errand_mandate (ended_at, id);
