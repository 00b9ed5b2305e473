-- Reports that a partner passed on: which one, and its number once. Of the numbers of 12345 that were entered twice the first has it.
ALTER TABLE report ADD COLUMN partner VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN external_key VARCHAR(120) NULL;
UPDATE report SET partner = 'hotline' WHERE source = 'hotline';
UPDATE report SET external_key = CONCAT('hotline:', UPPER(REPLACE(external_no, ' ', '')))
  WHERE id IN (SELECT first_id FROM (SELECT MIN(id) AS first_id FROM report WHERE source = 'hotline' AND external_no <> '' AND parent_id = 0
    GROUP BY UPPER(REPLACE(external_no, ' ', ''))) AS firsts);
CREATE UNIQUE INDEX report_external_key ON report (external_key);
