-- The report that an errand came from, or became.
ALTER TABLE errand ADD COLUMN report_id BIGINT NOT NULL DEFAULT 0;
