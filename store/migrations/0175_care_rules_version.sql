-- The version of the rules of visits, so that a process need not read them for each visit.
ALTER TABLE care_rules ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
