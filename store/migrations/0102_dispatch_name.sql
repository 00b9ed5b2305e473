-- How a community calls the categories of the county, and which it does not offer.
CREATE TABLE IF NOT EXISTS dispatch_name (
  community_id BIGINT NOT NULL,
  category     VARCHAR(20) NOT NULL,
  name         VARCHAR(60) NOT NULL,
  hidden       INT NOT NULL,
  PRIMARY KEY (community_id, category)
) {{table}};
