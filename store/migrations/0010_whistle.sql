CREATE TABLE IF NOT EXISTS whistle (
  id           {{id}},
  community_id BIGINT NOT NULL,
  caller_id    BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  report_id    BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  spot_id      BIGINT NOT NULL,
  place        VARCHAR(400) NOT NULL,
  words        {{text}} NOT NULL,
  by_at        BIGINT NOT NULL,
  called_at    BIGINT NOT NULL,
  state        VARCHAR(12) NOT NULL,
  is_open      INT NOT NULL,
  is_late      INT NOT NULL,
  unfinished   INT NOT NULL,
  recurrence   INT NOT NULL,
  missed_at    BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  ended        {{text}} NOT NULL,
  UNIQUE (caller_id, request)
) {{table}};
CREATE INDEX whistle_of_community ON whistle (community_id, id);
CREATE INDEX whistle_of_community_open ON whistle (community_id, is_open, unfinished, id);
CREATE INDEX whistle_of_community_late ON whistle (community_id, is_late, id);
CREATE INDEX whistle_on_spot ON whistle (community_id, spot_id, called_at);
CREATE INDEX whistle_about ON whistle (report_id, id);
CREATE INDEX whistle_open ON whistle (is_open, unfinished, id);
CREATE INDEX whistle_late ON whistle (is_late, id);
CREATE TABLE IF NOT EXISTS whistle_muster (
  id          {{id}},
  whistle_id  BIGINT NOT NULL,
  org_id      BIGINT NOT NULL,
  is_lead     INT NOT NULL,
  state       VARCHAR(12) NOT NULL,
  is_late     INT NOT NULL,
  is_open     INT NOT NULL,
  waits       INT NOT NULL,
  who         VARCHAR(80) NOT NULL,
  arrival_at  BIGINT NOT NULL,
  reason      {{text}} NOT NULL,
  answered_at BIGINT NOT NULL,
  mustered_by BIGINT NOT NULL,
  mustered_at BIGINT NOT NULL,
  result      {{text}} NOT NULL,
  done_at     BIGINT NOT NULL,
  UNIQUE (whistle_id, org_id)
) {{table}};
CREATE INDEX whistle_muster_of ON whistle_muster (org_id, whistle_id);
CREATE INDEX whistle_muster_open ON whistle_muster (org_id, is_open, whistle_id);
CREATE INDEX whistle_muster_waits ON whistle_muster (org_id, waits, whistle_id);
CREATE INDEX whistle_muster_late ON whistle_muster (org_id, is_late, whistle_id);
CREATE TABLE IF NOT EXISTS whistle_event (
  id         {{id}},
  whistle_id BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  kind       VARCHAR(12) NOT NULL,
  person_id  BIGINT NOT NULL,
  org_id     BIGINT NOT NULL,
  request    VARCHAR(80) NULL,
  text       {{text}} NOT NULL,
  files      VARCHAR(400) NOT NULL,
  UNIQUE (whistle_id, person_id, request)
) {{table}};
CREATE INDEX whistle_event_of ON whistle_event (whistle_id, id);
