CREATE TABLE IF NOT EXISTS report (
  id            {{id}},
  community_id  BIGINT NOT NULL,
  number        BIGINT NOT NULL,
  author_id     BIGINT NOT NULL,
  entered_by    BIGINT NULL,
  source        VARCHAR(12) NOT NULL,
  external_no   VARCHAR(60) NOT NULL,
  request       VARCHAR(80) NULL,
  category      VARCHAR(20) NOT NULL,
  urgent        INT NOT NULL,
  text          {{text}} NOT NULL,
  shared        INT NOT NULL,
  place         VARCHAR(200) NOT NULL,
  area_id       BIGINT NOT NULL,
  building_id   BIGINT NOT NULL,
  grid_id       BIGINT NOT NULL,
  lat           DOUBLE NOT NULL,
  lng           DOUBLE NOT NULL,
  state         VARCHAR(12) NOT NULL,
  is_open       INT NOT NULL,
  holder_kind   VARCHAR(8) NOT NULL,
  holder_person BIGINT NOT NULL,
  holder_role   VARCHAR(20) NOT NULL,
  holder_area   BIGINT NOT NULL,
  holder_org    BIGINT NOT NULL,
  outcome       VARCHAR(12) NOT NULL,
  result        {{text}} NOT NULL,
  submitted_at  BIGINT NOT NULL,
  accepted_at   BIGINT NOT NULL,
  taken_at      BIGINT NOT NULL,
  resolved_at   BIGINT NOT NULL,
  closed_at     BIGINT NOT NULL,
  due_at        BIGINT NOT NULL,
  question      {{text}} NOT NULL,
  asked_at      BIGINT NOT NULL,
  urges         INT NOT NULL,
  urged_at      BIGINT NOT NULL,
  reopens       INT NOT NULL,
  reviewed      INT NOT NULL,
  UNIQUE (number),
  UNIQUE (author_id, request),
  UNIQUE (entered_by, request)
) {{table}};
CREATE INDEX report_by_author ON report (author_id, id);
CREATE INDEX report_by_person ON report (holder_person, is_open, due_at, id);
CREATE INDEX report_by_post ON report (holder_area, holder_role, is_open, due_at, id);
CREATE INDEX report_by_org ON report (holder_org, is_open, due_at, id);
CREATE INDEX report_by_state ON report (state, due_at, id);
CREATE INDEX report_of_community_state ON report (community_id, state, due_at, id);
CREATE INDEX report_of_community_due ON report (community_id, is_open, due_at, id);
CREATE INDEX report_of_community_new ON report (community_id, is_open, id);
CREATE INDEX report_of_grid_due ON report (grid_id, is_open, due_at, id);
CREATE INDEX report_of_grid_new ON report (grid_id, is_open, id);
CREATE INDEX report_of_building ON report (building_id, is_open, id);
CREATE INDEX report_of_org_new ON report (holder_org, is_open, id);
CREATE INDEX report_new ON report (is_open, id);
CREATE INDEX report_by_due ON report (is_open, due_at, id);
CREATE TABLE IF NOT EXISTS report_event (
  id            {{id}},
  report_id     BIGINT NOT NULL,
  at            BIGINT NOT NULL,
  kind          VARCHAR(12) NOT NULL,
  person_id     BIGINT NOT NULL,
  request       VARCHAR(80) NULL,
  public        INT NOT NULL,
  text          {{text}} NOT NULL,
  state         VARCHAR(12) NOT NULL,
  holder_kind   VARCHAR(8) NOT NULL,
  holder_person BIGINT NOT NULL,
  holder_role   VARCHAR(20) NOT NULL,
  holder_area   BIGINT NOT NULL,
  holder_org    BIGINT NOT NULL,
  files         VARCHAR(400) NOT NULL,
  UNIQUE (report_id, person_id, request)
) {{table}};
CREATE INDEX report_event_of ON report_event (report_id, id);
CREATE TABLE IF NOT EXISTS report_review (
  report_id  BIGINT NOT NULL,
  round      INT NOT NULL,
  satisfied  INT NOT NULL,
  efficiency INT NOT NULL,
  result     INT NOT NULL,
  attitude   INT NOT NULL,
  words      {{text}} NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (report_id, round)
) {{table}};
CREATE TABLE IF NOT EXISTS report_counter (
  day  INT NOT NULL PRIMARY KEY,
  last INT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS report_template (
  id           {{id}},
  community_id BIGINT NOT NULL,
  name         VARCHAR(40) NOT NULL,
  text         {{text}} NOT NULL
) {{table}};
CREATE INDEX report_template_of ON report_template (community_id, id);
