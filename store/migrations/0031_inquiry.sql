CREATE TABLE IF NOT EXISTS inquiry (
  id           {{id}},
  community_id BIGINT NOT NULL,
  person_id    BIGINT NOT NULL,
  live         INT NULL,
  state        VARCHAR(12) NOT NULL,
  title        VARCHAR(160) NOT NULL,
  urgent       INT NOT NULL,
  messages     INT NOT NULL,
  asked_at     BIGINT NOT NULL,
  said_at      BIGINT NOT NULL,
  answered_at  BIGINT NOT NULL,
  answered_by  BIGINT NOT NULL,
  ended_at     BIGINT NOT NULL,
  ended_by     BIGINT NOT NULL,
  UNIQUE (person_id, community_id, live)
) {{table}};
CREATE INDEX inquiry_of_community ON inquiry (community_id, state, id);
CREATE INDEX inquiry_of_person ON inquiry (person_id, id);
CREATE INDEX inquiry_by_word ON inquiry (state, said_at);
CREATE INDEX inquiry_by_end ON inquiry (ended_at, id);
CREATE TABLE IF NOT EXISTS inquiry_message (
  id         {{id}},
  inquiry_id BIGINT NOT NULL,
  person_id  BIGINT NOT NULL,
  staff      INT NOT NULL,
  text       VARCHAR(2000) NOT NULL,
  files      VARCHAR(400) NOT NULL,
  at         BIGINT NOT NULL,
  notice_id  BIGINT NOT NULL,
  request    VARCHAR(200) NULL,
  ended_at   BIGINT NOT NULL,
  UNIQUE (person_id, request)
) {{table}};
CREATE INDEX inquiry_message_of ON inquiry_message (inquiry_id, id);
CREATE INDEX inquiry_message_by_end ON inquiry_message (ended_at, id);
