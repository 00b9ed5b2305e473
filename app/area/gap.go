package area

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// understood says how well the words before a number or a name are understood.
type understood uint8

const (
	clear   understood = iota // nothing, words without a meaning for the place, or a finished clause
	doubt                     // words that may belong to the place
	unknown                   // an estate that the roster does not have
)

// glue are words that may stand between the parts of a place, or before it.
var glue = []string{
	"的", "在", "是", "住", "家住", "我", "我们", "我家", "我家住", "我们家", "俺", "俺们", "俺家", "咱", "咱们", "咱家", "这", "那", "这个", "那个", "这边", "那边", "这里",
	"那里", "这儿", "那儿", "那块", "这块", "里", "里面", "里头", "里边", "内", "院里", "院内", "院子里", "小区", "小区里", "小区内", "家", "家里", "就", "就是", "就在", "位于", "地址", "地点", "位置",
	"坐落", "到", "去", "来", "从", "请", "请问", "请到", "麻烦", "您好", "你好", "喂", "哎", "唉", "嗯", "呃", "额", "啊", "哦", "噢", "那么", "然后", "说", "反映", "反应", "报修", "报个修",
	"投诉", "举报", "求助", "紧急", "着急", "急", "快来", "快来人", "来人", "帮忙", "师傅", "现在", "今天", "昨天", "昨晚", "今早", "早上", "晚上", "刚才", "刚刚", "住户", "业主", "居民",
	"同志", "领导", "大家", "各位", "问一下", "问下", "想问", "我想", "想", "谁", "那个谁", "也", "还", "都", "有", "一下", "咱们院", "我们院", "我们小区", "咱小区", "咱们小区", "本小区", "这小区", "这个小区", "本人", "我是", "地址是", "位置是",
	"地点是", "应该是", "好像是", "可能是", "大概", "应该", "好像", "可能", "哪个", "叫", "具体", "详细", "方向", "处", "方", "老师", "网格员", "书记", "主任", "社区", "物业", "楼栋", "改成", "改为", "不对", "错了",
	"看下", "看看", "看一下", "来看", "过来", "修一下", "修修", "修修吧", "处理一下", "处理下", "帮我", "帮", "给", "派人", "派个人", "尽快", "赶紧", "赶快", "马上", "谢谢", "谢谢你们", "多谢", "这是", "这里是", "这边是", "我这", "我这是", "我这里", "我这里是",
	"我这边", "我在", "人在", "他住", "她住", "小区是", "地方", "地方是", "所在", "所在地", "住址", "家庭住址", "楼号", "事发地", "地点在", "位置在", "发生在", "情况", "问题", "补充", "补充一下", "更正", "更正一下", "写错",
	"打错", "说错", "应是", "即", "也就是", "坐标", "开始", "一直", "已经", "最近", "这几天", "每天", "天天", "晚上", "白天", "中午", "下午", "上午", "半夜", "今晚", "刚", "又", "再", "请来", "来一下", "来个人", "求", "要", "下", "跟前", "附近的", "告诉你", "听说", "有个", "有一个", "是这样",
	"通知", "转告", "群里", "业主群", "微信群", "业主", "物业说", "邻居", "邻居说", "他们说", "都说", "和您", "跟您", "向您", "向你们",
	"儿", "儿的", "-", "/", "_", ".", "~", "(", ")", "+", "=", "@", "&",
}

// finished are words a clause about a matter ends with; what follows them begins anew.
var finished = []string{
	"了", "吗", "呢", "吧", "呀", "啦", "嘛", "哈", "坏", "漏", "堵", "脏", "臭", "吵", "响", "漏水", "停水", "没水", "返水", "冒水", "进水", "积水", "渗水", "跑水", "停电", "没电", "断电", "漏电", "漏气", "没气", "停气",
	"暖气", "路灯", "楼道灯", "电灯", "电梯", "着火", "起火", "冒烟", "垃圾", "噪音", "不亮", "不热", "不通", "不走", "不行", "困人", "打架", "下水道", "井盖", "快递", "单元门",
}

// generic are words that name no estate by themselves.
var generic = []string{
	"门口", "大门", "附近", "旁边", "对面", "后面", "前面", "楼道", "楼下", "楼上", "小区", "院子", "单位", "电梯", "老旧", "整个", "全部", "各个", "物业", "封闭", "开放", "家属", "职工", "宿舍", "住宅", "公共", "健身",
	"联系", "反映", "我家", "我们", "你们", "他们", "咱们", "这个", "那个", "哪个", "本", "该", "全", "整", "同", "别", "隔壁", "外面", "里面", "地下", "马路", "车库", "菜园", "垃圾", "卫生",
	"社区", "街道", "附属", "绿化", "路灯", "单元", "厂里", "屋子", "房子", "厨房", "客厅", "卧室", "阳台", "地址", "位置", "手机", "群里", "微信", "老", "新", "改造", "无物业", "请问", "你好", "您好", "麻烦",
	"公路", "道路", "这条", "那条", "门前", "屋后", "楼后", "楼前", "人行", "水泥", "柏油", "走廊",
}

