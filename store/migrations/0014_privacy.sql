ALTER TABLE person ADD COLUMN privacy VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN privacy_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX person_merged ON person (merged_into, id);
