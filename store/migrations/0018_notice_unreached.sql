-- Whom messages did not reach: one row a person.
CREATE INDEX notice_unreached ON notify_notice (state, person_id, id);
