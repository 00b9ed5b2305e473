-- One use of a place for some half-hours. nth is which of the group's uses of the place in a week it is, NULL when it no longer counts.
CREATE TABLE IF NOT EXISTS hall_use (
  id           {{id}},
  community_id BIGINT NOT NULL,
  place_id     BIGINT NOT NULL,
  begin_at     BIGINT NOT NULL,
  end_at       BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  phone_sealed VARCHAR(255) NOT NULL,
  org_id       BIGINT NOT NULL,
  team         VARCHAR(80) NOT NULL,
  purpose      VARCHAR(400) NOT NULL,
  people       INT NOT NULL,
  state        VARCHAR(12) NOT NULL,
  reason       VARCHAR(400) NOT NULL,
  tidied       VARCHAR(480) NOT NULL,
  party        VARCHAR(255) NOT NULL,
  week         INT NOT NULL,
  nth          INT NULL,
  told         INT NOT NULL,
  asked_at     BIGINT NOT NULL,
  entered_by   BIGINT NOT NULL,
  decided_at   BIGINT NOT NULL,
  decided_by   BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  ended_by     BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  deed         VARCHAR(80) NOT NULL,
  UNIQUE (place_id, party, week, nth),
  UNIQUE (request)
) {{table}};
CREATE INDEX hall_use_in_time ON hall_use (community_id, begin_at, id);
CREATE INDEX hall_use_by_state ON hall_use (community_id, state, id);
CREATE INDEX hall_use_of_place ON hall_use (place_id, begin_at);
CREATE INDEX hall_use_of_person ON hall_use (person_id, id);
CREATE INDEX hall_use_by_end ON hall_use (end_at, id);
-- A day on which a place is closed to everybody who would borrow it.
CREATE TABLE IF NOT EXISTS hall_closure (
  id        {{id}},
  place_id  BIGINT NOT NULL,
  day       INT NOT NULL,
  words     VARCHAR(400) NOT NULL,
  closed_by BIGINT NOT NULL,
  closed_at BIGINT NOT NULL,
  UNIQUE (place_id, day)
) {{table}};
CREATE INDEX hall_closure_by_day ON hall_closure (closed_at, id);
