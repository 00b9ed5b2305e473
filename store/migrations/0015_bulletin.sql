CREATE TABLE IF NOT EXISTS bulletin (
  id           {{id}},
  community_id BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  title        VARCHAR(200) NOT NULL,
  text         {{text}} NOT NULL,
  pinned       INT NOT NULL,
  by_id        BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  from_at      BIGINT NOT NULL,
  until_at     BIGINT NOT NULL,
  withdrawn_at BIGINT NOT NULL,
  UNIQUE (by_id, request)
) {{table}};
CREATE INDEX bulletin_of_area ON bulletin (area_id, withdrawn_at, until_at, id);
