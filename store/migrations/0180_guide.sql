-- Items of the guide (办事指南): the draft stands in the row, what was published in guide_version, which nothing changes.
CREATE TABLE IF NOT EXISTS guide_item (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  code         VARCHAR(160) NOT NULL,
  name         VARCHAR(120) NOT NULL,
  org_id       BIGINT       NOT NULL,
  state        VARCHAR(12)  NOT NULL,
  version      INT          NOT NULL,
  review_on    INT          NOT NULL,
  body         {{text}}     NOT NULL,
  request      VARCHAR(80)  NULL,
  changed_at   BIGINT       NOT NULL,
  UNIQUE (community_id, code),
  UNIQUE (request)
) {{table}};
CREATE INDEX guide_item_to_review ON guide_item (state, review_on, id);
CREATE TABLE IF NOT EXISTS guide_version (
  item_id      BIGINT   NOT NULL,
  version      INT      NOT NULL,
  body         {{text}} NOT NULL,
  published_at BIGINT   NOT NULL,
  published_by BIGINT   NOT NULL,
  PRIMARY KEY (item_id, version)
) {{table}};
-- Who answers for an item in one community, where and when.
CREATE TABLE IF NOT EXISTS guide_local (
  item_id      BIGINT       NOT NULL,
  community_id BIGINT       NOT NULL,
  who          VARCHAR(160) NOT NULL,
  place        VARCHAR(240) NOT NULL,
  hours        VARCHAR(240) NOT NULL,
  phone        VARCHAR(120) NOT NULL,
  PRIMARY KEY (item_id, community_id)
) {{table}};
CREATE TABLE IF NOT EXISTS guide_change (
  id      INT    NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
) {{table}};
INSERT INTO guide_change (id, version) VALUES (1, 1);
