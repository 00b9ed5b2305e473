CREATE INDEX report_urgent ON report (urgent, is_open, community_id, due_at, id);
CREATE INDEX steward_call_urgent ON steward_call (urgent, state, id);
