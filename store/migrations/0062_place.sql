-- live is the name while the place exists, NULL afterwards.
CREATE TABLE IF NOT EXISTS place (
  id           {{id}},
  community_id BIGINT NOT NULL,
  area_id      BIGINT NOT NULL,
  floor        VARCHAR(40) NOT NULL,
  room         VARCHAR(80) NOT NULL,
  name         VARCHAR(240) NOT NULL,
  live         VARCHAR(240) NULL,
  functions    VARCHAR(400) NOT NULL,
  metres       INT NOT NULL,
  used         VARCHAR(8) NOT NULL,
  open_plan    INT NOT NULL,
  seats        INT NOT NULL,
  equipment    VARCHAR(800) NOT NULL,
  working      VARCHAR(80) NOT NULL,
  noon         INT NOT NULL,
  resting      VARCHAR(80) NOT NULL,
  keeper_id    BIGINT NOT NULL,
  bookable     INT NOT NULL,
  state        {{text}} NOT NULL,
  class        VARCHAR(8) NOT NULL,
  ended_at     BIGINT NOT NULL,
  UNIQUE (community_id, live)
) {{table}};
-- The words of services that are not at somebody's door become places; the services keep their words.
INSERT INTO place (community_id, area_id, floor, room, name, live, functions, metres, used, open_plan, seats, equipment, working, noon, resting, keeper_id, bookable, state, class, ended_at)
SELECT s.community_id, MIN(s.area_id), '', '', s.place, s.place, '', 0, 'service', 0, 0, '', '', 0, '', 0, 1, '[]', '', 0
FROM   booking_service s
WHERE  s.ended_at = 0 AND s.place <> '' AND s.rules NOT LIKE '%"Door":true%'
       AND NOT EXISTS (SELECT 1 FROM place p WHERE p.community_id = s.community_id AND p.live = s.place)
GROUP  BY s.community_id, s.place;
