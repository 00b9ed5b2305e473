-- Old notices and tries are found by their age. What consents were left in notify_credit went over in 0022.
CREATE INDEX notice_by_age ON notify_notice (created_at, id);
CREATE INDEX notify_attempt_by_age ON notify_attempt (at, id);
DROP TABLE IF EXISTS notify_credit;
