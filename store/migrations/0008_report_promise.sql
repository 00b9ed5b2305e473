ALTER TABLE report ADD COLUMN topic VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN began_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN whole_due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN whole_unit VARCHAR(12) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN due_unit VARCHAR(12) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN yellow_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN warned INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN steps_done INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN level INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN asked_role VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN asked_area BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN asked_due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN paused_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN paused_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN check_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN desk_role VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN desk_area BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN returns INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN supervise_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN supervise_due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN supervise_late INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN postpone_kind VARCHAR(8) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN postpone_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN postpone_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN postpone_role VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN postpone_area BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN merged_into BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN followers INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN parent_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN parts INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN joins INT NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN follow_up VARCHAR(8) NOT NULL DEFAULT '';
CREATE INDEX report_to_check ON report (is_open, check_at, id);
CREATE INDEX report_by_asked ON report (asked_area, asked_role, is_open, due_at, id);
CREATE INDEX report_by_postpone ON report (postpone_area, postpone_role, is_open, due_at, id);
CREATE INDEX report_by_main ON report (merged_into, id);
CREATE INDEX report_by_parent ON report (parent_id, is_open, id);
CREATE INDEX report_by_follow_up ON report (follow_up, community_id, id);
CREATE INDEX report_of_community_time ON report (community_id, submitted_at, id);
CREATE TABLE IF NOT EXISTS report_join (
  report_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (report_id, person_id)
) {{table}};
CREATE INDEX report_join_of ON report_join (person_id, report_id);
ALTER TABLE report_template ADD COLUMN state VARCHAR(12) NOT NULL DEFAULT '';
CREATE TABLE IF NOT EXISTS dispatch_limit (
  community_id BIGINT NOT NULL,
  seq          INT NOT NULL,
  category     VARCHAR(20) NOT NULL,
  topic        VARCHAR(20) NOT NULL,
  urgent       INT NOT NULL,
  intake       VARCHAR(24) NOT NULL,
  dispatch     VARCHAR(24) NOT NULL,
  take         VARCHAR(24) NOT NULL,
  whole        VARCHAR(24) NOT NULL,
  escalate     VARCHAR(24) NOT NULL,
  steps        VARCHAR(600) NOT NULL,
  PRIMARY KEY (community_id, seq)
) {{table}};
CREATE TABLE IF NOT EXISTS dispatch_route (
  id           {{id}},
  community_id BIGINT NOT NULL,
  seq          INT NOT NULL,
  name         VARCHAR(60) NOT NULL,
  categories   VARCHAR(400) NOT NULL,
  area_id      BIGINT NOT NULL,
  hour         VARCHAR(8) NOT NULL,
  to_kind      VARCHAR(8) NOT NULL,
  to_role      VARCHAR(20) NOT NULL,
  to_area      BIGINT NOT NULL,
  to_org       BIGINT NOT NULL,
  UNIQUE (community_id, seq)
) {{table}};
CREATE TABLE IF NOT EXISTS dispatch_version (
  id      INT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
) {{table}};
INSERT INTO dispatch_version (id, version) VALUES (1, 0);
