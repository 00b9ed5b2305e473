-- The county's cadences as one list; without a row the shipped ones count. cadence_reminded has one row for each reminder.
CREATE TABLE IF NOT EXISTS cadence_rules (
  id   INT  NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS cadence_reminded (
  person_id BIGINT      NOT NULL,
  cadence   VARCHAR(24) NOT NULL,
  first_day INT         NOT NULL,
  at        BIGINT      NOT NULL,
  PRIMARY KEY (person_id, cadence, first_day)
) {{table}};
CREATE INDEX cadence_reminded_by_age ON cadence_reminded (at);
-- A visit of somebody to an area that they are tied to (包联走访): what it brought, and words.
CREATE TABLE IF NOT EXISTS linkage_visit (
  id         {{id}},
  linkage_id BIGINT       NOT NULL,
  person_id  BIGINT       NOT NULL,
  area_id    BIGINT       NOT NULL,
  day        INT          NOT NULL,
  brought    VARCHAR(60)  NOT NULL,
  words      VARCHAR(400) NOT NULL,
  request    VARCHAR(64)  NULL,
  at         BIGINT       NOT NULL
) {{table}};
CREATE UNIQUE INDEX linkage_visit_once ON linkage_visit (person_id, request);
CREATE INDEX linkage_visit_of ON linkage_visit (linkage_id, day);
CREATE INDEX linkage_visit_in ON linkage_visit (area_id, day);
CREATE INDEX linkage_visit_by_age ON linkage_visit (at);
