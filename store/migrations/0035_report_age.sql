CREATE INDEX report_by_age ON report (is_open, submitted_at, id);
CREATE INDEX report_of_community_age ON report (community_id, is_open, submitted_at, id);
CREATE INDEX report_of_grid_age ON report (grid_id, is_open, submitted_at, id);
CREATE INDEX report_of_org_age ON report (holder_org, is_open, submitted_at, id);
