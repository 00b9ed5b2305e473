ALTER TABLE report ADD COLUMN for_org BIGINT NOT NULL DEFAULT 0;
CREATE INDEX report_for_org ON report (for_org, id);
