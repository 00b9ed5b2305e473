CREATE INDEX report_of_external ON report (external_no);
