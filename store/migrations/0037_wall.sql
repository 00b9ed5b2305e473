CREATE TABLE IF NOT EXISTS wall_day (
  day          INT NOT NULL,
  community_id BIGINT NOT NULL,
  submitted    INT NOT NULL,
  solved       INT NOT NULL,
  PRIMARY KEY (day, community_id)
) {{table}};
CREATE INDEX report_on_wall ON report (is_open, community_id, grid_id, category, paused_at, due_at, urgent, state);
