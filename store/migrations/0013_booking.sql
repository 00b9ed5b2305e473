CREATE TABLE IF NOT EXISTS booking_version (
  id      INT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
) {{table}};
INSERT INTO booking_version (id, version) VALUES (1, 0);
CREATE TABLE IF NOT EXISTS booking_service (
  id           {{id}},
  community_id BIGINT NOT NULL,
  name         VARCHAR(80) NOT NULL,
  kind         VARCHAR(12) NOT NULL,
  area_id      BIGINT NOT NULL,
  place        VARCHAR(240) NOT NULL,
  about        {{text}} NOT NULL,
  rules        {{text}} NOT NULL,
  questions    {{text}} NOT NULL,
  ended_at     BIGINT NOT NULL
) {{table}};
CREATE INDEX booking_service_of ON booking_service (community_id, id);
CREATE TABLE IF NOT EXISTS booking_entry (
  id           {{id}},
  community_id BIGINT NOT NULL,
  service_id   BIGINT NOT NULL,
  from_day     INT NOT NULL,
  to_day       INT NOT NULL,
  days         INT NOT NULL,
  every        INT NOT NULL,
  nth          INT NOT NULL,
  begin_min    INT NOT NULL,
  end_min      INT NOT NULL,
  step         INT NOT NULL,
  places       INT NOT NULL,
  walk_ins     INT NOT NULL,
  providers    VARCHAR(400) NOT NULL,
  host         VARCHAR(120) NOT NULL,
  holidays     INT NOT NULL,
  ended_at     BIGINT NOT NULL
) {{table}};
CREATE INDEX booking_entry_of ON booking_entry (service_id, id);
CREATE TABLE IF NOT EXISTS booking_exception (
  entry_id  BIGINT NOT NULL,
  day       INT NOT NULL,
  closed    INT NOT NULL,
  begin_min INT NOT NULL,
  end_min   INT NOT NULL,
  places    INT NOT NULL,
  words     VARCHAR(400) NOT NULL,
  PRIMARY KEY (entry_id, day)
) {{table}};
CREATE INDEX booking_exception_from ON booking_exception (day, entry_id);
CREATE TABLE IF NOT EXISTS booking_session (
  id           {{id}},
  community_id BIGINT NOT NULL,
  service_id   BIGINT NOT NULL,
  entry_id     BIGINT NOT NULL,
  day          INT NOT NULL,
  begin_at     BIGINT NOT NULL,
  end_at       BIGINT NOT NULL,
  opens_at     BIGINT NOT NULL,
  state        VARCHAR(12) NOT NULL,
  reason       VARCHAR(400) NOT NULL,
  host         VARCHAR(120) NOT NULL,
  providers    VARCHAR(400) NOT NULL,
  waiting      INT NOT NULL,
  ranks        INT NOT NULL,
  wait_most    INT NOT NULL,
  calling      BIGINT NOT NULL,
  tended_at    BIGINT NOT NULL,
  UNIQUE (entry_id, day),
  CONSTRAINT booking_session_waits CHECK (waiting >= 0 AND waiting <= ranks)
) {{table}};
CREATE INDEX booking_session_of ON booking_session (community_id, begin_at, id);
CREATE INDEX booking_session_in_time ON booking_session (begin_at, id);
CREATE INDEX booking_session_of_service ON booking_session (service_id, begin_at, id);
CREATE TABLE IF NOT EXISTS booking_period (
  id           {{id}},
  session_id   BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  service_id   BIGINT NOT NULL,
  begin_at     BIGINT NOT NULL,
  end_at       BIGINT NOT NULL,
  first        INT NOT NULL,
  numbered     INT NOT NULL,
  want         INT NOT NULL,
  extra        INT NOT NULL,
  places       INT NOT NULL,
  taken        INT NOT NULL,
  held         INT NOT NULL,
  kept         INT NOT NULL,
  free         INT NOT NULL,
  CONSTRAINT booking_period_adds_up CHECK (places = taken + held + kept + free),
  CONSTRAINT booking_period_not_below CHECK (taken >= 0 AND held >= 0 AND kept >= 0 AND free >= 0)
) {{table}};
CREATE INDEX booking_period_of ON booking_period (session_id, id);
CREATE INDEX booking_period_of_community ON booking_period (community_id, begin_at, id);
CREATE TABLE IF NOT EXISTS booking (
  id           {{id}},
  community_id BIGINT NOT NULL,
  service_id   BIGINT NOT NULL,
  session_id   BIGINT NOT NULL,
  period_id    BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  by_id        BIGINT NOT NULL,
  source       VARCHAR(12) NOT NULL,
  request      VARCHAR(80) NULL,
  state        VARCHAR(12) NOT NULL,
  alive        INT NULL,
  seated       INT NOT NULL,
  number       INT NOT NULL,
  position     INT NOT NULL,
  passed       INT NOT NULL,
  week         INT NOT NULL,
  nth          INT NULL,
  begin_at     BIGINT NOT NULL,
  end_at       BIGINT NOT NULL,
  offer_at     BIGINT NOT NULL,
  offer_till   BIGINT NOT NULL,
  by_phone     INT NOT NULL,
  reminded     INT NOT NULL,
  answers      {{text}} NOT NULL,
  answered     INT NOT NULL DEFAULT 0,
  reason       VARCHAR(400) NOT NULL,
  result       VARCHAR(800) NOT NULL,
  created_at   BIGINT NOT NULL,
  arrived_at   BIGINT NOT NULL,
  called_at    BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  UNIQUE (session_id, person_id, alive),
  UNIQUE (service_id, person_id, week, nth),
  UNIQUE (by_id, request)
) {{table}};
CREATE INDEX booking_of_person ON booking (person_id, id);
CREATE INDEX booking_missed ON booking (person_id, state, begin_at);
CREATE INDEX booking_by ON booking (by_id, id);
CREATE INDEX booking_in_session ON booking (session_id, state, position);
CREATE INDEX booking_of_community ON booking (community_id, by_phone, state, id);
CREATE INDEX booking_in_time ON booking (community_id, begin_at, id);
CREATE INDEX booking_answered ON booking (answered, end_at);
CREATE TABLE IF NOT EXISTS booking_press (
  person_id BIGINT NOT NULL,
  request   VARCHAR(80) NOT NULL,
  about_id  BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (person_id, request)
) {{table}};
CREATE INDEX booking_press_at ON booking_press (at);
