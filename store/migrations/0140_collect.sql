-- A campaign of collection and one answer for each household. The answers are deleted on drop_day; the counts stay.
CREATE TABLE IF NOT EXISTS collect_campaign (
  id           {{id}},
  community_id BIGINT        NOT NULL,
  area_id      BIGINT        NOT NULL,
  title        VARCHAR(40)   NOT NULL,
  purpose      VARCHAR(200)  NOT NULL,
  basis        VARCHAR(200)  NOT NULL,
  decided      VARCHAR(100)  NOT NULL,
  filter_use   VARCHAR(12)   NOT NULL DEFAULT '',
  filter_tenure VARCHAR(12)  NOT NULL DEFAULT '',
  doors        TINYINT       NOT NULL DEFAULT 0,
  questions    TEXT          NOT NULL,
  from_day     INT           NOT NULL,
  until_day    INT           NOT NULL,
  drop_day     INT           NOT NULL,
  state        VARCHAR(12)   NOT NULL,
  counts       VARCHAR(200)  NOT NULL DEFAULT '',
  made_by      BIGINT        NOT NULL,
  made_at      BIGINT        NOT NULL,
  agreed_by    BIGINT        NOT NULL DEFAULT 0,
  agreed_at    BIGINT        NOT NULL DEFAULT 0,
  ended_by     BIGINT        NOT NULL DEFAULT 0,
  ended_at     BIGINT        NOT NULL DEFAULT 0
) {{table}};
CREATE INDEX collect_campaign_of ON collect_campaign (community_id, state, id);
CREATE INDEX collect_campaign_by_state ON collect_campaign (state, id);

CREATE TABLE IF NOT EXISTS collect_answer (
  id            {{id}},
  campaign_id   BIGINT      NOT NULL,
  household_id  BIGINT      NOT NULL,
  state         VARCHAR(12) NOT NULL,
  answered_by   BIGINT      NOT NULL DEFAULT 0,
  answered_how  VARCHAR(12) NOT NULL DEFAULT '',
  answered_at   BIGINT      NOT NULL DEFAULT 0,
  asked_at      BIGINT      NOT NULL DEFAULT 0,
  given         TEXT        NOT NULL,
  sealed        TEXT        NOT NULL,
  deed          VARCHAR(64) NOT NULL DEFAULT ''
) {{table}};
CREATE UNIQUE INDEX collect_answer_once ON collect_answer (campaign_id, household_id);
CREATE INDEX collect_answer_by_state ON collect_answer (campaign_id, state);
CREATE INDEX collect_answer_to_ask ON collect_answer (campaign_id, asked_at);
CREATE INDEX collect_answer_of ON collect_answer (household_id);
CREATE INDEX collect_answer_by ON collect_answer (answered_by);
