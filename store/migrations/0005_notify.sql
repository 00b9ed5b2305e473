CREATE TABLE IF NOT EXISTS notify_notice (
  id           {{id}},
  person_id    BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  kind         VARCHAR(40) NOT NULL,
  about        VARCHAR(60) NOT NULL,
  facts        {{text}} NOT NULL,
  urgent       INT NOT NULL,
  state        VARCHAR(12) NOT NULL,
  due_at       BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  sent_at      BIGINT NOT NULL,
  read_at      BIGINT NOT NULL,
  folded       BIGINT NOT NULL
) {{table}};
CREATE INDEX notice_of_person ON notify_notice (person_id, id);
CREATE INDEX notice_unread ON notify_notice (person_id, read_at, id);
CREATE INDEX notice_pending ON notify_notice (person_id, state, due_at, id);
CREATE INDEX notice_folded ON notify_notice (folded, id);
CREATE INDEX notice_by_state ON notify_notice (community_id, state, id);
CREATE TABLE IF NOT EXISTS notify_attempt (
  id        {{id}},
  notice_id BIGINT NOT NULL,
  channel   VARCHAR(8) NOT NULL,
  openid    VARCHAR(64) NOT NULL,
  outcome   VARCHAR(12) NOT NULL,
  final     INT NOT NULL,
  msgid     VARCHAR(32) NULL,
  code      INT NOT NULL,
  reason    VARCHAR(200) NOT NULL,
  at        BIGINT NOT NULL,
  tries     INT NOT NULL,
  UNIQUE (notice_id, channel)
) {{table}};
CREATE INDEX notify_attempt_of ON notify_attempt (channel, msgid);
CREATE TABLE IF NOT EXISTS notify_credit (
  account  VARCHAR(8) NOT NULL,
  openid   VARCHAR(64) NOT NULL,
  template VARCHAR(64) NOT NULL,
  credit   INT NOT NULL,
  PRIMARY KEY (account, openid, template)
) {{table}};
CREATE TABLE IF NOT EXISTS notify_receipt (
  channel VARCHAR(8) NOT NULL,
  msgid   VARCHAR(32) NOT NULL,
  ok      INT NOT NULL,
  reason  VARCHAR(200) NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (channel, msgid)
) {{table}};
CREATE INDEX notify_receipt_at ON notify_receipt (at);
