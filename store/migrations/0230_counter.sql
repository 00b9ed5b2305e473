-- A counter (窗口) keeps one service of the timetable: its hours are lines of it, and its tickets are bookings. Lines can hold on working or
-- on resting days only; a visit knows what it is about, who called the person, and the errand that it became.
CREATE TABLE IF NOT EXISTS counter (
  id           {{id}},
  community_id BIGINT NOT NULL,
  service_id   BIGINT NOT NULL,
  place_id     BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  kind         VARCHAR(8) NOT NULL,
  headings     VARCHAR(1200) NOT NULL,
  a_id         BIGINT NOT NULL,
  b_id         BIGINT NOT NULL,
  working      VARCHAR(80) NOT NULL,
  noon         INT NOT NULL,
  noon_b       INT NOT NULL,
  resting      VARCHAR(80) NOT NULL,
  holidays     INT NOT NULL,
  places       INT NOT NULL,
  about        VARCHAR(1200) NOT NULL,
  ended_at     BIGINT NOT NULL,
  UNIQUE (service_id)
) {{table}};
CREATE INDEX counter_of_community ON counter (community_id, ended_at, id);
CREATE TABLE IF NOT EXISTS counter_told (
  id         {{id}},
  counter_id BIGINT NOT NULL,
  day        INT NOT NULL,
  from_min   INT NOT NULL,
  asked_id   BIGINT NOT NULL,
  told_at    BIGINT NOT NULL,
  UNIQUE (counter_id, day, from_min, asked_id)
) {{table}};
CREATE INDEX counter_told_by_time ON counter_told (told_at, id);
ALTER TABLE booking_entry ADD COLUMN only_days VARCHAR(8) NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN item_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN errand_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN served_by BIGINT NOT NULL DEFAULT 0;
