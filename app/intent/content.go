package intent

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// contentKind says whether words that no meaning explains tell of something wrong, ask something or name a place.
func contentKind(key string) Kind {
	question := asks(key)
	switch {
	case sought.MatchString(key), question && office.in(key):
		return Question
	case isPlace(key):
		return Place
	case wanted(key), !question && order.MatchString(key), !question && complains.in(key), troubled(key, question), !question && bareThing.MatchString(key) && !aboutChat.in(key):
		return Problem
	case question:
		return Question
	case thanks.MatchString(key):
		return Thanks
	case utf8.RuneCountInString(key) >= tells && len(key) > 2*utf8.RuneCountInString(key) && !aboutChat.in(key):
		return Problem
	}
	return Other
}

// tells is the least length of what is taken for a matter although nothing in it is known.
const tells = 7

// troubled says that a clause tells of something wrong, or asks what is to be done about it.
func troubled(key string, question bool) bool {
	if !question {
		return wrong.in(key)
	}
	for clause := range strings.FieldsFuncSeq(key, func(r rune) bool { return r == ' ' || r == ',' }) {
		if wrong.in(clause) && (!asks(clause) || trouble.in(clause)) {
			return true
		}
	}
	return false
}

// wanted says that words wish for a deed: 能不能装个路灯.
func wanted(key string) bool {
	for at := range wants.all(key) {
		wish := key[at:]
		if deeds.in(beginning(wish, 17)) {
			return true
		}
	}
	return false
}

// asks says that words are a question.
func asks(key string) bool {
	return twice(key) || asking.in(key) || askingEnd.MatchString(ending(key, 48))
}

// twice says that a word is said twice to ask for it: 算不算、来没来. 不要不要 is no question.
func twice(key string) bool {
	var before [3]rune
	for _, r := range key {
		if (before[2] == '不' || before[2] == '没') && before[1] == r && r != before[2] && before[0] != before[2] {
			return true
		}
		before[0], before[1], before[2] = before[1], before[2], r
	}
	return false
}

// papers are what the counter is asked for and nobody books.
const papers = `社保 医保 身份证 居住证 暂住证 低保 养老 退休 残疾 户口 落户 准生 生育 证明 公积金 结婚 离婚 老年卡 老年证 公交卡 补贴 补助 津贴 贫困 救助
	公租房 廉租 征兵 入党 党费 就业 失业 房产证 过户 遗产 公证 法律援助 户籍 驾照 年审 `

var paper = list(papers)

