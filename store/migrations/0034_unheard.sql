ALTER TABLE report ADD COLUMN unheard INT NOT NULL DEFAULT 0;
CREATE INDEX report_unheard ON report (unheard, is_open, id);
