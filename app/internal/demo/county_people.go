package demo

import (
	"fmt"
	"strings"
)

// The people of the demo county, one per line. All are invented, and no telephone number begins with 199 0000.

// demoStaff: code, name, place of work, and postings as role@area or role@area/org. Two posts of one person are common
// (书记兼网格长, S004), and departments lend part-time grid officers (S009).
const demoStaff = `
ZX-01 孟庆云 AP 网格中心@AP
YW-01 石立新 AP 运维@AP
CG-01 郭卫平 CG 街道工作人员@CG
CG-02 田晓慧 CG 街道工作人员@CG 调解员@CG
XC-01 贺志明 XC 街道工作人员@XC
XC-02 熊雅琴 XC 街道工作人员@XC

YG-01 周秀兰 YG 社区书记@YG
YG-02 陈晓燕 YG 社区工作人员@YG
YG-03 刘凯旋 YG 社区工作人员@YG 调解员@YG
YG-04 何静文 YG 社区工作人员@YG
YG-11 邓国柱 YG 网格长@YG-1
YG-12 方丽萍 YG 网格长@YG-2
YG-13 秦玉东 YG 网格长@YG-3
YG-21 宋佳慧 YG 网格员@YG-1
YG-22 马立新 YG 网格员@YG-2
YG-23 蒋婷玉 YG 网格员@YG-3

CH-01 程建平 CH 社区书记@CH
CH-02 袁媛媛 CH 社区工作人员@CH
CH-03 魏小强 CH 社区工作人员@CH
CH-11 丁红霞 CH 网格长@CH-1
CH-12 潘志远 CH 网格长@CH-2
CH-13 杜明礼 CH 网格长@CH-3
CH-21 谢小芳 CH 网格员@CH-1
CH-22 姜永涛 CH 网格员@CH-2
CH-23 任晓娟 CH 网格员@CH-3

XY-01 赵明远 XY 社区书记@XY 网格长@XY-1
XY-02 孙莉莉 XY 社区工作人员@XY
XY-03 吴浩天 XY 社区工作人员@XY
XY-12 冯建华 XY 网格长@XY-2
XY-13 曹敏学 XY 网格长@XY-3
XY-21 郑晓东 XY 网格员@XY-1
XY-22 韩春燕 XY 网格员@XY-2
XY-23 彭小飞 XY 网格员@XY-3
XY-04 岳春梅 XY 社区工作人员@XY
XY-05 邱海燕 XY 社区工作人员@XY
XY-06 卞志强 XY 社区工作人员@XY
XY-07 毛晓东 XY 社区工作人员@XY
XY-08 滕文静 XY 社区工作人员@XY
XY-09 阎立军 XY 社区工作人员@XY
XY-10 柴玉洁 XY 社区工作人员@XY
XY-11 申家兴 XY 社区工作人员@XY
XY-31 宫小雨 XY 社区工作人员@XY
XY-32 倪建平 XY 社区工作人员@XY
XY-33 焦亚楠 XY 社区工作人员@XY
XY-34 滑志刚 XY 社区工作人员@XY

PCS-01 高建群 AP 部门人员@/PCS
PCS-02 罗志勇 AP 部门人员@/PCS 网格员@CH-3/PCS
XF-01 梁慧贤 AP 部门人员@/XF
MZ-01 许玉梅 AP 部门人员@/MZ
ZJ-01 沈国栋 AP 部门人员@/ZJ
ZJ-02 卢晓光 AP 部门人员@/ZJ
ZF-01 唐大磊 AP 部门人员@/ZF
ZF-02 崔志勇 AP 部门人员@/ZF 部门人员@/ZFZD 网格员@YG-3/ZF
SC-01 余丽华 AP 部门人员@/SC
YJ-01 董海峰 AP 部门人员@/YJ
ZZ-01 傅玉强 AP 部门人员@/ZZ
HB-01 白雪松 AP 部门人员@/HB
HW-01 夏长林 AP 部门人员@/HW
HW-02 钟德福 AP 部门人员@/HW
GD-01 江志民 AP 部门人员@/GD
GS-01 范国梁 AP 部门人员@/GS
GR-01 陆永昌 AP 部门人员@/GR
AJ-01 侯丽君 YG 部门人员@/AJ
CW-01 龙海波 CH 部门人员@/CW
CT-01 安志刚 AP 部门人员@/CT
ST-01 甄大勇 YG 部门人员@/ST
`

