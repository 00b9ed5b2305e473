CREATE TABLE IF NOT EXISTS steward_paging (
  id           {{id}},
  subject      VARCHAR(8) NOT NULL,
  subject_id   BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  grid_id      BIGINT NOT NULL,
  urgent       INT NOT NULL,
  policy       {{text}} NOT NULL,
  stage        VARCHAR(12) NOT NULL,
  step         INT NOT NULL,
  turns        INT NOT NULL,
  rung         INT NOT NULL,
  acks         INT NOT NULL,
  need         INT NOT NULL,
  reminded     INT NOT NULL,
  next_at      BIGINT NOT NULL,
  started_at   BIGINT NOT NULL,
  UNIQUE (subject, subject_id)
) {{table}};
CREATE INDEX steward_paging_by_stage ON steward_paging (stage, community_id, id);
CREATE TABLE IF NOT EXISTS steward_ring (
  paging_id BIGINT NOT NULL,
  rung      INT NOT NULL,
  person_id BIGINT NOT NULL,
  step      INT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (paging_id, rung, person_id)
) {{table}};
CREATE TABLE IF NOT EXISTS steward_ack (
  paging_id   BIGINT NOT NULL,
  person_id   BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  reminded_at BIGINT NOT NULL,
  PRIMARY KEY (paging_id, person_id)
) {{table}};
CREATE TABLE IF NOT EXISTS steward_policy (
  community_id BIGINT NOT NULL,
  urgent       INT NOT NULL,
  body         {{text}} NOT NULL,
  PRIMARY KEY (community_id, urgent)
) {{table}};
CREATE TABLE IF NOT EXISTS steward_call (
  id           {{id}},
  community_id BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  grid_id      BIGINT NOT NULL,
  building_id  BIGINT NOT NULL,
  words        {{text}} NOT NULL,
  phone_sealed VARCHAR(255) NOT NULL,
  phone_index  VARCHAR(64) NOT NULL,
  request      VARCHAR(80) NOT NULL,
  urgent       INT NOT NULL,
  state        VARCHAR(12) NOT NULL,
  at           BIGINT NOT NULL,
  acked_at     BIGINT NOT NULL,
  acked_by     BIGINT NOT NULL,
  done_at      BIGINT NOT NULL,
  done_by      BIGINT NOT NULL,
  result       {{text}} NOT NULL
) {{table}};
CREATE INDEX steward_call_of_phone ON steward_call (phone_index, at, id);
CREATE INDEX steward_call_of_community ON steward_call (community_id, state, id);
CREATE INDEX steward_call_of_building ON steward_call (building_id, id);
CREATE INDEX steward_call_done ON steward_call (state, done_at);
CREATE TABLE IF NOT EXISTS steward_caller (
  phone_index VARCHAR(64) NOT NULL PRIMARY KEY,
  last_at     BIGINT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS steward_board (
  community_id BIGINT NOT NULL PRIMARY KEY,
  contact      VARCHAR(20) NOT NULL,
  supervision  VARCHAR(20) NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS steward_shown (
  person_id BIGINT NOT NULL PRIMARY KEY,
  level     INT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS steward_reach (
  area_id      BIGINT NOT NULL PRIMARY KEY,
  community_id BIGINT NOT NULL,
  grid_id      BIGINT NOT NULL,
  reachable    INT NOT NULL,
  reason       VARCHAR(16) NOT NULL,
  person_id    BIGINT NOT NULL,
  since        BIGINT NOT NULL
) {{table}};
CREATE INDEX steward_reach_of ON steward_reach (reachable, community_id, area_id);
CREATE TABLE IF NOT EXISTS steward_digest (
  person_id BIGINT NOT NULL,
  week      INT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (person_id, week)
) {{table}};
