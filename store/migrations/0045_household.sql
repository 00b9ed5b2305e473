CREATE TABLE IF NOT EXISTS household_dwelling (
  id           {{id}},
  area_id      BIGINT NOT NULL,
  building_id  BIGINT NOT NULL,
  grid_id      BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  floor        INT NOT NULL,
  room         VARCHAR(48) NOT NULL,
  kind         VARCHAR(8) NOT NULL,
  tenure       VARCHAR(8) NOT NULL,
  checked_at   BIGINT NOT NULL,
  checked_by   BIGINT NOT NULL,
  UNIQUE (area_id, room)
) {{table}};
CREATE INDEX dwelling_of_building ON household_dwelling (building_id, id);
CREATE INDEX dwelling_of_grid ON household_dwelling (community_id, grid_id, id);
CREATE INDEX dwelling_by_kind ON household_dwelling (area_id, kind, tenure);
CREATE TABLE IF NOT EXISTS household (
  id           {{id}},
  dwelling_id  BIGINT NOT NULL,
  building_id  BIGINT NOT NULL,
  grid_id      BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  contact_id   BIGINT NOT NULL,
  size         INT NOT NULL,
  since_on     INT NOT NULL,
  until_on     INT NOT NULL,
  state        VARCHAR(12) NOT NULL,
  slot         VARCHAR(12) NULL,
  source       VARCHAR(12) NOT NULL,
  reported_by  BIGINT NOT NULL,
  reported_at  BIGINT NOT NULL,
  due_at       BIGINT NOT NULL,
  decided_by   BIGINT NOT NULL,
  decided_at   BIGINT NOT NULL,
  ended_by     BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  deed         VARCHAR(80) NOT NULL,
  UNIQUE (dwelling_id, slot)
) {{table}};
CREATE INDEX household_of_building ON household (building_id, slot, id);
CREATE INDEX household_of_grid ON household (community_id, grid_id, state, id);
CREATE INDEX household_by_end ON household (ended_at, id);
CREATE TABLE IF NOT EXISTS household_residence (
  id           {{id}},
  household_id BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  bound_id     BIGINT NULL,
  open_id      BIGINT NULL,
  stay         VARCHAR(12) NOT NULL,
  relation     VARCHAR(12) NOT NULL,
  from_on      INT NOT NULL,
  until_on     INT NOT NULL,
  source       VARCHAR(12) NOT NULL,
  state        VARCHAR(12) NOT NULL,
  made_at      BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  UNIQUE (bound_id),
  UNIQUE (household_id, open_id)
) {{table}};
CREATE INDEX residence_of_person ON household_residence (person_id, id);
CREATE INDEX residence_of_household ON household_residence (household_id, id);
CREATE INDEX residence_by_end ON household_residence (ended_at, id);