// institutions name an estate together with 家属院 and the like, not with 里 or 路.
var institutions = []string{"中心", "公园", "广场", "幼儿", "学校", "医院", "法院", "公司", "商场", "花园", "家园", "铁路", "工厂", "超市", "饭店", "银行", "市场"}

// foreign are words before a number that say that it is not one of the resident's own estate.
var foreign = []string{
	"别", "别人", "隔壁", "对面", "他", "她", "他们", "她们", "人家", "另一个", "另外", "另外一个", "其他", "其它", "朋友", "同事", "亲戚", "同学", "单位", "公司", "学校", "医院", "厂", "工厂", "大学", "中学", "小学", "你们", "某某", "某",
}

// others are people whose home is not the resident's.
var others = []string{"邻居", "妈", "爸", "奶奶", "爷爷", "姥姥", "姥爷", "外婆", "外公", "婆婆", "公公", "姐", "哥", "弟", "妹", "儿子", "女儿", "闺女", "老人", "业主", "居民", "住户", "师傅", "老师", "书记", "主任", "领导", "同志", "大爷", "大妈", "阿姨", "叔", "舅", "姑", "姨"}

// relations say that a place is not what was named, but near it.
var relations = []string{
	"旁边", "对面", "附近", "隔壁", "后面", "前面", "后边", "前边", "斜对", "对过", "往东", "往西", "往南", "往北", "北边", "南边", "东边", "西边", "北侧", "南侧", "东侧", "西侧", "北面", "南面", "东面", "西面", "挨着", "边上", "那头", "过去",
	"外面", "后头", "前头", "跟前", "紧邻", "相邻", "以东", "以西", "以南", "以北", "周边", "周围",
}

// elsewhere are places that are nobody's home.
var elsewhere = []string{
	"广场", "路口", "车站", "公园", "学校", "医院", "市场", "超市", "马路", "路边", "路上", "河边", "桥", "那边", "对面", "隔壁", "单位", "公司", "饭店", "银行", "商场", "外地", "工地", "网吧", "大街", "回家",
}

// against are words before a name or a number that say that the place is another one, beside words that say that it is
// only near.
var (
	against = []string{"不是", "不在", "不住", "除了", "以前住", "原来住", "以前住在", "原来住在"}
	beside  = []string{"离", "靠近", "挨着", "临近", "邻近", "紧邻", "对着", "紧挨"}
)

// judge says how well the words between two parts, or before the first, are understood. The second result is the text of
// an unknown estate, or of what is in doubt.
func judge(gap []rune) (understood, []rune) {
	clause, before := lastClause(gap)
	if e := namedIn(clause); e != nil {
		return unknown, e
	}
	rest := strip(clause)
	if len(rest) == 0 && len(before) > 0 { // 月亮湾，3号楼
		clause, _ = lastClause(before)
		if e := namedIn(clause); e != nil {
			return unknown, e
		}
		if rest = strip(clause); len(rest) > 5 {
			lives := strip(livesIn(rest))
			if len(lives) == 0 && !isMatter(rest) {
				return doubt, nil
			}
			rest = lives
		} else if len(rest) > 3 && !endsWithAny(rest, finished) { // 老鼠乱窜，3号楼: rather a matter than a name
			return doubt, nil
		}
	}
	if endsWithAny(rest, foreign) {
		return unknown, nil
	}
	if len(rest) == 0 || endsWithAny(rest, finished) || !hasHan(rest) && !hasLetter(rest) {
		return clear, nil
	}
	return doubt, rest
}

// isName says whether words that are not understood look like the name of an estate, not like a clause.
func isName(s []rune) bool {
	return len(s) >= 2 && len(s) <= 5 && !endsWithAny(s, relations) && !endsWithAny(s, generic) && !strings.ContainsAny(string(s), "没不有被把很太了着过说要想能会给让又")
}

