CREATE INDEX tag_of_persons ON person_tag (tag, person_id);
