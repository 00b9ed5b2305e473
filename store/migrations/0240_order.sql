-- Help at the door that somebody asked for: the visit, who comes, and its timeline.
CREATE TABLE IF NOT EXISTS order_visit (
  id             {{id}},
  community_id   BIGINT NOT NULL,
  kind           VARCHAR(40) NOT NULL,
  title          VARCHAR(48) NOT NULL,
  person_id      BIGINT NOT NULL,
  asked_by       BIGINT NOT NULL,
  source         VARCHAR(10) NOT NULL,
  origin         VARCHAR(40) NOT NULL,
  request        VARCHAR(80) NULL,
  words          VARCHAR(1600) NOT NULL,
  wished         INT NOT NULL,
  part           VARCHAR(10) NOT NULL,
  building_id    BIGINT NOT NULL,
  area_id        BIGINT NOT NULL,
  room           VARCHAR(48) NOT NULL,
  state          VARCHAR(10) NOT NULL,
  lead_id        BIGINT NOT NULL,
  at             BIGINT NOT NULL,
  door_word      VARCHAR(4) NOT NULL,
  wrong          INT NOT NULL,
  door_at        BIGINT NOT NULL,
  door_by        BIGINT NOT NULL,
  minutes        INT NOT NULL,
  result         VARCHAR(1600) NOT NULL,
  purchase       TEXT NOT NULL,
  asked_at       BIGINT NOT NULL,
  agreed_at      BIGINT NOT NULL,
  went_at        BIGINT NOT NULL,
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
CREATE INDEX order_visit_of_community ON order_visit (community_id, state, id);
CREATE INDEX order_visit_by_time ON order_visit (community_id, at, id);
CREATE INDEX order_visit_of_person ON order_visit (person_id, state, id);
CREATE INDEX order_visit_by_check ON order_visit (check_at, id);
CREATE INDEX order_visit_by_end ON order_visit (ended_at, id);
CREATE TABLE IF NOT EXISTS order_member (
  id             {{id}},
  order_id       BIGINT NOT NULL,
  person_id      BIGINT NOT NULL,
  org_id         BIGINT NOT NULL,
  away           INT NOT NULL,
  why            VARCHAR(1600) NOT NULL,
  ended_at       BIGINT NOT NULL,
  UNIQUE (order_id, person_id)
) {{table}};
CREATE INDEX order_member_of_person ON order_member (person_id, ended_at, order_id);
CREATE INDEX order_member_by_end ON order_member (ended_at, id);
CREATE TABLE IF NOT EXISTS order_event (
  id             {{id}},
  order_id       BIGINT NOT NULL,
  public         INT NOT NULL,
  at             BIGINT NOT NULL,
  kind           VARCHAR(16) NOT NULL,
  person_id      BIGINT NOT NULL,
  request        VARCHAR(80) NULL,
  text           VARCHAR(3600) NOT NULL,
  files          VARCHAR(255) NOT NULL,
  ended_at       BIGINT NOT NULL,
  UNIQUE (order_id, person_id, request)
) {{table}};
CREATE INDEX order_event_by_end ON order_event (ended_at, id);
