-- What somebody confirmed of their month in a community: month is 202611, or 2026 for a whole year. Days and counts are computed from
-- the lines of work; said keeps the sentence that was confirmed.
CREATE TABLE IF NOT EXISTS attend_month (
  person_id    BIGINT       NOT NULL,
  community_id BIGINT       NOT NULL,
  month        INT          NOT NULL,
  last_day     INT          NOT NULL,
  words        VARCHAR(400) NOT NULL,
  said         VARCHAR(800) NOT NULL,
  confirmed_at BIGINT       NOT NULL,
  seen_by      BIGINT       NOT NULL DEFAULT 0,
  seen_at      BIGINT       NOT NULL DEFAULT 0,
  PRIMARY KEY (person_id, community_id, month)
) {{table}};
CREATE INDEX attend_month_by_community ON attend_month (community_id, last_day);
-- A line of a month that its person disputes, and the answer.
CREATE TABLE IF NOT EXISTS attend_dispute (
  person_id    BIGINT       NOT NULL,
  community_id BIGINT       NOT NULL,
  month        INT          NOT NULL,
  line_key     VARCHAR(40)  NOT NULL,
  last_day     INT          NOT NULL,
  words        VARCHAR(400) NOT NULL,
  at           BIGINT       NOT NULL,
  answer       VARCHAR(400) NOT NULL DEFAULT '',
  answered_by  BIGINT       NOT NULL DEFAULT 0,
  answered_at  BIGINT       NOT NULL DEFAULT 0,
  PRIMARY KEY (person_id, community_id, month, line_key)
) {{table}};
CREATE INDEX attend_dispute_by_community ON attend_dispute (community_id, last_day);
