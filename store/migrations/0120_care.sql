-- Households and persons whom the community visits. due_at and its days are derived: see app/care/due.go. spot is NULL for those who have left the plan.
CREATE TABLE IF NOT EXISTS care_cared (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  grid_id      BIGINT       NOT NULL,
  building_id  BIGINT       NOT NULL,
  area_id      BIGINT       NOT NULL,
  household_id BIGINT       NOT NULL,
  person_id    BIGINT       NOT NULL,
  spot         VARCHAR(40)  NULL,
  level        VARCHAR(2)   NOT NULL,
  cohorts      VARCHAR(200) NOT NULL,
  must         INT          NOT NULL,
  half         INT          NOT NULL,
  set_level    VARCHAR(2)   NOT NULL,
  set_until    INT          NOT NULL,
  set_why      VARCHAR(400) NOT NULL,
  set_by       BIGINT       NOT NULL,
  declined     VARCHAR(400) NOT NULL,
  change_at    BIGINT       NOT NULL,
  change_until INT          NOT NULL,
  since_on     INT          NOT NULL,
  last_on      INT          NOT NULL,
  last_at      BIGINT       NOT NULL,
  remote       INT          NOT NULL,
  asked_on     INT          NOT NULL,
  opens_on     INT          NOT NULL,
  due_on       INT          NOT NULL,
  due_at       BIGINT       NOT NULL,
  told_at      BIGINT       NOT NULL,
  ended_at     BIGINT       NOT NULL,
  UNIQUE (spot)
) {{table}};
CREATE INDEX care_cared_of_grid ON care_cared (grid_id, ended_at, due_at);
CREATE INDEX care_cared_of_community ON care_cared (community_id, ended_at, due_at);
CREATE INDEX care_cared_of_building ON care_cared (building_id, ended_at);
CREATE INDEX care_cared_of_household ON care_cared (household_id);
CREATE INDEX care_cared_of_person ON care_cared (person_id);
CREATE INDEX care_cared_late ON care_cared (ended_at, due_at, told_at);

-- A visit of a day; each visitor has their own words. seen is the day of a visit that met somebody, NULL for the others.
CREATE TABLE IF NOT EXISTS care_visit (
  id           {{id}},
  community_id BIGINT      NOT NULL,
  cared_id     BIGINT      NOT NULL,
  day          INT         NOT NULL,
  seen         INT         NULL,
  at           BIGINT      NOT NULL,
  noted_at     BIGINT      NOT NULL,
  way          VARCHAR(8)  NOT NULL,
  outcome      VARCHAR(12) NOT NULL,
  level        VARCHAR(2)  NOT NULL,
  counts       INT         NOT NULL,
  late_days    INT         NOT NULL,
  due_on       INT         NOT NULL,
  UNIQUE (cared_id, seen)
) {{table}};
CREATE INDEX care_visit_of_cared ON care_visit (cared_id, day, id);
CREATE INDEX care_visit_of_community ON care_visit (community_id, day, id);
CREATE INDEX care_visit_by_age ON care_visit (noted_at);
CREATE TABLE IF NOT EXISTS care_visitor (
  visit_id  BIGINT       NOT NULL,
  person_id BIGINT       NOT NULL,
  noted_at  BIGINT       NOT NULL,
  words     VARCHAR(800) NOT NULL,
  files     VARCHAR(200) NOT NULL,
  PRIMARY KEY (visit_id, person_id)
) {{table}};
CREATE INDEX care_visitor_of_person ON care_visitor (person_id);
CREATE INDEX care_visitor_by_age ON care_visitor (noted_at);

CREATE TABLE IF NOT EXISTS care_change (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  cared_id     BIGINT       NOT NULL,
  kind         VARCHAR(12)  NOT NULL,
  day          INT          NOT NULL,
  until_day    INT          NOT NULL,
  words        VARCHAR(400) NOT NULL,
  by_id        BIGINT       NOT NULL,
  at           BIGINT       NOT NULL,
  ended_by     BIGINT       NOT NULL,
  ended_at     BIGINT       NOT NULL
) {{table}};
CREATE INDEX care_change_of_cared ON care_change (cared_id, id);
CREATE INDEX care_change_by_age ON care_change (at);

