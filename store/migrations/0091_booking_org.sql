-- The org for which a contact has booked (以单位名义).
ALTER TABLE booking ADD COLUMN org_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX booking_of_org ON booking (org_id, id);
