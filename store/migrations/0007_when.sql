CREATE TABLE IF NOT EXISTS when_day (
  day  INT NOT NULL PRIMARY KEY,
  year INT NOT NULL,
  off  INT NOT NULL,
  name VARCHAR(40) NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS when_year (
  year      INT NOT NULL PRIMARY KEY,
  loaded_at BIGINT NOT NULL,
  loaded_by VARCHAR(120) NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS when_hours (
  community_id BIGINT NOT NULL PRIMARY KEY,
  working      VARCHAR(120) NOT NULL,
  resting      VARCHAR(120) NOT NULL,
  changed_at   BIGINT NOT NULL
) {{table}};
CREATE TABLE IF NOT EXISTS when_version (
  id      INT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL
) {{table}};
INSERT INTO when_version (id, version) VALUES (1, 0);
INSERT INTO when_day (day, year, off, name) VALUES
  (20260101, 2026, 1, '元旦'),
  (20260102, 2026, 1, '元旦'),
  (20260103, 2026, 1, '元旦'),
  (20260104, 2026, 0, '元旦'),
  (20260214, 2026, 0, '春节'),
  (20260215, 2026, 1, '春节'),
  (20260216, 2026, 1, '春节'),
  (20260217, 2026, 1, '春节'),
  (20260218, 2026, 1, '春节'),
  (20260219, 2026, 1, '春节'),
  (20260220, 2026, 1, '春节'),
  (20260221, 2026, 1, '春节'),
  (20260222, 2026, 1, '春节'),
  (20260223, 2026, 1, '春节'),
  (20260228, 2026, 0, '春节'),
  (20260404, 2026, 1, '清明节'),
  (20260405, 2026, 1, '清明节'),
  (20260406, 2026, 1, '清明节'),
  (20260501, 2026, 1, '劳动节'),
  (20260502, 2026, 1, '劳动节'),
  (20260503, 2026, 1, '劳动节'),
  (20260504, 2026, 1, '劳动节'),
  (20260505, 2026, 1, '劳动节'),
  (20260509, 2026, 0, '劳动节'),
  (20260619, 2026, 1, '端午节'),
  (20260620, 2026, 1, '端午节'),
  (20260621, 2026, 1, '端午节'),
  (20260920, 2026, 0, '国庆节'),
  (20260925, 2026, 1, '中秋节'),
  (20260926, 2026, 1, '中秋节'),
  (20260927, 2026, 1, '中秋节'),
  (20261001, 2026, 1, '国庆节'),
  (20261002, 2026, 1, '国庆节'),
  (20261003, 2026, 1, '国庆节'),
  (20261004, 2026, 1, '国庆节'),
  (20261005, 2026, 1, '国庆节'),
  (20261006, 2026, 1, '国庆节'),
  (20261007, 2026, 1, '国庆节'),
  (20261010, 2026, 0, '国庆节');
INSERT INTO when_year (year, loaded_at, loaded_by) VALUES (2026, 0, 'shipped');
