CREATE TABLE IF NOT EXISTS area (
  id           {{id}},
  parent_id    BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  kind         VARCHAR(12) NOT NULL,
  code         VARCHAR(40) NOT NULL,
  name         VARCHAR(60) NOT NULL,
  aliases      VARCHAR(400) NOT NULL,
  path         VARCHAR(200) NOT NULL,
  households   INT NOT NULL,
  lat          DOUBLE NOT NULL,
  lng          DOUBLE NOT NULL,
  boundary     {{text}} NOT NULL,
  board        VARCHAR(32) NOT NULL,
  UNIQUE (code),
  UNIQUE (board)
) {{table}};
CREATE TABLE IF NOT EXISTS area_org (
  id      {{id}},
  code    VARCHAR(40) NOT NULL,
  name    VARCHAR(60) NOT NULL,
  kind    VARCHAR(20) NOT NULL,
  area_id BIGINT NOT NULL,
  UNIQUE (code)
) {{table}};
CREATE TABLE IF NOT EXISTS area_version (
  id      INT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
) {{table}};
INSERT INTO area_version (id, version) VALUES (1, 0);
CREATE TABLE IF NOT EXISTS person (
  id           {{id}},
  code         VARCHAR(40) NULL,
  community_id BIGINT NOT NULL,
  home_id      BIGINT NOT NULL,
  name         VARCHAR(60) NOT NULL,
  phone_sealed VARCHAR(255) NOT NULL,
  phone_index  VARCHAR(64) NOT NULL,
  shown        INT NOT NULL,
  created_at   BIGINT NOT NULL,
  merged_into  BIGINT NOT NULL,
  UNIQUE (code)
) {{table}};
CREATE INDEX person_by_phone ON person (phone_index);
CREATE INDEX person_by_community ON person (community_id, id);
CREATE TABLE IF NOT EXISTS person_identity (
  id         {{id}},
  account    VARCHAR(8) NOT NULL,
  openid     VARCHAR(64) NOT NULL,
  unionid    VARCHAR(64) NOT NULL,
  person_id  BIGINT NOT NULL,
  follows    INT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (account, openid)
) {{table}};
CREATE INDEX identity_by_union ON person_identity (unionid, id);
CREATE INDEX identity_by_person ON person_identity (person_id, id);
CREATE TABLE IF NOT EXISTS person_posting (
  id            {{id}},
  person_id     BIGINT NOT NULL,
  role          VARCHAR(20) NOT NULL,
  area_id       BIGINT NOT NULL,
  org_id        BIGINT NOT NULL,
  from_at       BIGINT NOT NULL,
  to_at         BIGINT NOT NULL,
  substitute_id BIGINT NOT NULL,
  away_from     BIGINT NOT NULL,
  away_to       BIGINT NOT NULL,
  UNIQUE (person_id, role, area_id, org_id)
) {{table}};
CREATE INDEX posting_by_substitute ON person_posting (substitute_id, id);
CREATE INDEX posting_by_area ON person_posting (area_id, role, id);
CREATE INDEX posting_by_org ON person_posting (org_id, id);
CREATE TABLE IF NOT EXISTS person_invitation (
  hash       VARCHAR(64) NOT NULL PRIMARY KEY,
  person_id  BIGINT NOT NULL,
  made_by    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at    BIGINT NOT NULL
) {{table}};
