-- Each half-hour of a place that somebody has is one row: held says by what, held_id by which use or closure, and sharers how many
-- sessions of services are there together. The hourly job that makes sessions takes the hours of those that exist.
CREATE TABLE IF NOT EXISTS place_hour (
  id        {{id}},
  place_id  BIGINT NOT NULL,
  begin_at  BIGINT NOT NULL,
  held      VARCHAR(8) NOT NULL,
  held_id   BIGINT NOT NULL,
  sharers   INT NOT NULL,
  UNIQUE (place_id, begin_at)
) {{table}};
CREATE INDEX place_hour_by_time ON place_hour (begin_at, id);
ALTER TABLE booking_session ADD COLUMN place_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE place ADD COLUMN lent INT NOT NULL DEFAULT 0;
ALTER TABLE place ADD COLUMN lend_asks INT NOT NULL DEFAULT 1;
ALTER TABLE place ADD COLUMN lend_week INT NOT NULL DEFAULT 2;
ALTER TABLE place ADD COLUMN lend_ahead INT NOT NULL DEFAULT 14;
ALTER TABLE place ADD COLUMN lend_hours VARCHAR(80) NOT NULL DEFAULT '';
ALTER TABLE place ADD COLUMN lend_closing VARCHAR(480) NOT NULL DEFAULT '';
