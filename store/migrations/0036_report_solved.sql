CREATE INDEX report_by_solved ON report (is_open, resolved_at, id);
CREATE INDEX report_of_community_solved ON report (community_id, is_open, resolved_at, id);
