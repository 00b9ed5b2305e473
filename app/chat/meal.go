package chat

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"linli/app/fault"
	"linli/app/intent"
	"linli/app/meal"
	"linli/app/plan"
	"linli/app/when"
)

// What the chat says about meals.
const (
	sayNoMeals    = "您和家人还没有登记助餐。\n想登记，请点：\n%s"
	sayNoKitchen  = "您的社区现在没有助餐点，请打社区电话问问。"
	sayWhichDay   = "请说哪一天，比如：停餐 明天，停餐 周三，停餐 12月3日。"
	sayWhoseMeal  = "请加上姓名，比如：停餐 明天 %s。"
	saySkipped    = "好的，%s%s。\n又要吃了，请在前一天 %s 前回复“恢复用餐 %s”。"
	sayEatsAgain  = "好的，%s%s。"
	sayMenuOf     = "%s %s：%s"
	sayMenuNone   = "%s %s：菜单还没有写"
	sayMenuClosed = "%s %s不开餐"
)

var (
	skipping = regexp.MustCompile(`^(?:停餐|停饭|不用餐|不要送餐|别送餐)(.*)$`)
	resuming = regexp.MustCompile(`^(?:恢复用餐|恢复送餐|不停餐|接着送餐)(.*)$`)
	asking   = regexp.MustCompile(`^(?:看看|问问)?(今天|明天|后天)?(?:中午)?(?:吃什么|吃啥|什么菜|菜单)$`)
	onDate   = regexp.MustCompile(`^(今天|明天|后天|大后天|(?:下?(?:周|星期|礼拜))[一二三四五六日天]|(?:(\d{1,2})月)?(\d{1,2})[日号])`)
	upTo     = regexp.MustCompile(`^(?:到|至|-|—)`)
)

// mealWish returns what words order about meals. They are orders only by somebody with something to pause, else a hint.
func (t *turn) mealWish(_ intent.Reading, said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? ")
	if t.draft.about() {
		return nil, false
	}
	if m := skipping.FindStringSubmatch(word); m != nil {
		return func() (string, error) { return t.setMeals(m[1], false) }, true
	}
	if m := resuming.FindStringSubmatch(word); m != nil {
		return func() (string, error) { return t.setMeals(m[1], true) }, true
	}
	if m := asking.FindStringSubmatch(word); m != nil {
		return func() (string, error) { return t.menuOf(m[1]) }, true
	}
	if word == "助餐" || word == "订餐" || word == "送餐" {
		return t.mealsNow, true
	}
	return nil, false
}

// dayNamed reads a day at the beginning of words; rest is what follows.
func dayNamed(words string, today when.Date) (day when.Date, rest string, ok bool) {
	words = strings.TrimSpace(words)
	m := onDate.FindStringSubmatch(words)
	if m == nil {
		return 0, words, false
	}
	rest = strings.TrimSpace(words[len(m[0]):])
	for i, name := range []string{"今天", "明天", "后天", "大后天"} {
		if m[1] == name {
			return plan.Add(today, i), rest, true
		}
	}
	if m[3] == "" {
		runes := []rune(m[1])
		return onWeekday(today, strings.HasPrefix(m[1], "下"), runes[len(runes)-1]), rest, true
	}
	of, _ := strconv.Atoi(m[3])
	month, year := int(today)/100%100, today.Year()
	if m[2] != "" {
		month, _ = strconv.Atoi(m[2])
	} else if of < int(today)%100 {
		month++
	}
	if month > 12 {
		month, year = month-12, year+1
	}
	if month < int(today)/100%100 {
		year++
	}
	day, ok = when.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, of))
	return day, rest, ok
}

