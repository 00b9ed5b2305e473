-- Mediation: the case, its parties, mediators, talks, promises, and its timeline. Everything that somebody said or wrote is sealed.
CREATE TABLE IF NOT EXISTS mediate_case (
  id           {{id}},
  community_id BIGINT NOT NULL,
  kind         VARCHAR(40) NOT NULL,
  source       VARCHAR(10) NOT NULL,
  report_id    BIGINT NOT NULL,
  asked_by     BIGINT NOT NULL,
  request      VARCHAR(80) NULL,
  state        VARCHAR(10) NOT NULL,
  result       VARCHAR(10) NOT NULL,
  sealed       TEXT NOT NULL,
  way          VARCHAR(10) NOT NULL,
  signed_on    INT NOT NULL,
  paper_id     BIGINT NOT NULL,
  asked_at     BIGINT NOT NULL,
  started_at   BIGINT NOT NULL,
  result_at    BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  UNIQUE (asked_by, request)
) {{table}};
CREATE INDEX mediate_case_of_community ON mediate_case (community_id, state, id);
CREATE INDEX mediate_case_by_change ON mediate_case (state, changed_at, id);
CREATE INDEX mediate_case_by_end ON mediate_case (ended_at, id);
CREATE TABLE IF NOT EXISTS mediate_party (
  id           {{id}},
  case_id      BIGINT NOT NULL,
  side         VARCHAR(4) NOT NULL,
  person_id    BIGINT NOT NULL,
  sealed       TEXT NOT NULL,
  phone_sealed VARCHAR(255) NOT NULL,
  answer       VARCHAR(4) NOT NULL,
  how          VARCHAR(10) NOT NULL,
  at           BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL
) {{table}};
CREATE INDEX mediate_party_of_case ON mediate_party (case_id, id);
CREATE INDEX mediate_party_of_person ON mediate_party (person_id, case_id);
CREATE INDEX mediate_party_by_end ON mediate_party (ended_at, id);
CREATE TABLE IF NOT EXISTS mediate_mediator (
  id        {{id}},
  case_id   BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  body      VARCHAR(12) NOT NULL,
  ended_at  BIGINT NOT NULL,
  UNIQUE (case_id, person_id)
) {{table}};
CREATE INDEX mediate_mediator_of_person ON mediate_mediator (person_id, case_id);
CREATE INDEX mediate_mediator_by_end ON mediate_mediator (ended_at, id);
CREATE TABLE IF NOT EXISTS mediate_talk (
  id       {{id}},
  case_id  BIGINT NOT NULL,
  begin_at BIGINT NOT NULL,
  end_at   BIGINT NOT NULL,
  place_id BIGINT NOT NULL,
  state    VARCHAR(10) NOT NULL,
  sealed   TEXT NOT NULL,
  ended_at BIGINT NOT NULL
) {{table}};
CREATE INDEX mediate_talk_of_case ON mediate_talk (case_id, id);
CREATE INDEX mediate_talk_by_end ON mediate_talk (ended_at, id);
CREATE TABLE IF NOT EXISTS mediate_promise (
  id       {{id}},
  case_id  BIGINT NOT NULL,
  party_id BIGINT NOT NULL,
  sealed   TEXT NOT NULL,
  due_on   INT NOT NULL,
  state    VARCHAR(10) NOT NULL,
  told     INT NOT NULL,
  at       BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
) {{table}};
CREATE INDEX mediate_promise_of_case ON mediate_promise (case_id, id);
CREATE INDEX mediate_promise_by_day ON mediate_promise (state, due_on, case_id);
CREATE INDEX mediate_promise_by_end ON mediate_promise (ended_at, id);
CREATE TABLE IF NOT EXISTS mediate_event (
  id        {{id}},
  case_id   BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  kind      VARCHAR(12) NOT NULL,
  person_id BIGINT NOT NULL,
  request   VARCHAR(80) NULL,
  text      TEXT NOT NULL,
  files     VARCHAR(255) NOT NULL,
  ended_at  BIGINT NOT NULL,
  UNIQUE (case_id, person_id, request)
) {{table}};
CREATE INDEX mediate_event_by_end ON mediate_event (ended_at, id);
