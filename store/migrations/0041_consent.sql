CREATE TABLE IF NOT EXISTS consent (
  id           {{id}},
  person_id    BIGINT NOT NULL,
  kind         VARCHAR(20) NOT NULL,
  wording      INT NOT NULL,
  how          VARCHAR(12) NOT NULL,
  by_id        BIGINT NOT NULL,
  file_id      BIGINT NOT NULL,
  from_at      BIGINT NOT NULL,
  withdrawn_at BIGINT NOT NULL,
  end_how      VARCHAR(12) NOT NULL,
  end_by       BIGINT NOT NULL,
  in_force     INT NULL,
  UNIQUE (person_id, kind, in_force)
) {{table}};
CREATE INDEX consent_ended ON consent (withdrawn_at);
INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
SELECT p.id, 'board_name', 0, 'roster', 0, 0, p.created_at, 0, '', 0, 1 FROM person p
WHERE p.shown = 1 AND NOT EXISTS (SELECT 1 FROM steward_shown s WHERE s.person_id = p.id);
INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
SELECT p.id, 'board_phone', 0, 'roster', 0, 0, p.created_at, 0, '', 0, 1 FROM person p
WHERE p.shown = 1 AND NOT EXISTS (SELECT 1 FROM steward_shown s WHERE s.person_id = p.id);
INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
SELECT p.id, 'board_name', 0, 'self', 0, 0, p.created_at, 0, '', 0, 1 FROM person p
JOIN steward_shown s ON s.person_id = p.id WHERE s.level IN (1, 2);
INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
SELECT p.id, 'board_phone', 0, 'self', 0, 0, p.created_at, 0, '', 0, 1 FROM person p
JOIN steward_shown s ON s.person_id = p.id WHERE s.level = 1;
INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
SELECT p.id, 'board_name', 0, 'roster', 0, 0, p.created_at, p.created_at, 'self', 0, NULL FROM person p
JOIN steward_shown s ON s.person_id = p.id WHERE s.level = 0;
INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
SELECT p.id, 'board_phone', 0, 'roster', 0, 0, p.created_at, p.created_at, 'self', 0, NULL FROM person p
JOIN steward_shown s ON s.person_id = p.id WHERE s.level IN (0, 2);
