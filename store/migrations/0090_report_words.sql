-- Categories and topics of reports become lists of the county: words that suggest one, the category of a topic, no longer offered.
ALTER TABLE wordlist_word ADD COLUMN hints VARCHAR(1000) NOT NULL DEFAULT '';
ALTER TABLE wordlist_word ADD COLUMN under VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE wordlist_word ADD COLUMN hidden INT NOT NULL DEFAULT 0;
