-- SMS and voice calls: the token of each message, and what was sent by day.
ALTER TABLE notify_attempt ADD COLUMN ref VARCHAR(32) NULL;
CREATE UNIQUE INDEX notify_attempt_ref ON notify_attempt (ref);
CREATE INDEX notify_attempt_outcome ON notify_attempt (channel, outcome, id);
CREATE TABLE IF NOT EXISTS notify_phone_day (
  day     INT NOT NULL,
  channel VARCHAR(8) NOT NULL,
  tries   INT NOT NULL,
  arrived INT NOT NULL,
  failed  INT NOT NULL,
  wrong   INT NOT NULL,
  units   INT NOT NULL,
  PRIMARY KEY (day, channel)
) {{table}};
CREATE TABLE IF NOT EXISTS notify_phone_person (
  day       INT NOT NULL,
  channel   VARCHAR(8) NOT NULL,
  person_id BIGINT NOT NULL,
  tries     INT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (day, channel, person_id)
) {{table}};
CREATE INDEX notify_phone_person_at ON notify_phone_person (at);
