CREATE TABLE IF NOT EXISTS person_union (
  unionid   VARCHAR(64) NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL
) {{table}};
CREATE INDEX person_union_of ON person_union (person_id);
INSERT INTO person_union (unionid, person_id)
SELECT unionid, MIN(person_id) FROM person_identity WHERE unionid <> '' GROUP BY unionid;
INSERT INTO job_open (kind, ref, due_at, leased, tries, added)
SELECT 'person.link', i.id, 0, 0, 0, 0
FROM   person_identity i JOIN person_union u ON u.unionid = i.unionid
WHERE  i.person_id <> u.person_id AND NOT EXISTS (SELECT 1 FROM job_open j WHERE j.kind = 'person.link' AND j.ref = i.id);
ALTER TABLE person_identity ADD COLUMN proved VARCHAR(64) NOT NULL DEFAULT '';
CREATE INDEX identity_by_proved ON person_identity (proved);
