-- What somebody reports of a week: monday is its first day as yyyymmdd, sent_at 0 while it is only ready.
CREATE TABLE IF NOT EXISTS work_week (
  id           {{id}},
  person_id    BIGINT       NOT NULL,
  community_id BIGINT       NOT NULL,
  monday       INT          NOT NULL,
  draft        TEXT         NOT NULL,
  added        VARCHAR(300) NOT NULL,
  sent_at      BIGINT       NOT NULL,
  made_at      BIGINT       NOT NULL
) {{table}};
CREATE UNIQUE INDEX work_week_once ON work_week (person_id, monday);
CREATE INDEX work_week_of_community ON work_week (community_id, monday);
CREATE INDEX work_week_by_age ON work_week (made_at);
