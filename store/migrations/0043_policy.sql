CREATE TABLE IF NOT EXISTS policy_switch (
  community_id BIGINT NOT NULL,
  name         VARCHAR(24) NOT NULL,
  is_on        INT NOT NULL,
  purpose      VARCHAR(400) NOT NULL,
  basis        VARCHAR(200) NOT NULL,
  from_at      BIGINT NOT NULL,
  until_at     BIGINT NOT NULL,
  keep_days    INT NOT NULL,
  by_id        BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  told         INT NOT NULL,
  PRIMARY KEY (community_id, name)
) {{table}};
CREATE TABLE IF NOT EXISTS attend_day (
  person_id    BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  day          INT NOT NULL,
  first_at     BIGINT NOT NULL,
  last_at      BIGINT NOT NULL,
  PRIMARY KEY (person_id, community_id, day)
) {{table}};
CREATE INDEX attend_by_community ON attend_day (community_id, day);
