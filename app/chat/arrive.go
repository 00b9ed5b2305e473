package chat

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/intent"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// The stages of 新搬来.
//
//	(新搬来) ──▶ arrive_who ──number──▶ arrive_where ──words, number──▶ arrive_room ──room, persons──▶ (registered)
//	  only stewards and leads    └─ known ───────────────────────────────▲  └─lived in─▶ arrive_how ──number──▶ ▲
const (
	ArriveWho   Stage = "arrive_who"  // a neighbour, or you?
	ArriveWhere Stage = "arrive_area" // in which building or unit?
	ArriveRoom  Stage = "arrive_room" // which room, how many, since when?
	ArriveHow   Stage = "arrive_how"  // instead of those who live there, or with them?
	mostIntro         = 14            // characters of 你好，我是新搬来的
)

// What the chat says about newcomers.
const (
	askArriveWho   = "请问是哪一种？回复数字：\n1 楼里来了新邻居\n2 我自己搬了家\n不登记回复 0。"
	askArriveWhere = "请问搬到哪里？请说小区、楼号和单元，比如“阳光花园3号楼2单元”。不登记回复 0。"
	askArriveUnit  = "请问是哪个单元？回复数字："
	askArriveRoom  = "请回复房号、一共住几口人、哪天搬来，比如：302 3人 昨天。\n不登记回复 0。"
	askArriveOnly  = "请回复房号，比如 302。不登记回复 0。"
	askArriveSize  = "一共住几口人？比如 3 人。不登记回复 0。"
	askArriveHow   = "这间房已经登记了住户，请问是：\n1 换了一户\n2 搬来同住\n不登记回复 0。"
	sayNotArrived  = "好的，没有登记。要登记请回复“新搬来”。"
	sayArrived     = "登记好了：%s，%d 人，%s搬来。\n网格员三个工作日内来确认。\n要改或有人搬来搬走，请回复“我的家”。"
	sayReported    = "登记好了：%s，%d 人，%s搬来。\n已告诉网格员，谢谢您。"
	sayElsewhere   = "不在这里，请说小区、楼号和单元。"
)

var unitText = regexp.MustCompile(`\d{1,2}单元`)

// introduction are words of newcomers that order nothing.
var introduction = regexp.MustCompile(`新搬来|刚搬来`)

// arriveWish takes the words of newcomers, and of stewards who tell of them.
func (t *turn) arriveWish(r intent.Reading, said string) (func() (string, error), bool) {
	introduced := r.Kind == intent.Other && len([]rune(said)) <= mostIntro && introduction.MatchString(said)
	switch {
	case r.Kind != intent.Arrive && !introduced:
		return nil, false
	case t.draft.about():
		return func() (string, error) { return t.again(sayUnfinishedFirst) }, true
	}
	return func() (string, error) { return t.arrive(r.Words) }, true
}

// arrive asks a steward whether a neighbour or they themselves have moved, and begins for everybody else.
func (t *turn) arrive(words string) (string, error) {
	patch, err := t.patch()
	if err != nil {
		return "", err
	}
	if len(patch) > 0 && words == "" && t.draft.Stage != Begin {
		t.draft = arriving(t.person.ID, ArriveWho, forMyself, arrival{})
		return askArriveWho, t.save()
	}
	return t.arriveFrom(forMyself, words, patch)
}

// patch returns the buildings and units for which the person is a steward or lead.
func (t *turn) patch() ([]int64, error) {
	lead, err := t.lead()
	var all []int64
	for _, p := range lead.Postings {
		if slices.Contains(auth.Stewards, p.Role) && at(t.tree, p.Area, area.Building, area.Unit) && !slices.Contains(all, p.Area) {
			all = append(all, p.Area)
		}
	}
	return all, err
}

// lead returns the person with the powers of their postings.
func (t *turn) lead() (auth.Actor, error) {
	postings, err := t.tx.PostingsOf(t.ctx, t.person.ID)
	who := t.who
	who.Postings = person.Powers(postings, t.person.ID, t.now(), t.tree.Path)
	return who, err
}

