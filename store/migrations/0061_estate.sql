CREATE TABLE IF NOT EXISTS estate (
  id           {{id}},
  community_id BIGINT      NOT NULL,
  name         VARCHAR(40) NOT NULL,
  housing      VARCHAR(12) NOT NULL,
  built        INT         NOT NULL,
  management   VARCHAR(12) NOT NULL,
  org_id       BIGINT      NOT NULL,
  committee    VARCHAR(12) NOT NULL,
  until_day    INT         NOT NULL,
  branch_id    BIGINT      NOT NULL,
  closed       INT         NOT NULL,
  parking      INT         NOT NULL,
  gates        INT         NOT NULL,
  parcels      INT         NOT NULL,
  help_line    VARCHAR(20) NOT NULL,
  watch_line   VARCHAR(20) NOT NULL,
  UNIQUE (community_id, name)
) {{table}};

-- A building is in one estate: it has one row, with or without an estate.
CREATE TABLE IF NOT EXISTS estate_building (
  building_id BIGINT      NOT NULL PRIMARY KEY,
  estate_id   BIGINT      NOT NULL,
  floors      INT         NOT NULL,
  lift        VARCHAR(4)  NOT NULL,
  built       INT         NOT NULL,
  roof        VARCHAR(12) NOT NULL,
  low_lying   INT         NOT NULL,
  unsafe      INT         NOT NULL,
  hard        INT         NOT NULL
) {{table}};
CREATE INDEX building_of_estate ON estate_building (estate_id, building_id);

CREATE TABLE IF NOT EXISTS estate_contract (
  id              {{id}},
  estate_id       BIGINT      NOT NULL,
  payer_org_id    BIGINT      NOT NULL,
  operator_org_id BIGINT      NOT NULL,
  what            VARCHAR(60) NOT NULL,
  hours           INT         NOT NULL,
  from_day        INT         NOT NULL,
  to_day          INT         NOT NULL,
  locals          INT         NOT NULL
) {{table}};
CREATE INDEX contract_of_estate ON estate_contract (estate_id, id);
CREATE INDEX contract_of_payer ON estate_contract (payer_org_id, id);
CREATE INDEX contract_of_operator ON estate_contract (operator_org_id, id);

CREATE TABLE IF NOT EXISTS estate_seat (
  id        {{id}},
  estate_id BIGINT      NOT NULL,
  party     VARCHAR(12) NOT NULL,
  person_id BIGINT      NOT NULL,
  UNIQUE (estate_id, person_id)
) {{table}};
