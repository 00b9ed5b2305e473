CREATE INDEX audit_by_person ON audit_record (person_id, action, id);
CREATE INDEX audit_of_action ON audit_record (action, id);
