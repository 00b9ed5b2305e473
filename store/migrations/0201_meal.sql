-- A meal of a day that a kitchen cooks for a community. week is a set of days, serve and cut are minutes of a day.
CREATE TABLE IF NOT EXISTS meal_programme (
  id           {{id}},
  community_id BIGINT       NOT NULL,
  name         VARCHAR(80)  NOT NULL,
  kitchen      VARCHAR(160) NOT NULL,
  place        VARCHAR(160) NOT NULL,
  place_id     BIGINT       NOT NULL,
  age          INT          NOT NULL,
  tags         VARCHAR(400) NOT NULL,
  week         INT          NOT NULL,
  serve        INT          NOT NULL,
  cut          INT          NOT NULL,
  price        VARCHAR(160) NOT NULL,
  most         INT          NOT NULL,
  ended_at     BIGINT       NOT NULL
) {{table}};
CREATE INDEX meal_programme_of_community ON meal_programme (community_id, ended_at, id);

CREATE TABLE IF NOT EXISTS meal_dish (
  programme_id BIGINT       NOT NULL,
  day          INT          NOT NULL,
  words        VARCHAR(400) NOT NULL,
  PRIMARY KEY (programme_id, day)
) {{table}};

-- Who brings the meals of a building.
CREATE TABLE IF NOT EXISTS meal_carrier (
  programme_id BIGINT NOT NULL,
  building_id  BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  PRIMARY KEY (programme_id, building_id)
) {{table}};
CREATE INDEX meal_carrier_of_person ON meal_carrier (person_id);

-- sealed holds what the member may not eat and whom to ring; spot is NULL for those who have ended.
CREATE TABLE IF NOT EXISTS meal_member (
  id           {{id}},
  programme_id BIGINT        NOT NULL,
  community_id BIGINT        NOT NULL,
  person_id    BIGINT        NOT NULL,
  spot         VARCHAR(60)   NULL,
  way          VARCHAR(8)    NOT NULL,
  building_id  BIGINT        NOT NULL,
  area_id      BIGINT        NOT NULL,
  room         VARCHAR(48)   NOT NULL,
  week         INT           NOT NULL,
  reason       VARCHAR(400)  NOT NULL,
  sealed       VARCHAR(2000) NOT NULL,
  phone_sealed VARCHAR(255)  NOT NULL,
  state        VARCHAR(8)    NOT NULL,
  source       VARCHAR(8)    NOT NULL,
  asked_at     BIGINT        NOT NULL,
  asked_by     BIGINT        NOT NULL,
  due_at       BIGINT        NOT NULL,
  from_on      INT           NOT NULL,
  decided_at   BIGINT        NOT NULL,
  decided_by   BIGINT        NOT NULL,
  ended_at     BIGINT        NOT NULL,
  ended_by     BIGINT        NOT NULL,
  why          VARCHAR(400)  NOT NULL,
  UNIQUE (spot)
) {{table}};
CREATE INDEX meal_member_of_programme ON meal_member (programme_id, state, from_on);
CREATE INDEX meal_member_of_community ON meal_member (community_id, state, id);
CREATE INDEX meal_member_of_person ON meal_member (person_id, state);
CREATE INDEX meal_member_by_end ON meal_member (ended_at);

-- Single days on which a member eats or does not, other than the days of the week say.
CREATE TABLE IF NOT EXISTS meal_exception (
  member_id    BIGINT NOT NULL,
  day          INT    NOT NULL,
  programme_id BIGINT NOT NULL,
  eats         INT    NOT NULL,
  made_at      BIGINT NOT NULL,
  PRIMARY KEY (member_id, day)
) {{table}};
CREATE INDEX meal_exception_of_day ON meal_exception (programme_id, day, eats);
CREATE INDEX meal_exception_by_age ON meal_exception (made_at);

-- The list of a day, fixed once.
CREATE TABLE IF NOT EXISTS meal_day (
  id           {{id}},
  programme_id BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  day          INT    NOT NULL,
  fixed_at     BIGINT NOT NULL,
  printed_at   BIGINT NOT NULL,
  portions     INT    NOT NULL,
  UNIQUE (programme_id, day)
) {{table}};
CREATE TABLE IF NOT EXISTS meal_round (
  id           {{id}},
  day_id       BIGINT NOT NULL,
  programme_id BIGINT NOT NULL,
  community_id BIGINT NOT NULL,
  day          INT    NOT NULL,
  person_id    BIGINT NOT NULL,
  made_at      BIGINT NOT NULL,
  UNIQUE (day_id, person_id)
) {{table}};
CREATE INDEX meal_round_of_person ON meal_round (person_id, day);
CREATE INDEX meal_round_by_age ON meal_round (made_at);
CREATE TABLE IF NOT EXISTS meal_stop (
  id           {{id}},
  day_id       BIGINT      NOT NULL,
  programme_id BIGINT      NOT NULL,
  community_id BIGINT      NOT NULL,
  day          INT         NOT NULL,
  member_id    BIGINT      NOT NULL,
  person_id    BIGINT      NOT NULL,
  way          VARCHAR(8)  NOT NULL,
  building_id  BIGINT      NOT NULL,
  area_id      BIGINT      NOT NULL,
  room         VARCHAR(48) NOT NULL,
  round_id     BIGINT      NOT NULL,
  outcome      VARCHAR(12) NOT NULL,
  at           BIGINT      NOT NULL,
  noted_at     BIGINT      NOT NULL,
  by_id        BIGINT      NOT NULL,
  made_at      BIGINT      NOT NULL,
  UNIQUE (member_id, day)
) {{table}};
CREATE INDEX meal_stop_of_day ON meal_stop (day_id, building_id);
CREATE INDEX meal_stop_of_round ON meal_stop (round_id);
CREATE INDEX meal_stop_of_community ON meal_stop (community_id, day, member_id);
CREATE INDEX meal_stop_of_person ON meal_stop (person_id);
CREATE INDEX meal_stop_by_age ON meal_stop (made_at);

-- A door at which nobody opened, until somebody has seen the member or spoken with them.
CREATE TABLE IF NOT EXISTS meal_call (
  stop_id      BIGINT      NOT NULL,
  community_id BIGINT      NOT NULL,
  person_id    BIGINT      NOT NULL,
  carrier_id   BIGINT      NOT NULL,
  begun_at     BIGINT      NOT NULL,
  next_at      BIGINT      NOT NULL,
  chase_id     BIGINT      NOT NULL,
  how          VARCHAR(12) NOT NULL,
  ended_at     BIGINT      NOT NULL,
  ended_by     BIGINT      NOT NULL,
  PRIMARY KEY (stop_id)
) {{table}};
CREATE INDEX meal_call_due ON meal_call (next_at);
CREATE INDEX meal_call_of_person ON meal_call (person_id);
CREATE INDEX meal_call_by_age ON meal_call (begun_at);
