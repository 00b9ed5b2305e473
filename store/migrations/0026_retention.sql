-- Old notices and tries are found by their age.
CREATE INDEX notice_by_age ON notify_notice (created_at, id);
CREATE INDEX notify_attempt_by_age ON notify_attempt (at, id);