var (
	// wrong are signs of something broken, dirty, noisy, missing or unsafe.
	wrong = list(`没有热水 没有网 没有信号 没有护栏 没有扶手 没有盖 全黑 好黑 太黑 很黑 黑了 没有暖 没热水 没护栏 没扶手 没装 没亮 敲门 一直叫 等了一天 返味 返水 放歌 走表 不方便 没地方 没填 又挖 挖路 挖沟 挖坑 在挖 都没有 连个 不干活 不作为 天天收费 不出来 卫生 坏 漏 堵 黑着 停了 停着 停摆 小得 太小 压小 还是小 水小 挖开 横流 小广告 没暖 没盖 唱歌 放音乐 不起来
		不下来 不上来 不出来 不下去 不上去 不了 不住 不严 不紧 不灵 全是 没拉 没装 没通 不亮 不转 不动 不通
		不热 不出水 不走 不响 不好使 不能用 没法 不行 开不 关不 打不开 打不着 锁不 进不 出不 过不 走不 停水
		停电 停气 没水 没电 没气 没网 没信号 没灯 没人管 没人修 没人打扫 没人清 没人收 没人扫 没有路灯 没有灯
		没有水 没有电 没有暖气 没有人 灭 黑灯 黑漆 黑洞 黑咕 黑乎 黑得 黑麻 吵 闹 噪音 噪声 扰民 响得 响了
		响一 响个 响到 响不 轰鸣 臭 味道大 味道重 味道太 味道很 味道好 味大 味重 味太 味很 味好 难闻 熏 脏
		乱停 乱扔 乱放 乱贴 乱搭 乱拉 乱收 堆 占 挡 垃圾 粪 屎 尿 狗 蟑螂 蚊 马蜂 虫 鼠 裂 塌 陷 坑 破
		断 烂 碎 锈 松 掉 脱落 翘 歪 斜 倒 滑 积水 结冰 渗 返水 跑水 溢 反味 霉 潮 滴 丢 偷 被盗 骗 撬
		欠 太高 太贵 不对 不合理 投诉 举报 违建 私搭 飞线 隐患 危险 飘 砸 扔东西 扔烟头 高空 跳广场舞 装修
		施工 油烟 抽烟 麻将 喇叭 充电 消防通道 门禁 漂 晃 摇 卡住 卡了 卡顿 跳闸 短路 发黄 浑 有味 冷 冻 憋
		没来 不来 不收 不清 不扫 没扫 没清 没收 满了 满出来 锁了 失灵 失修 年久 老化 缺 少了 不见了 没了 没给
		不给 不管 不让 撞 碾 磕 绊 摔 打架 骂 欺负 纠纷 矛盾 缠 刮 枯 死了 毒 超标 爆 冒 起皮 空鼓 泡 淹
		不平 颠 坎 太大 太低 太慢 太暗 太黑 太窄 太陡 看不见 听不见 收不到 不够 困难 没饭 没钱 没人照顾`)
	// trouble with a question mark still asks for a deed: 灯坏了怎么办.
	trouble = list(`没水 没电 没气 没热水 没暖 都没 坏 漏 堵 不亮 不转 不通 不热 灭了 吵 臭 裂 塌 断了 掉了 没人 找谁 谁管 管不管 管管 有人管 怎么办
		咋办 咋整 修一下 修下 能修 修修 处理 派人 来人 解决 清理 怎么回事 咋回事 乱 脏 占 挡 扰民 积水 爆
		为什么 为啥`)
	// wants is a wish that something be done: 能不能装个路灯.
	wants = list(`能不能 能否 可不可以 可否 希望 建议 麻烦 帮忙 请 要求 强烈 恳请 需要 求 帮我 给我 给俺 派人 叫人 来人 来个人 让人`)
	// complains begins a matter.
	complains = list(`报修 反映 投诉 举报 说个事 说一下我`)
	// deeds are what may be wanted.
	deeds = list(`修 装 安 清 管 处理 换 拉走 加 补 打扫 扫 治 查 看看 看下 看一下 解决 疏通 通下 通一下 剪 砍 搬 抬 整 规范 协调 劝 拆 铺 收走 挪 移 增 设
		建 画`)
	// asking are the signs of a question.
	asking = list(`去哪 到哪 几天能 几天可以 几天才 几天拿 几楼 有几个 要几个 还几个 几个人 几岁 哪年 怎么 咋 如何 怎样 点样 啷个 多少 几多 哪里 哪儿 哪个 哪些 哪天 在哪 边度 什么 啥 几点 几号
		几月 几时 多久 多大 谁能 谁管 谁来 谁是 谁有 是谁 找谁 谁知 谁负责 谁发 谁在 谁啊 谁呀 谁去 谁让 能不能 可不可以 请问 问一下 问下 咨询 想问 打听 电话是 号码是`)
	askingEnd = regexp.MustCompile(`(?:吗|么|嘛|不|没|^.{1,6}呢|几天|(?:了|过|好|到|来|有.|有..|有...)没有|是.{1,8}还是.*|知道.{0,12}电话)[ ,]*$`)
	// office are the subjects of the counter.
	office = list(papers + `
		申请 办理 报名 入学 上学 学区 幼儿园 认证 缴费 电话 号码 上班 下班 开门 关门 营业 周末 放假 材料 手续 流程 政策 条件 资格 多少钱 收费 费用 优惠 免费 疫苗 志愿者
		招聘 找工作 律师 挂失 补办 补卡 办卡 开户 销户 地址是 在哪办 在哪儿办 怎么走 路线 几路车 停水到 停电到 什么时候来水 什么时候来电 什么时候来气
		几点来水 几点来电 几点来气 停到几点 供暖 暖气什么时候 交暖气费 取暖费 物业费 水费 电费 燃气费 分类`)
	// thanks with nothing else: 谢谢你们上次来看我.
	thanks = regexp.MustCompile(`^(?:真是|太|非常|真的|实在)*(?:谢|感谢|感激|多谢|辛苦|多亏)`)
	// aboutChat is talk about what is being done here, not about a matter.
	aboutChat = list(`取消 约 撤 提交 满意 修好 评价 告诉 谢 人工 补充 催 你们 想 机器人 知道 明白 回复 点错 刚才
		明天 后天 下午 周一 周二 周三 周四 周五 周六 周日 周末 星期 几点 我是 我叫 电话 号`)
	// order says what is to be done: 修一下路灯.
	order = regexp.MustCompile(`^(?:快|来|人|请|派|赶紧|马上)*(?:修|换|清|处理|解决|装|通|扫|收|拉|挪|管|补|查)(?:一?下|个|个新|修|走|掉|一修)`)
	// sought is nothing but what somebody looks for: 物业电话.
	sought = regexp.MustCompile(`^[^ ,]{1,10}(?:电话|电话号码|号码|联系方式|地址|上班时间|办公时间|营业时间|热线|微信|流程|手续|材料|标准|政策|办理)$`)
	// bareThing is nothing but the name of what breaks: 楼道灯.
	bareThing = regexp.MustCompile(`^.{0,10}(?:灯|路灯|楼道灯|灯泡|井盖|下水道|下水|水管|水龙头|电梯|门禁|单元门|门锁|锁|消防栓|灭火器|健身器材|充电桩|树枝|树|垃圾桶?|污水|暖气|暖气片|马桶|厕所|护栏|栏杆|监控|摄像头|电线|网线|墙皮|瓷砖|玻璃|窗户|化粪池|车棚|道闸|地锁|噪音|油烟|水表|电表|路面|台阶|扶手|雨棚|积水)(?:的?问题|的事)?$`)
	// praise beside a solved matter is no more than courtesy.
	praise = list(`好 谢 感 辛苦 快 棒 赞 不错 及时 满意 负责 热心 态度 服务 效率 给力 师傅 专业 放心 高兴 开心`)
)

