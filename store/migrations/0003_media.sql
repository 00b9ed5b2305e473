CREATE TABLE IF NOT EXISTS media_file (
  id           {{id}},
  community_id BIGINT NOT NULL,
  owner_id     BIGINT NOT NULL,
  kind         VARCHAR(8) NOT NULL,
  state        VARCHAR(10) NOT NULL,
  verdict      VARCHAR(8) NOT NULL,
  blob_key     VARCHAR(64) NOT NULL,
  thumb_key    VARCHAR(64) NOT NULL,
  type         VARCHAR(40) NOT NULL,
  size         INT NOT NULL,
  width        INT NOT NULL,
  height       INT NOT NULL,
  trace_id     VARCHAR(128) NULL,
  media_id     VARCHAR(512) NOT NULL,
  account      VARCHAR(8) NOT NULL,
  created_at   BIGINT NOT NULL,
  checked_at   BIGINT NOT NULL,
  check_tries  INT NOT NULL,
  UNIQUE (trace_id)
) {{table}};
CREATE INDEX media_by_verdict ON media_file (community_id, verdict, id);
CREATE INDEX media_by_age ON media_file (community_id, created_at, id);
CREATE INDEX media_by_owner ON media_file (owner_id, id);
