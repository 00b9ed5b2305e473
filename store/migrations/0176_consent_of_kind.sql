-- The persons who agreed to something are read together once a minute.
CREATE INDEX consent_of_kind ON consent (kind, in_force, person_id);
