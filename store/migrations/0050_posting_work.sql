ALTER TABLE person_posting ADD COLUMN class VARCHAR(16) NOT NULL DEFAULT '';
ALTER TABLE person_posting ADD COLUMN employed VARCHAR(16) NOT NULL DEFAULT '';
ALTER TABLE person_posting ADD COLUMN specialties VARCHAR(320) NOT NULL DEFAULT '';
ALTER TABLE person_posting ADD COLUMN duties VARCHAR(1600) NOT NULL DEFAULT '';
CREATE TABLE IF NOT EXISTS person_specialty (
  id    {{id}},
  place INT NOT NULL,
  name  VARCHAR(60) NOT NULL,
  UNIQUE (name)
) {{table}};
INSERT INTO person_specialty (place, name) VALUES (0, '矛盾调解');
INSERT INTO person_specialty (place, name) VALUES (1, '政策宣传');
INSERT INTO person_specialty (place, name) VALUES (2, '法律咨询');
INSERT INTO person_specialty (place, name) VALUES (3, '心理疏导');
INSERT INTO person_specialty (place, name) VALUES (4, '水电维修');
INSERT INTO person_specialty (place, name) VALUES (5, '医疗护理');
INSERT INTO person_specialty (place, name) VALUES (6, '消防安全');
INSERT INTO person_specialty (place, name) VALUES (7, '文体活动');
INSERT INTO person_specialty (place, name) VALUES (8, '电脑手机');
INSERT INTO person_specialty (place, name) VALUES (9, '信息采集');
INSERT INTO person_specialty (place, name) VALUES (10, '助老服务');
INSERT INTO person_specialty (place, name) VALUES (11, '青少年服务');
