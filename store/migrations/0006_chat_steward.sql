CREATE TABLE IF NOT EXISTS chat_draft (
  person_id    BIGINT NOT NULL PRIMARY KEY,
  stage        VARCHAR(12) NOT NULL,
  text         {{text}} NOT NULL,
  place        VARCHAR(200) NOT NULL,
  area_id      BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  lat          DOUBLE NOT NULL,
  lng          DOUBLE NOT NULL,
  choices      {{text}} NOT NULL,
  files        VARCHAR(400) NOT NULL,
  asked        INT NOT NULL,
  expires_at   BIGINT NOT NULL
) {{table}};
CREATE INDEX chat_draft_expires ON chat_draft (expires_at);
CREATE TABLE IF NOT EXISTS steward_alert (
  id           {{id}},
  report_id    BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  acked_at     BIGINT NOT NULL,
  UNIQUE (report_id, person_id)
) {{table}};
CREATE INDEX steward_alert_of ON steward_alert (person_id, id);
