-- The report that an inquiry became, with its number.
ALTER TABLE inquiry ADD COLUMN report_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inquiry ADD COLUMN report_number BIGINT NOT NULL DEFAULT 0;
