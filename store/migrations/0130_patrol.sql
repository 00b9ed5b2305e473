-- Plans of rounds, what was walked, and what was found. day is the Beijing day as yyyymmdd.
CREATE TABLE IF NOT EXISTS patrol_plan (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  area_id      BIGINT       NOT NULL,
  name         VARCHAR(120) NOT NULL,
  kind         VARCHAR(16)  NOT NULL,
  points       {{text}}     NOT NULL,
  need         INT          NOT NULL,
  weekdays     VARCHAR(16)  NOT NULL,
  spans        VARCHAR(120) NOT NULL,
  roles        VARCHAR(200) NOT NULL,
  class        VARCHAR(24)  NOT NULL,
  topics       VARCHAR(200) NOT NULL,
  since        INT          NOT NULL,
  by_id        BIGINT       NOT NULL,
  ended_at     BIGINT       NOT NULL DEFAULT 0
) {{table}};
CREATE INDEX patrol_plan_of_community ON patrol_plan (community_id, ended_at, id);
CREATE TABLE IF NOT EXISTS patrol_raise (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  area_id      BIGINT       NOT NULL,
  spans        VARCHAR(120) NOT NULL,
  reason       VARCHAR(400) NOT NULL,
  by_id        BIGINT       NOT NULL,
  from_at      BIGINT       NOT NULL,
  until_at     BIGINT       NOT NULL,
  ended_at     BIGINT       NOT NULL DEFAULT 0,
  ended_by     BIGINT       NOT NULL DEFAULT 0
) {{table}};
CREATE INDEX patrol_raise_of_community ON patrol_raise (community_id, until_at, id);
CREATE TABLE IF NOT EXISTS patrol (
  id           {{id}},
  community_id BIGINT        NOT NULL,
  plan_id      BIGINT        NOT NULL,
  area_id      BIGINT        NOT NULL,
  person_id    BIGINT        NOT NULL,
  begin_at     BIGINT        NOT NULL,
  last_at      BIGINT        NOT NULL,
  closed_at    BIGINT        NOT NULL DEFAULT 0,
  quiet        TINYINT       NOT NULL DEFAULT 0,
  minutes      INT           NOT NULL DEFAULT 0,
  metres       INT           NOT NULL DEFAULT 0,
  tracking     TINYINT       NOT NULL DEFAULT 0,
  words        VARCHAR(1200) NOT NULL DEFAULT ''
) {{table}};
CREATE INDEX patrol_of_person ON patrol (person_id, begin_at);
CREATE INDEX patrol_of_plan ON patrol (plan_id, begin_at);
CREATE INDEX patrol_of_community ON patrol (community_id, begin_at, id);
CREATE INDEX patrol_open ON patrol (closed_at, last_at);
CREATE INDEX patrol_by_age ON patrol (begin_at);
CREATE TABLE IF NOT EXISTS patrol_scan (
  id           {{id}},
  patrol_id    BIGINT       NOT NULL,
  community_id BIGINT       NOT NULL,
  area_id      BIGINT       NOT NULL,
  place_id     BIGINT       NOT NULL,
  name         VARCHAR(240) NOT NULL,
  at           BIGINT       NOT NULL,
  floor        VARCHAR(40)  NOT NULL
) {{table}};
CREATE INDEX patrol_scan_of_patrol ON patrol_scan (patrol_id, at);
CREATE INDEX patrol_scan_of_community ON patrol_scan (community_id, at);
CREATE INDEX patrol_scan_by_age ON patrol_scan (at);
CREATE TABLE IF NOT EXISTS patrol_find (
  id           {{id}},
  community_id BIGINT      NOT NULL,
  patrol_id    BIGINT      NOT NULL,
  report_id    BIGINT      NOT NULL,
  person_id    BIGINT      NOT NULL,
  area_id      BIGINT      NOT NULL,
  grid_id      BIGINT      NOT NULL,
  at           BIGINT      NOT NULL,
  topic        VARCHAR(24) NOT NULL,
  spot         TINYINT     NOT NULL,
  request      VARCHAR(80) NULL,
  told_at      BIGINT      NOT NULL DEFAULT 0,
  UNIQUE (person_id, request),
  UNIQUE (report_id)
) {{table}};
CREATE INDEX patrol_find_of_person ON patrol_find (person_id, at);
CREATE INDEX patrol_find_of_community ON patrol_find (community_id, at);
CREATE INDEX patrol_find_untold ON patrol_find (told_at, at);
CREATE INDEX patrol_find_by_age ON patrol_find (at);
-- The way of a round whose walker records it. Only the distance stays, see patrol.metres.
CREATE TABLE IF NOT EXISTS patrol_position (
  id           {{id}},
  patrol_id    BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  day          INT    NOT NULL,
  at           BIGINT NOT NULL,
  lat          DOUBLE NOT NULL,
  lng          DOUBLE NOT NULL,
  accuracy     DOUBLE NOT NULL,
  UNIQUE (patrol_id, at)
) {{table}};
CREATE INDEX patrol_position_of_community ON patrol_position (community_id, day);
