-- A county that has a tag of this name keeps it, with the code that the rules know.
UPDATE person_tag SET tag = 'empty_nest' WHERE tag IN (SELECT code FROM wordlist_word WHERE list = 'tag' AND name = '空巢');
UPDATE wordlist_word SET code = 'empty_nest', fixed = 1 WHERE list = 'tag' AND name = '空巢';
INSERT INTO wordlist_word (list, code, place, name, fixed) SELECT 'tag', 'empty_nest', MAX(place) + 1, '空巢', 1 FROM wordlist_word WHERE list = 'tag' HAVING COUNT(CASE WHEN code = 'empty_nest' THEN 1 END) = 0;
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'school', 0, '就学', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'job', 1, '就业', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'medical', 2, '医疗', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'hygiene', 3, '卫生', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'eldercare', 4, '养老', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'health', 5, '健康', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'meal', 6, '助餐', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'errand', 7, '代办', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'repair', 8, '维修', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'company', 9, '陪伴', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'haircut', 10, '上门理发', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('need', 'other', 11, '其他', 0);
