-- One question about something that really happened, and its answer. month is when it happened, 202611.
CREATE TABLE IF NOT EXISTS feedback (
  id           {{id}},
  community_id BIGINT NOT NULL,
  kind         VARCHAR(12) NOT NULL,
  about_id     BIGINT NOT NULL,
  part         INT NOT NULL,
  service_id   BIGINT NOT NULL,
  title        VARCHAR(160) NOT NULL,
  month        INT NOT NULL,
  person_id    BIGINT NOT NULL,
  asked_id     BIGINT NOT NULL,
  asked_at     BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  mark         INT NOT NULL,
  chips        VARCHAR(255) NOT NULL,
  words        VARCHAR(800) NOT NULL,
  way          VARCHAR(12) NOT NULL,
  by_id        BIGINT NOT NULL,
  answered_at  BIGINT NOT NULL,
  deed         VARCHAR(80) NOT NULL,
  UNIQUE (kind, about_id, part)
) {{table}};
CREATE INDEX feedback_of_asked ON feedback (asked_id, mark, expires_at);
CREATE INDEX feedback_of_person ON feedback (person_id);
CREATE INDEX feedback_to_ask ON feedback (community_id, mark, asked_id, expires_at, id);
CREATE INDEX feedback_by_month ON feedback (community_id, month, kind, service_id);
CREATE INDEX feedback_by_time ON feedback (asked_at, id);
CREATE INDEX feedback_named ON feedback (answered_at, id);
