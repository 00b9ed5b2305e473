CREATE TABLE IF NOT EXISTS wordlist_word (
  list  VARCHAR(16) NOT NULL,
  code  VARCHAR(60) NOT NULL,
  place INT NOT NULL,
  name  VARCHAR(60) NOT NULL,
  fixed INT NOT NULL,
  PRIMARY KEY (list, code)
) {{table}};
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'aged', 0, '高龄', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'alone', 1, '独居', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'frail', 2, '失能', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'kinless', 3, '孤寡', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'hardship', 4, '困难', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'disabled', 5, '残疾', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'honoured', 6, '优抚', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('tag', 'bereaved', 7, '失独', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '部门', 0, '部门', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '企事业单位', 1, '企事业单位', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '物业', 2, '物业', 1);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '市直机关', 3, '市直机关', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '中省直单位', 4, '中省直单位', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '民企', 5, '民企', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '群团组织', 6, '群团组织', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '社会组织', 7, '社会组织', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '共建单位', 8, '共建单位', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '访惠聚工作队', 9, '访惠聚工作队', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '警务站', 10, '警务站', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '业委会', 11, '业委会', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '学校', 12, '学校', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('org_kind', '商铺', 13, '商铺', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '矛盾调解', 0, '矛盾调解', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '政策宣传', 1, '政策宣传', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '法律咨询', 2, '法律咨询', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '心理疏导', 3, '心理疏导', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '水电维修', 4, '水电维修', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '医疗护理', 5, '医疗护理', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '消防安全', 6, '消防安全', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '文体活动', 7, '文体活动', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '电脑手机', 8, '电脑手机', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '信息采集', 9, '信息采集', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '助老服务', 10, '助老服务', 0);
INSERT INTO wordlist_word (list, code, place, name, fixed) VALUES ('specialty', '青少年服务', 11, '青少年服务', 0);
