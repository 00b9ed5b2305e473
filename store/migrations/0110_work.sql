-- One line of work for each deed of a post. day is the Beijing day as yyyymmdd.
CREATE TABLE IF NOT EXISTS work_line (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  person_id    BIGINT       NOT NULL,
  role         VARCHAR(24)  NOT NULL,
  post_area_id BIGINT       NOT NULL DEFAULT 0,
  org_id       BIGINT       NOT NULL DEFAULT 0,
  day          INT          NOT NULL,
  at           BIGINT       NOT NULL,
  minutes      INT          NOT NULL DEFAULT 0,
  kind         VARCHAR(24)  NOT NULL,
  about        VARCHAR(80)  NOT NULL,
  deed         VARCHAR(24)  NOT NULL,
  area_id      BIGINT       NOT NULL DEFAULT 0,
  household_id BIGINT       NOT NULL DEFAULT 0,
  served_id    BIGINT       NOT NULL DEFAULT 0,
  place        VARCHAR(120) NOT NULL DEFAULT '',
  words        VARCHAR(400) NOT NULL DEFAULT '',
  files        VARCHAR(200) NOT NULL DEFAULT '',
  noted        TINYINT      NOT NULL DEFAULT 0,
  is_sensitive TINYINT      NOT NULL DEFAULT 0
) {{table}};
CREATE UNIQUE INDEX work_line_once ON work_line (person_id, about, deed, day);
CREATE INDEX work_line_of_person ON work_line (person_id, day, id);
CREATE INDEX work_line_of_community ON work_line (community_id, day, id);
CREATE INDEX work_line_of_area ON work_line (area_id, day);
CREATE INDEX work_line_of_household ON work_line (household_id, day);
CREATE INDEX work_line_of_served ON work_line (served_id);
CREATE INDEX work_line_by_age ON work_line (at);

-- A reason that stands for a planned deed that was not done.
CREATE TABLE IF NOT EXISTS plan_reason (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  plan         VARCHAR(60)  NOT NULL,
  person_id    BIGINT       NOT NULL,
  day          INT          NOT NULL,
  reason       VARCHAR(24)  NOT NULL,
  words        VARCHAR(400) NOT NULL DEFAULT '',
  written_by   BIGINT       NOT NULL,
  at           BIGINT       NOT NULL
) {{table}};
CREATE UNIQUE INDEX plan_reason_once ON plan_reason (plan, person_id, day);
CREATE INDEX plan_reason_of_person ON plan_reason (person_id, day);
CREATE INDEX plan_reason_by_age ON plan_reason (at);
