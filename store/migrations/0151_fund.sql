-- Special funds of a street (专项资金): what was allotted for a year and what it was used for. The system pays nobody. used is the sum of
-- the uses, so that one statement refuses a use beyond the balance. Amounts are in 分.
CREATE TABLE IF NOT EXISTS fund (
  id        {{id}},
  street_id BIGINT      NOT NULL,
  year      INT         NOT NULL,
  title     VARCHAR(60) NOT NULL,
  basis     VARCHAR(80) NOT NULL,
  allotted  BIGINT      NOT NULL,
  used      BIGINT      NOT NULL DEFAULT 0,
  by_id     BIGINT      NOT NULL,
  at        BIGINT      NOT NULL
) {{table}};
CREATE UNIQUE INDEX fund_once ON fund (street_id, year, title);
CREATE INDEX fund_by_age ON fund (at);
CREATE TABLE IF NOT EXISTS fund_use (
  id      {{id}},
  fund_id BIGINT       NOT NULL,
  month   INT          NOT NULL,
  words   VARCHAR(200) NOT NULL,
  amount  BIGINT       NOT NULL,
  by_id   BIGINT       NOT NULL,
  at      BIGINT       NOT NULL
) {{table}};
CREATE INDEX fund_use_of ON fund_use (fund_id, month, id);
CREATE INDEX fund_use_by_age ON fund_use (at);
