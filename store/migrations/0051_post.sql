CREATE TABLE IF NOT EXISTS post_nomination (
  id           {{id}},
  community_id BIGINT NOT NULL,
  role         VARCHAR(20) NOT NULL,
  area_id      BIGINT NOT NULL,
  nominee_id   BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  phone_sealed VARCHAR(255) NOT NULL,
  open_key     VARCHAR(80) NULL,
  by_id        BIGINT NOT NULL,
  at_desk      INT NOT NULL,
  warm         INT NOT NULL,
  fair         INT NOT NULL,
  words        VARCHAR(800) NOT NULL,
  state        VARCHAR(12) NOT NULL,
  is_open      INT NOT NULL,
  publicity_id BIGINT NOT NULL,
  why          VARCHAR(800) NOT NULL,
  decided_by   BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  UNIQUE (open_key)
) {{table}};
CREATE INDEX nomination_of_community ON post_nomination (community_id, is_open, id);
CREATE INDEX nomination_of_nominee ON post_nomination (nominee_id, id);
CREATE INDEX nomination_by ON post_nomination (by_id, is_open, id);
CREATE INDEX nomination_by_end ON post_nomination (ended_at, id);
CREATE TABLE IF NOT EXISTS post_badge (
  id           {{id}},
  community_id BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  kind         VARCHAR(8) NOT NULL,
  number_text  VARCHAR(80) NOT NULL,
  token        VARCHAR(64) NULL,
  worn         BIGINT NULL,
  given_at     BIGINT NOT NULL,
  given_by     BIGINT NOT NULL,
  returned_at  BIGINT NOT NULL,
  returned_by  BIGINT NOT NULL,
  UNIQUE (token),
  UNIQUE (worn)
) {{table}};
CREATE INDEX badge_of_person ON post_badge (person_id, id);
CREATE INDEX badge_by_return ON post_badge (returned_at, id);
CREATE TABLE IF NOT EXISTS post_told (
  told_key VARCHAR(80) NOT NULL PRIMARY KEY,
  at       BIGINT NOT NULL
) {{table}};
CREATE INDEX post_told_by_time ON post_told (at);
CREATE INDEX posting_by_end ON person_posting (to_at, id);
CREATE INDEX posting_by_role ON person_posting (role, id);