// arriveFrom begins with what is known: the place that was said, or whose code was scanned, the home of the resident, or the
// only building of a steward.
func (t *turn) arriveFrom(mode int64, words string, patch []int64) (string, error) {
	a := readArrival(words, when.DateOf(t.now()))
	found := t.read(words)
	switch {
	case words != "" && len(found.Areas) == 1:
		return t.arriveIn(mode, found.Areas[0].ID, a, "")
	case words != "" && len(choices(found)) > 0:
		return t.arrivePick(mode, a, askPick, ids(choices(found)))
	case t.draft.Stage == Begin && t.draft.Area != 0:
		return t.arriveIn(mode, t.draft.Area, a, "")
	case mode == forNeighbour && len(patch) == 1:
		return t.arriveIn(mode, patch[0], a, "")
	case mode == forNeighbour && len(patch) <= mostPicks:
		return t.arrivePick(mode, a, askPick, patch)
	case mode == forMyself && t.person.Home != 0:
		return t.arriveIn(mode, t.person.Home, a, sayElsewhere)
	}
	t.draft = arriving(t.person.ID, ArriveWhere, mode, a)
	return askArriveWhere, t.save()
}

func (t *turn) arrivePick(mode int64, a arrival, ask string, places []int64) (string, error) {
	places = places[:min(len(places), mostPicks)]
	t.draft = arriving(t.person.ID, ArriveWhere, mode, a, places...)
	return sayChoices(t.tree, ask, places), t.save()
}

// arriveIn goes on in a place: a building with units asks for the unit, what is larger for the building.
func (t *turn) arriveIn(mode, place int64, a arrival, elsewhere string) (string, error) {
	units := slices.DeleteFunc(t.tree.Children(place), func(c area.Area) bool { return c.Kind != area.Unit })
	switch {
	case !at(t.tree, place, area.Building, area.Unit):
		t.draft = arriving(t.person.ID, ArriveWhere, mode, a)
		return askArriveWhere, t.save()
	case len(units) > 0:
		return t.arrivePick(mode, a, askArriveUnit, ids(units))
	}
	a = a.in(at(t.tree, place, area.Building))
	t.draft = arriving(t.person.ID, ArriveRoom, mode, a)
	t.draft.Area = place
	if a.room != "" && a.size != 0 {
		return t.register(household.Ask)
	}
	said := fmt.Sprintf("在【%s】。%s\n", t.tree.Say(place), elsewhere)
	return said + t.askArrival(), t.save()
}

// askArrival asks for what is not known yet.
func (t *turn) askArrival() string {
	a := t.draft.arrival()
	switch {
	case t.draft.Stage == ArriveWho:
		return askArriveWho
	case t.draft.Stage == ArriveHow:
		return askArriveHow
	case t.draft.Stage == ArriveWhere && len(t.draft.Choices) > arrivalHead:
		return sayChoices(t.tree, askNumber, t.draft.Choices[arrivalHead:])
	case t.draft.Stage == ArriveWhere:
		return askArriveWhere
	case a.room == "" && a.size != 0:
		return askArriveOnly
	case a.room != "":
		return askArriveSize
	}
	return askArriveRoom
}

// answerArrive reads the answer to a question about newcomers. false: the words are about something else.
func (t *turn) answerArrive(r intent.Reading, said string) (string, bool, error) {
	switch r.Kind {
	case intent.Choose, intent.Yes, intent.Place, intent.Other, intent.Number, intent.Arrive:
	case intent.Problem: // 三口人，昨天搬来的 is none for a report
		if t.draft.Stage != ArriveRoom || readArrival(said, when.DateOf(t.now())) == (arrival{}) || t.matters.Guess(said) != report.Other {
			return "", false, nil
		}
	default:
		return "", false, nil
	}
	switch t.draft.Stage {
	case ArriveWho:
		return t.done(t.arriveWho(r))
	case ArriveHow:
		if r.Kind == intent.Choose && r.N <= 2 {
			return t.done(t.register([]household.How{household.Ask, household.Instead, household.With}[r.N]))
		}
		return t.done(askArriveHow, nil)
	case ArriveWhere:
		return t.done(t.arriveWhere(r, said))
	}
	return t.done(t.arriveRoom(r, said))
}