func praises(words string) bool { return praise.in(words) && !wrong.in(words) }

var (
	placeLead = regexp.MustCompile(`^(?:(?:嗯|呃|那个|就|是|在|就在|位置|地址|地点|我|俺|我们|俺们|住|位于|我在|我家在|我住|喺|的|说的是|应该是|好像是|大概|靠近|改成)*)`)
	placeEnd  = regexp.MustCompile(`(?:号楼|楼栋|[\dа-яa-z一二三四五六七八九十东西南北中老新前后]+(?:楼|栋|幢|单元|室|户|号|层|门|座|区|期|弄|组|队|院)|小区|花园|家园|新村|公寓|大厦|广场|家属院|家属楼|大院|院子?里?|村里?|屯子?里?|庄|镇上?|街道?|大道|路|巷子?|胡同|苑|城|里|府|庭|轩|湾|郡|都|口|路口|中段|东段|西段|南段|北段|对门|隔壁|门口|大门口?|楼门口|楼下|楼上|楼前|楼后|楼顶|顶楼|天台|屋顶|地下室|车库|地库|车棚|走廊|过道|楼道里?|楼梯口?|电梯口|电梯里|单元口|旁边|旁|对面|对过|附近|后面|前面|后边|前边|背后|隔壁|边上|边边|中间|里面|外面|那边|这边|那里|这里|那儿|这儿|那块|跟前|门前|门外|东边|西边|南边|北边|东头|西头|东门|西门|南门|北门|拐角|拐弯处|角上|尽头|十字|丁字路口|超市|市场|菜市场|学校|小学|中学|幼儿园|医院|卫生室|诊所|药店|银行|车站|公交站|站牌|公园|游园|桥头?|桥下|河边|河堤|渠边|坝上|食堂|社区|居委会|服务中心|活动室|派出所|加油站|厂|厂区|店|家|屋|屋里|家里|厨房|卫生间|厕所|阳台|客厅)(?:里|上|下|边|处)?(?:那|那块|那里|那儿|那边|附近|这|的)?$`)
	roomEnd   = regexp.MustCompile(`^\d{3,4}$|(?:楼|栋|幢|单元|号|院|座|区)[ ,\-]*\d{1,4}$|^\d{1,3}-\d{1,4}(?:-\d{1,4})*$`)
	placeVerb = list(`了 还 挖 也 就 吗 怎么 什么 啥 谁 想 要 去 来 找 问 谢 修 办 查 约 借 买 卖 喜欢 知道 没有 不在 不是 回 走 等
		哪`)
)

// isPlace says that every clause names a place and tells nothing else.
func isPlace(key string) bool {
	clauses := 0
	for clause := range strings.FieldsFuncSeq(key, func(r rune) bool { return r == ' ' || r == ',' }) {
		clauses++
		clause = clause[len(placeLead.FindString(clause)):]
		room := roomEnd.MatchString(clause)
		if clause == "" || len(clause) > 66 || wrong.in(clause) || placeVerb.in(clause) || !room && !placeEnd.MatchString(ending(clause, 10)) {
			return false
		}
	}
	return clauses > 0
}