// demoStewards: name, home, and the steward's buildings; their codes are HGJ-01, HGJ-02 … in this order.
const demoStewards = `
李桂芳 YANG-1-2 YANG-1 YANG-2
张福生 YANG-3-2 YANG-3
王秀琴 YANG-4-1 YANG-4
刘志全 YANG-5-3 YANG-5
赵淑珍 YANG-6-2 YANG-6
杨永福 YANG-7-1 YANG-7 YANG-8
孙玉兰 YANG-9-2 YANG-9
马国庆 YANG-10-1 YANG-10
朱凤英 YANG-11-2 YANG-11
胡德才 YANG-12-3 YANG-12
林秀芝 XIANG-1-1 XIANG-1
郭长河 XIANG-2-2 XIANG-2
何玉珍 XIANG-3-1 XIANG-3
高树林 XIANG-4-2 XIANG-4 XIANG-5
罗桂香 LIANGZHAN-1 LIANGZHAN
袁守义 CUIHU-1-1 CUIHU-1
潘桂珍 CUIHU-2-2 CUIHU-2
于长海 CUIHU-3-1 CUIHU-3
蒋玉芬 CUIHU-4-1 CUIHU-4
蔡国忠 CUIHU-5-2 CUIHU-5
余秀梅 CUIHU-6-3 CUIHU-6
杜德海 CUIHU-7-1 CUIHU-7 CUIHU-8
叶淑贤 MIANFANG-1-2 MIANFANG-1 MIANFANG-2
程永祥 WENHUA-18-1 WENHUA-18
苏桂兰 NONGJI-2 NONGJI
魏长顺 HUBIN-6-1 HUBIN-6
吕秀珍 YOUDIAN-1 YOUDIAN
梁建生 XIN-1-1 XIN-1
宋淑华 XIN-2-2 XIN-2
唐玉芝 XIN-3-1 XIN-3
许振江 XIN-4-1 XIN-4
韩桂荣 XIN-5-2 XIN-5 XIN-6
冯秀云 XIN-7-1 XIN-7
邓长贵 XIN-8-2 XIN-8
曹淑芬 XIN-9-3 XIN-9
彭玉山 XIN-10-1 XIN-10
曾桂英 GONGXIAO-1 GONGXIAO
肖建业 HESHUN-1-1 HESHUN-1
田淑琴 HESHUN-2-2 HESHUN-2
董玉梅 HESHUN-3-1 HESHUN-3 HESHUN-4
尚文魁 WS-DONG WS-DONG
齐桂兰 WS-XI WS-XI
尚大江 WS-NAN WS-NAN
黎守信 LC-QIAN LC-QIAN
黎秋菊 LC-HOU LC-HOU
乔长河 LC-HE LC-HE
`

// demoResidents: code, name, home, and for a few a posting in their building.
const demoResidents = `
JM-01 王建安 YANG-3-2 单元长@YANG-3-2 两代表一委员@YG
JM-02 陈小雨 YANG-3-1
JM-03 李春梅 YANG-5-2
JM-04 周文斌 YANG-8-1 单位联系人@/LM
JM-05 吴秀莲 YANG-11-2
JM-06 徐小磊 YANG-12-4
JM-07 郑玉琴 XIANG-3-2
JM-08 孙浩然 XIANG-1-2
JM-09 黄丽娟 XIANG-5-1
JM-10 林建民 LIANGZHAN-2
JM-11 何晓晨 XIN-1-2
JM-12 高秀莲 XIN-4-1
JM-13 罗天宇 XIN-6-3 单元长@XIN-6-3
JM-14 梁雨欣 XIN-8-1
JM-15 宋志高 XIN-10-2 楼栋长@XIN-10
JM-16 唐秀华 GONGXIAO-2
JM-17 许佳宁 HESHUN-1-2
JM-18 邓小敏 HESHUN-4-1
JM-19 彭小军 CUIHU-2-1
JM-20 曾晓峰 CUIHU-3-3
JM-21 田野青 CUIHU-5-1
JM-22 董淑敏 CUIHU-8-2
JM-23 余大海 MIANFANG-1-1
JM-24 潘美玲 MIANFANG-2-2 楼栋长@MIANFANG-2
JM-25 叶青山 WENHUA-18-2
JM-26 程玉霞 NONGJI-1
JM-27 苏晓明 HUBIN-6-2
JM-28 魏兰香 YOUDIAN-2
JM-29 尚根生 WS-DONG 楼栋长@WS-DONG
JM-30 齐小凤 WS-XI
JM-31 黎春来 LC-QIAN 楼栋长@LC-QIAN
JM-32 乔志远 LC-HOU
`