// onWeekday returns the next such day of the week after today; with next that of the following week.
func onWeekday(today when.Date, next bool, name rune) when.Date {
	want := map[rune]int{'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '日': 7, '天': 7}[name]
	now := (int(today.Time().Weekday())+6)%7 + 1
	if next {
		return plan.Add(today, 7-now+want)
	}
	return plan.Add(today, (want-now+7)%7)
}

// setMeals pauses days, or takes that back, for the resident or one of their family.
func (t *turn) setMeals(words string, eat bool) (string, error) {
	_, own, err := t.meals.Mine(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	if len(own) == 0 {
		return fmt.Sprintf(sayNoMeals, t.page("life/meal/index", "助餐")), nil
	}
	today := when.DateOf(t.now())
	change := meal.Change{Eat: eat}
	var ok bool
	var rest string
	if change.First, rest, ok = dayNamed(words, today); !ok {
		return sayWhichDay, nil
	}
	change.Last = change.First
	if m := upTo.FindString(rest); m != "" {
		if change.Last, rest, ok = dayNamed(rest[len(m):], today); !ok || change.Last < change.First {
			return sayWhichDay, nil
		}
	}
	one, ok := t.whoseMeal(own, rest)
	if !ok {
		return fmt.Sprintf(sayWhoseMeal, own[0].Of.Name), nil
	}
	if _, err := t.meals.SetDays(t.ctx, t.who, one.ID, change); err != nil {
		if f, ok := fault.As(err); ok && f.Kind == fault.Conflict {
			err = andThen(err, "要紧的话，请打社区电话。")
		}
		return "", err
	}
	name := ""
	if one.Person != t.who.Person {
		name = one.Of.Name
	}
	if eat {
		return fmt.Sprintf(sayEatsAgain, name, change.Say()), nil
	}
	return fmt.Sprintf(saySkipped, name, change.Say(), fmt.Sprintf("%02d:%02d", one.Named.Cut/60, one.Named.Cut%60), change.First.Say()), nil
}

// whoseMeal returns the membership that the words mean: the only one, the one with the name, or the resident's own.
func (t *turn) whoseMeal(own []meal.Own, name string) (meal.Own, bool) {
	var named, mine []meal.Own
	for _, o := range own {
		if name != "" && o.Of.Name != "" && (strings.Contains(name, o.Of.Name) || strings.Contains(o.Of.Name, name)) {
			named = append(named, o)
		}
		if o.Person == t.who.Person {
			mine = append(mine, o)
		}
	}
	switch {
	case name != "":
		return one(named)
	case len(own) == 1:
		return own[0], true
	}
	return one(mine)
}

func one(all []meal.Own) (meal.Own, bool) {
	if len(all) != 1 {
		return meal.Own{}, false
	}
	return all[0], true
}

// menuOf says what there is to eat on a day; "" is today.
func (t *turn) menuOf(named string) (string, error) {
	offered, _, err := t.meals.Mine(t.ctx, t.who)
	if err != nil || len(offered) == 0 {
		return sayNoKitchen, err
	}
	if named == "" {
		named = "今天"
	}
	day, _, _ := dayNamed(named, when.DateOf(t.now()))
	var lines []string
	for _, o := range offered {
		said := fmt.Sprintf(sayMenuNone, o.Name, day.Say())
		if !o.Week.Has(day) {
			said = fmt.Sprintf(sayMenuClosed, o.Name, named)
		}
		for _, d := range o.Dishes {
			if d.Day == day {
				said = fmt.Sprintf(sayMenuOf, o.Name, day.Say(), d.Words)
			}
		}
		lines = append(lines, said)
	}
	return strings.Join(lines, "\n"), nil
}

// mealsNow says how the resident and their family take part.
func (t *turn) mealsNow() (string, error) {
	_, own, err := t.meals.Mine(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	if len(own) == 0 {
		return fmt.Sprintf(sayNoMeals, t.page("life/meal/index", "助餐")), nil
	}
	var b strings.Builder
	for _, o := range own {
		fmt.Fprintf(&b, "%s %s：%s，%s，%s\n", o.Of.Name, o.Named.Name, o.Week.Say(), o.Way.Name(), o.Now.Name())
	}
	b.WriteString(sayWhichDay)
	return b.String(), nil
}
