CREATE TABLE IF NOT EXISTS job_open (
  id     {{id}},
  kind   VARCHAR(40) NOT NULL,
  ref    BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  leased BIGINT NOT NULL DEFAULT 0,
  tries  INT NOT NULL DEFAULT 0,
  added  BIGINT NOT NULL,
  UNIQUE (kind, ref)
) {{table}};
CREATE INDEX job_due ON job_open (due_at, id);
CREATE TABLE IF NOT EXISTS job_run (
  name       VARCHAR(40) NOT NULL PRIMARY KEY,
  started_at BIGINT NOT NULL,
  done_at    BIGINT NOT NULL,
  failed_at  BIGINT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS audit_record (
  id           {{id}},
  community_id BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  action       VARCHAR(60) NOT NULL,
  about        VARCHAR(60) NOT NULL,
  reason       VARCHAR(400) NOT NULL
) {{table}};
CREATE INDEX audit_by_community ON audit_record (community_id, id);
CREATE TABLE IF NOT EXISTS inbox_push (
  id         {{id}},
  account    VARCHAR(8) NOT NULL,
  push_key   VARCHAR(80) NOT NULL,
  kind       VARCHAR(16) NOT NULL,
  reply      {{text}} NOT NULL,
  at         BIGINT NOT NULL,
  UNIQUE (account, push_key)
) {{table}};
CREATE INDEX inbox_by_time ON inbox_push (at, id);
