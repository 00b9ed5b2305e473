-- A thing to lend points to the place where it is kept; its words stay.
ALTER TABLE loan_thing ADD COLUMN place_id BIGINT NOT NULL DEFAULT 0;
UPDATE loan_thing SET place_id = COALESCE(
  (SELECT p.id FROM place p WHERE p.community_id = loan_thing.community_id AND p.live = loan_thing.place), 0)
WHERE  ended_at = 0;
