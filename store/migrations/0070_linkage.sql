CREATE TABLE IF NOT EXISTS linkage (
  id        {{id}},
  kind      VARCHAR(20) NOT NULL,
  org_id    BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  branch_id BIGINT NOT NULL,
  area_id   BIGINT NOT NULL,
  from_day  INT NOT NULL,
  to_day    INT NOT NULL,
  head      VARCHAR(80) NOT NULL,
  deputy    VARCHAR(80) NOT NULL,
  contact   VARCHAR(80) NOT NULL,
  team      VARCHAR(240) NOT NULL,
  held      VARCHAR(80) NULL UNIQUE
) {{table}};
CREATE INDEX linkage_of_area ON linkage (area_id, id);
