-- Families, partners and dangers become lists of the county: what is said first in danger, and what a category asks besides.
ALTER TABLE wordlist_word ADD COLUMN say VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE wordlist_word ADD COLUMN questions VARCHAR(600) NOT NULL DEFAULT '';