// demoSubstitutes lists each steward and their substitute (AB 岗, S061).
var demoSubstitutes = map[string]string{
	"HGJ-02": "HGJ-03", "HGJ-04": "HGJ-05", "HGJ-15": "HGJ-14", "HGJ-22": "HGJ-21", "HGJ-32": "HGJ-31",
	"YG-02": "YG-04", "CH-02": "CH-03", "XY-02": "XY-03", "YG-21": "YG-22",
}

// demoPeople returns the persons and postings of the county without the members of Party organisations.
func demoPeople() *demoRoster {
	r := &demoRoster{
		persons:  [][]string{{"编号", "姓名", "手机号", "所属区划编码", "公开显示"}},
		postings: [][]string{{"人员编号", "角色", "区划编码", "部门编码", "起", "止", "代班人员编号", "类别", "用工方式", "专长", "职责"}},
	}
	for _, f := range demoLines(demoStaff + demoVillageStaff) {
		r.person(f[0], f[1], f[2], "是")
		r.posts(f[0], "2024-03-01", f[3:])
	}
	for i, f := range demoLines(demoStewards) {
		code := fmt.Sprintf("HGJ-%02d", i+1)
		r.person(code, f[0], f[1], "是")
		for _, building := range f[2:] {
			r.posting(code, "楼道红管家", building, "", "2025-07-01", "")
		}
	}
	// The former steward of 阳光花园3号楼: an ended posting stays on record.
	r.person("HGJ-99", "姚德胜", "YANG-3-1", "")
	r.posting("HGJ-99", "楼道红管家", "YANG-3", "", "2023-07-01", "2025-06-30")
	for _, f := range demoLines(demoResidents) {
		r.person(f[0], f[1], f[2], "")
		r.posts(f[0], "2025-03-05", f[3:])
	}
	return r
}

// demoLines splits a table into the fields of its lines.
func demoLines(table string) [][]string {
	var lines [][]string
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) > 0 {
			lines = append(lines, f)
		}
	}
	return lines
}

type demoRoster struct{ persons, postings [][]string }

func (r *demoRoster) person(code, name, home, shown string) {
	phone := fmt.Sprintf("1990000%04d", len(r.persons))
	r.persons = append(r.persons, []string{code, name, phone, home, shown})
}

func (r *demoRoster) posting(person, role, area, org, from, to string) {
	substitute := ""
	if to == "" {
		substitute = demoSubstitutes[person]
	}
	w := demoWork(person, role, org)
	r.postings = append(r.postings, []string{person, role, area, org, from, to, substitute, w[0], w[1], w[2], w[3]})
}

// demoSpecialties lists what some are good at (M26).
var demoSpecialties = map[string]string{
	"YG-21": "信息采集、电脑手机", "YG-22": "矛盾调解、法律咨询", "CH-21": "文体活动", "ZF-02": "消防安全", "HGJ-01": "助老服务",
	"HGJ-04": "水电维修", "HGJ-10": "心理疏导、矛盾调解",
}

// demoWork returns class, employment, specialties and duties of a post (S008, S009, M6).
func demoWork(person, role, org string) [4]string {
	switch {
	case role == "网格员" && org != "":
		return [4]string{"兼职", "", demoSpecialties[person], "每周到网格一次，处理本部门职责内的事。"}
	case role == "网格员":
		return [4]string{"专职", "社区工作者", demoSpecialties[person], "采集信息、了解民情、排查隐患、调解矛盾、代办服务。"}
	case role == "两代表一委员":
		return [4]string{"", "", "", "县人大代表"}
	case role == "楼道红管家":
		return [4]string{"兼职", "志愿", demoSpecialties[person], ""}
	}
	return [4]string{}
}

// posts adds postings written as role@area or role@area/org.
func (r *demoRoster) posts(person, from string, posts []string) {
	for _, p := range posts {
		role, where, _ := strings.Cut(p, "@")
		area, org, _ := strings.Cut(where, "/")
		r.posting(person, role, area, org, from, "")
	}
}
