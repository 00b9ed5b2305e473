-- The booking at whose reception a matter was written down; 0 for every other report, and for what was said without a name.
ALTER TABLE report ADD COLUMN booking_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX report_of_booking ON report (booking_id);
