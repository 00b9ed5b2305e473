-- A chase can begin with something else than a visit: "meal:7".
ALTER TABLE care_chase ADD COLUMN about VARCHAR(40) NOT NULL DEFAULT '';
