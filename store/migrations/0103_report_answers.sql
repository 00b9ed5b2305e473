-- What the author answered to the questions of the category.
ALTER TABLE report ADD COLUMN answers VARCHAR(1000) NOT NULL DEFAULT '';
