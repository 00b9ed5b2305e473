-- A service points to the place in which it takes place; its words stay. door is the mark in the code on the door of a place.
ALTER TABLE booking_service ADD COLUMN place_id BIGINT NOT NULL DEFAULT 0;
UPDATE booking_service SET place_id = COALESCE(
  (SELECT p.id FROM place p WHERE p.community_id = booking_service.community_id AND p.live = booking_service.place), 0)
WHERE  ended_at = 0 AND rules NOT LIKE '%"Door":true%';
ALTER TABLE place ADD COLUMN door VARCHAR(16) NOT NULL DEFAULT '';
ALTER TABLE place ADD COLUMN file_id BIGINT NOT NULL DEFAULT 0;
