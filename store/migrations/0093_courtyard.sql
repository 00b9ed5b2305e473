UPDATE household_dwelling SET floor = 0 WHERE area_id IN (
  SELECT id FROM area WHERE kind = 'building' AND (name LIKE '%路' OR name LIKE '%街' OR name LIKE '%大道' OR name LIKE '%巷' OR name LIKE '%胡同'
    OR name LIKE '%弄' OR name LIKE '%条' OR name LIKE '%道')
);
