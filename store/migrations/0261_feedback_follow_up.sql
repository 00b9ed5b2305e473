-- Everybody whom staff call back (回访). due_at is far away for a call without a limit.
CREATE TABLE IF NOT EXISTS feedback_follow_up (
  id           {{id}},
  source       VARCHAR(12) NOT NULL,
  about_id     BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  since_at     BIGINT NOT NULL,
  due_at       BIGINT NOT NULL,
  told         INT NOT NULL,
  done_at      BIGINT NOT NULL,
  done_by      BIGINT NOT NULL,
  words        VARCHAR(800) NOT NULL,
  deed         VARCHAR(80) NOT NULL,
  UNIQUE (source, about_id)
) {{table}};
CREATE INDEX feedback_follow_up_open ON feedback_follow_up (community_id, done_at, due_at, id);
CREATE INDEX feedback_follow_up_due ON feedback_follow_up (done_at, due_at, id);
INSERT INTO feedback_follow_up (source, about_id, community_id, since_at, due_at, told, done_at, done_by, words, deed)
SELECT 'report', r.id, r.community_id, r.closed_at, 4611686018427387904, 0, 0, 0, '', ''
FROM   report r WHERE r.follow_up = 'due' AND NOT EXISTS (SELECT 1 FROM feedback_follow_up f WHERE f.source = 'report' AND f.about_id = r.id);
