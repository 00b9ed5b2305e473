-- What could be better with a service is a list of words of the county: an answer keeps how they were called, and a community hides some.
ALTER TABLE feedback ADD COLUMN chip_names VARCHAR(255) NOT NULL DEFAULT '';
CREATE TABLE IF NOT EXISTS feedback_hidden (
  community_id BIGINT      NOT NULL,
  kind         VARCHAR(12) NOT NULL,
  code         VARCHAR(40) NOT NULL,
  PRIMARY KEY (community_id, kind, code)
) {{table}};
