ALTER TABLE person ADD COLUMN born INT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN entered_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN request VARCHAR(80) NULL;
CREATE UNIQUE INDEX person_of_request ON person (entered_by, request);
CREATE INDEX person_by_name ON person (community_id, merged_into, name, id);
CREATE TABLE IF NOT EXISTS person_tag (
  person_id    BIGINT NOT NULL,
  tag          VARCHAR(12) NOT NULL,
  community_id BIGINT NOT NULL,
  by_id        BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (person_id, tag)
) {{table}};
CREATE TABLE IF NOT EXISTS family_link (
  id           {{id}},
  community_id BIGINT NOT NULL,
  grid_id      BIGINT NOT NULL,
  carer_id     BIGINT NOT NULL,
  cared_id     BIGINT NOT NULL,
  bound_id     BIGINT NULL,
  relation     VARCHAR(12) NOT NULL,
  state        VARCHAR(12) NOT NULL,
  name         VARCHAR(60) NOT NULL,
  born         INT NOT NULL,
  home_id      BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  made_at      BIGINT NOT NULL,
  decided_by   BIGINT NOT NULL,
  decided_at   BIGINT NOT NULL,
  decision     VARCHAR(80) NOT NULL,
  reason       VARCHAR(400) NOT NULL,
  ended_by     BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  UNIQUE (carer_id, bound_id),
  UNIQUE (carer_id, request)
) {{table}};
CREATE INDEX family_of_cared ON family_link (cared_id, state, id);
CREATE INDEX family_of_community ON family_link (community_id, state, id);
CREATE INDEX family_of_grid ON family_link (community_id, grid_id, state, id);
CREATE TABLE IF NOT EXISTS family_invite (
  id         {{id}},
  hash       VARCHAR(64) NOT NULL,
  carer_id   BIGINT NOT NULL,
  relation   VARCHAR(12) NOT NULL,
  made_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at    BIGINT NOT NULL,
  used_by    BIGINT NOT NULL,
  UNIQUE (hash)
) {{table}};
CREATE INDEX family_invite_of ON family_invite (carer_id, used_at, expires_at);
