CREATE TABLE IF NOT EXISTS wechat_trouble (
  account VARCHAR(8) NOT NULL,
  api     VARCHAR(80) NOT NULL,
  code    INT NOT NULL,
  msg     VARCHAR(255) NOT NULL,
  rid     VARCHAR(64) NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (account, api, code)
) {{table}};
CREATE INDEX wechat_trouble_at ON wechat_trouble (at);
