CREATE TABLE IF NOT EXISTS post_body (
  id           {{id}},
  community_id BIGINT NOT NULL,
  kind         VARCHAR(12) NOT NULL,
  name         VARCHAR(160) NOT NULL,
  from_day     INT NOT NULL,
  to_day       INT NOT NULL
) {{table}};
CREATE INDEX body_of_community ON post_body (community_id, id);
CREATE INDEX body_by_end ON post_body (to_day, id);
CREATE TABLE IF NOT EXISTS post_sitter (
  body_id   BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  title     VARCHAR(80) NOT NULL,
  education VARCHAR(12) NOT NULL,
  PRIMARY KEY (body_id, person_id)
) {{table}};