// matters are letters of which at least one is in what people complain about, and hardly one in the name of an estate.
const matters = "坏漏堵停断臭脏吵响闹修掉裂塌倒摔伤病死火烟气味灯梯锁垃圾粪溢爆炸滴渗霉虫鼠蟑狗猫蜂蛇乱贴扔偷打骂吸烧冻冷热暖积滑坑洞井管线表箱阀栏门窗玻墙顶楼道口前后旁边下侧面头处近对没不有被把很太了着过的吗呢吧啊" +
	"救命求急快帮孩施装网卫安反投报说要能会请谢昨今候刚再又老电"

// isMatter says whether words may be about a matter, not the name of a place.
func isMatter(s []rune) bool { return strings.ContainsAny(string(s), matters) }

// livesIn returns what stands behind 住 or 我是, where people say where they live, or nothing.
func livesIn(clause []rune) []rune {
	for i := len(clause) - 1; i > 0; i-- {
		if endsWithAny(clause[:i], []string{"住", "住在", "我是", "家在", "我在", "们是", "位于", "地址", "这里是", "这是"}) {
			return clause[i:]
		}
	}
	return nil
}

// lastClause returns the text after the last stop, and the text before it.
func lastClause(s []rune) (last, before []rune) {
	for i := len(s) - 1; i >= 0; i-- {
		if isStop(s[i]) {
			return s[i+1:], s[:i]
		}
	}
	return s, nil
}

// strip removes glue from the end.
func strip(s []rune) []rune {
	for len(s) > 0 {
		n := longestEnd(s, glue)
		if n == 0 {
			return s
		}
		s = s[:len(s)-n]
	}
	return s
}

func longestEnd(s []rune, words []string) int {
	best := 0
	for _, w := range words {
		if n := utf8.RuneCountInString(w); n > best && n <= len(s) && startsWith(s, len(s)-n, w) {
			best = n
		}
	}
	return best
}

func endsWithAny(s []rune, words []string) bool { return longestEnd(s, words) > 0 }

func hasHan(s []rune) bool    { return strings.ContainsFunc(string(s), isHan) }
func hasLetter(s []rune) bool { return strings.ContainsFunc(string(s), isLetter) }

func hasAny(s []rune, words []string) bool {
	text := string(s)
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// roadEndings are the endings of roads, which end a named place too.
var roadEndings = []string{"大道", "路", "街", "巷"}

// namedIn returns the estate or road that the end of a clause names, nil if it names none.
func namedIn(clause []rune) []rune {
	end := len(clause)
	for _, soft := range []string{"的", "里面", "里边", "里头", "院里", "院内", "内", "那边", "这边", "那个", "那", "小区里", "小区的"} {
		if endsWith(clause, end, soft) {
			if e := proper(clause[:end-len([]rune(soft))], endings, roadEndings); e != nil {
				return e
			}
		}
	}
	return proper(clause[:end], endings, roadEndings)
}

// strongEndings name an estate wherever they stand.
var strongEndings = []string{
	"小区", "花园", "家园", "公寓", "新村", "家属院", "家属楼", "家属区", "佳苑", "嘉苑", "名苑", "雅苑", "新苑", "花苑", "嘉园", "佳园", "名园", "华府", "名城", "名都", "名邸", "山庄", "雅居", "豪庭", "华庭", "公馆",
}

// namedAnywhere returns the first estate that the text names by its ending, and where it ends.
func namedAnywhere(s []rune) ([]rune, int) {
	for i := range s {
		for _, e := range strongEndings {
			if !startsWith(s, i, e) {
				continue
			}
			end := i + len([]rune(e))
			if p := proper(s[:end], strongEndings); p != nil && len(p) <= 8 {
				return p, end
			}
		}
	}
	return nil, 0
}

// proper returns the name at the end of the text if it has one of the endings and a name of its own before it.
func proper(s []rune, lists ...[]string) []rune {
	for _, list := range lists {
		for _, e := range list {
			if !endsWith(s, len(s), e) {
				continue
			}
			own := ownName(s[:len(s)-len([]rune(e))])
			if len(own) < 2 || len(own) > 6 || endsWithAny(own, generic) || endsWithAny(own, relations) || endsWithAny(own, finished) {
				return nil
			}
			if !slices.Contains(strongEndings, e) && endsWithAny(own, institutions) {
				return nil
			}
			return s[len(s)-len([]rune(e))-len(own):]
		}
	}
	return nil
}

// ownName returns what stands at the end of the text after the last word that can be part of no name.
func ownName(s []rune) []rune {
	const breaks = "在是住到了的去来从们我你他她它这那把被给和对让叫为着有也就跟找问、,"
	i := len(s)
	for i > 0 && (isHan(s[i-1]) || isLetter(s[i-1]) || isDigit(s[i-1])) && !strings.ContainsRune(breaks, s[i-1]) {
		i--
	}
	return s[i:]
}
