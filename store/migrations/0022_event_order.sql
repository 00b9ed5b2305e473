CREATE TABLE IF NOT EXISTS person_left (
  account VARCHAR(8) NOT NULL,
  mark    VARCHAR(64) NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (account, mark)
) {{table}};
CREATE INDEX person_left_at ON person_left (at);
CREATE TABLE IF NOT EXISTS notify_consent (
  account  VARCHAR(8) NOT NULL,
  openid   VARCHAR(64) NOT NULL,
  template VARCHAR(64) NOT NULL,
  at       BIGINT NOT NULL,
  credit   INT NOT NULL,
  PRIMARY KEY (account, openid, template, at)
) {{table}};
INSERT INTO notify_consent (account, openid, template, at, credit)
SELECT account, openid, template, 0, credit FROM notify_credit WHERE credit > 0;
ALTER TABLE notify_attempt ADD COLUMN receipt_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notify_receipt ADD COLUMN said_at BIGINT NOT NULL DEFAULT 0;
