-- The delegate or leader with whom a matter was raised at a reception; 0 for every other report.
ALTER TABLE report ADD COLUMN host_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX report_of_host ON report (host_id, id);
