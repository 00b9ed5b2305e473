CREATE INDEX audit_by_person ON audit_record (person_id, action, id);