CREATE TABLE IF NOT EXISTS care_need (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  building_id  BIGINT       NOT NULL,
  cared_id     BIGINT       NOT NULL,
  visit_id     BIGINT       NOT NULL,
  kind         VARCHAR(20)  NOT NULL,
  state        VARCHAR(10)  NOT NULL,
  target       VARCHAR(40)  NOT NULL,
  reason       VARCHAR(400) NOT NULL,
  by_id        BIGINT       NOT NULL,
  at           BIGINT       NOT NULL,
  changed_by   BIGINT       NOT NULL,
  changed_at   BIGINT       NOT NULL,
  ended_at     BIGINT       NOT NULL,
  wanted       VARCHAR(60)  NULL,
  UNIQUE (wanted)
) {{table}};
CREATE INDEX care_need_of_community ON care_need (community_id, state, kind, id);
CREATE INDEX care_need_of_cared ON care_need (cared_id, id);
CREATE INDEX care_need_by_age ON care_need (ended_at);

-- Stewards and leads who visit, by household.
CREATE TABLE IF NOT EXISTS care_helper (
  cared_id  BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  by_id     BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (cared_id, person_id)
) {{table}};
CREATE INDEX care_helper_of_person ON care_helper (person_id);

-- A visit at which nobody answered, until somebody has seen the person.
CREATE TABLE IF NOT EXISTS care_chase (
  id           {{id}},
  community_id BIGINT      NOT NULL,
  cared_id     BIGINT      NOT NULL,
  spot         BIGINT      NULL,
  visit_id     BIGINT      NOT NULL,
  step         INT         NOT NULL,
  next_at      BIGINT      NOT NULL,
  call_id      BIGINT      NOT NULL,
  began_at     BIGINT      NOT NULL,
  began_by     BIGINT      NOT NULL,
  how          VARCHAR(12) NOT NULL,
  ended_at     BIGINT      NOT NULL,
  ended_by     BIGINT      NOT NULL,
  UNIQUE (spot)
) {{table}};
CREATE INDEX care_chase_of_community ON care_chase (community_id, ended_at, id);
CREATE INDEX care_chase_of_cared ON care_chase (cared_id, id);
CREATE INDEX care_chase_due ON care_chase (next_at);
CREATE INDEX care_chase_by_age ON care_chase (began_at);

-- Daily visits in some areas for a time. No date is rewritten.
CREATE TABLE IF NOT EXISTS care_surge (
  id       {{id}},
  areas    VARCHAR(4000) NOT NULL,
  why      VARCHAR(400)  NOT NULL,
  from_on  INT           NOT NULL,
  until_on INT           NOT NULL,
  by_id    BIGINT        NOT NULL,
  ended_by BIGINT        NOT NULL
) {{table}};
CREATE INDEX care_surge_open ON care_surge (until_on);

-- The rules of the county, as JSON; none: the shipped ones.
CREATE TABLE IF NOT EXISTS care_rules (
  id   INT  NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (id)
) {{table}};

-- What may be a reason for a visit; a keeper decides.
CREATE TABLE IF NOT EXISTS care_proposal (
  id           {{id}},
  community_id BIGINT      NOT NULL,
  cared_id     BIGINT      NOT NULL,
  about        VARCHAR(40) NOT NULL,
  at           BIGINT      NOT NULL,
  state        VARCHAR(10) NOT NULL,
  by_id        BIGINT      NOT NULL,
  UNIQUE (cared_id, about)
) {{table}};
CREATE INDEX care_proposal_open ON care_proposal (community_id, state, id);
CREATE INDEX care_proposal_by_age ON care_proposal (at);
INSERT INTO care_rules (id, body) VALUES (1, '');
