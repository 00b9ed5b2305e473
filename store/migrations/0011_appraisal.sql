CREATE INDEX audit_by_action ON audit_record (community_id, action, id);
CREATE TABLE IF NOT EXISTS appraisal_figure (
  id                {{id}},
  month             INT NOT NULL,
  community_id      BIGINT NOT NULL,
  org_id            BIGINT NOT NULL,
  role              VARCHAR(20) NOT NULL,
  area_id           BIGINT NOT NULL,
  cases             INT NOT NULL,
  resolved          INT NOT NULL,
  timed             INT NOT NULL,
  late              INT NOT NULL,
  returns           INT NOT NULL,
  reopens           INT NOT NULL,
  satisfied         INT NOT NULL,
  unsatisfied       INT NOT NULL,
  unanswered        INT NOT NULL,
  response_n        INT NOT NULL,
  response_median   BIGINT NOT NULL,
  response_mean     BIGINT NOT NULL,
  verify_n          INT NOT NULL,
  verify_median     BIGINT NOT NULL,
  verify_mean       BIGINT NOT NULL,
  handle_n          INT NOT NULL,
  handle_median     BIGINT NOT NULL,
  handle_mean       BIGINT NOT NULL,
  marked            INT NOT NULL,
  efficiency        INT NOT NULL,
  result            INT NOT NULL,
  attitude          INT NOT NULL,
  UNIQUE (month, community_id, org_id, role, area_id)
) {{table}};
CREATE INDEX appraisal_figure_of_org ON appraisal_figure (org_id, month, id);
CREATE TABLE IF NOT EXISTS appraisal_mark (
  report_id    BIGINT NOT NULL,
  org_id       BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  request      VARCHAR(80) NOT NULL,
  efficiency   INT NOT NULL,
  result       INT NOT NULL,
  attitude     INT NOT NULL,
  words        {{text}} NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (report_id, org_id)
) {{table}};
CREATE TABLE IF NOT EXISTS appraisal_run (
  day        INT NOT NULL PRIMARY KEY,
  started_at BIGINT NOT NULL,
  done_at    BIGINT NOT NULL
) {{table}};
