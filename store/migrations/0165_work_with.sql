-- by_id is who named the person as a colleague, 0 when the person wrote the line themselves. made_at is when a line was written that
-- its person may take back.
ALTER TABLE work_line ADD COLUMN by_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE work_line ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX work_line_of_about ON work_line (about);