func (t *turn) arriveWho(r intent.Reading) (string, error) {
	if r.Kind != intent.Choose || r.N > 2 {
		return askArriveWho, nil
	}
	patch, err := t.patch()
	if err != nil {
		return "", err
	}
	if r.N == 1 {
		return t.arriveFrom(forNeighbour, "", patch)
	}
	return t.arriveFrom(forMyself, "", patch)
}

func (t *turn) arriveWhere(r intent.Reading, said string) (string, error) {
	picks := t.draft.Choices[min(arrivalHead, len(t.draft.Choices)):]
	if r.Kind == intent.Choose {
		if r.N > len(picks) {
			return t.askArrival(), nil
		}
		return t.arriveIn(t.draft.mode(), picks[r.N-1], t.draft.arrival(), "")
	}
	found, a := t.read(said), t.draft.arrival().with(readArrival(said, when.DateOf(t.now())))
	switch {
	case len(found.Areas) == 1:
		return t.arriveIn(t.draft.mode(), found.Areas[0].ID, a, "")
	case len(choices(found)) > 0:
		return t.arrivePick(t.draft.mode(), a, askPick, ids(choices(found)))
	}
	return askAbout[found.Ask], nil
}

// arriveRoom takes room, persons and day, in one answer or in several; another place starts there.
func (t *turn) arriveRoom(r intent.Reading, said string) (string, error) {
	before, place := t.draft.arrival(), t.draft.Area
	a := readArrival(said, when.DateOf(t.now()))
	if other := t.otherPlace(said, place); other != 0 {
		return t.arriveIn(t.draft.mode(), other, before.with(a), "")
	}
	a = a.in(at(t.tree, place, area.Building))
	switch n := strings.Trim(said, " 。号"); {
	case r.Kind != intent.Choose:
	case before.room != "":
		a = arrival{size: r.N}
	default:
		a = arrival{room: n}
	}
	t.draft = arriving(t.person.ID, ArriveRoom, t.draft.mode(), before.with(a))
	t.draft.Area = place
	if a = t.draft.arrival(); a.room == "" || a.size == 0 {
		return t.askArrival(), t.save()
	}
	return t.register(household.Ask)
}

// otherPlace returns the place that an answer names instead: another building, or another unit of this one; 0 for none.
func (t *turn) otherPlace(said string, place int64) int64 {
	said = digits.Replace(said)
	if !placeText.MatchString(said) && !roadText.MatchString(said) {
		return 0
	}
	if found := t.read(said); len(found.Areas) == 1 && found.Areas[0].ID != place {
		return found.Areas[0].ID
	}
	building, _ := t.tree.Up(place, area.Building)
	for _, unit := range t.tree.Children(building.ID) {
		if unit.ID != place && unitText.FindString(said) == unit.Name {
			return unit.ID
		}
	}
	return 0
}

// register registers the newcomers. A room that is lived in asks what became of those.
func (t *turn) register(how household.How) (string, error) {
	a, mode, place := t.draft.arrival(), t.draft.mode(), t.draft.Area
	who, err := t.lead()
	if err != nil {
		return "", err
	}
	do, said := t.households.Arrive, sayArrived
	if mode == forNeighbour {
		do, said = t.households.Report, sayReported
	}
	h, err := do(t.ctx, who, household.Arrival{Area: place, Room: a.room, Size: a.size, Since: a.since, How: how})
	if errors.Is(err, household.ErrLivedIn) {
		t.draft = arriving(t.person.ID, ArriveHow, mode, a)
		t.draft.Area = place
		return askArriveHow, t.save()
	}
	if err != nil {
		return "", andThen(err, "不登记回复 0。")
	}
	home, err := household.At(t.tree, place, a.room)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(said, household.Say(t.tree, home), h.Size, sayDate(h.Since)), t.forget()
}

func sayDate(d when.Date) string {
	day := d.Time()
	return fmt.Sprintf("%d月%d日", day.In(when.Beijing).Month(), day.In(when.Beijing).Day())
}
