package chat

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"linli/app/when"
)

// arrival is what words say about newcomers; zero values were not said.
type arrival struct {
	room  string
	size  int
	since when.Date
	yard  string // the room if the place has no units: the number of a courtyard
}

var (
	sizeText  = regexp.MustCompile(`(\d{1,2}) ?(?:口人|个人|口|人|位)`)
	aloneText = regexp.MustCompile(`就我(?:自己|1个)?|我自己|自己住`)
	dateText  = regexp.MustCompile(`(?:(\d{4})[年/.-])?(\d{1,2})[月/.](\d{1,2})[日号]?|(\d{4})-(\d{1,2})-(\d{1,2})`)
	placeText = regexp.MustCompile(`\d{1,3} ?(?:号楼|号院|[栋幢座弄]|楼|单元)`)
	sideText  = regexp.MustCompile(`(?:\d{1,2}[楼层])?[东西南北中]{1,2}[户屋]`)
	roomText  = regexp.MustCompile(`\d{1,3}-\d{1,4}(?:-\d{1,4})?|[a-zA-Z]?\d{3,4}[a-zA-Z]?|\d{1,2}(?:室|号房|房)`)
	yardText  = regexp.MustCompile(`(\d{1,3})(?:号?院|号(?:[^楼院搬来起\d]|$))`)
	roadText  = regexp.MustCompile(`[街路巷]`)
	bareText  = regexp.MustCompile(`(?:^|[ ,，。])(\d{1,2})(?:[ ,，。]|$)`)
	zero      = strings.NewReplacer("零", "0", "〇", "0", "○", "0")
)

// daysAgo are words for the day of a move.
var daysAgo = []string{"今天", "昨天", "前天"}

// readArrival reads room, number of persons and day from an answer such as "302 3口人 昨天". A day without a year is the last
// one that has been.
func readArrival(said string, today when.Date) arrival {
	said = zero.Replace(digits.Replace(said))
	var a arrival
	cut := func(re *regexp.Regexp) []string {
		at := re.FindStringSubmatch(said)
		if at != nil {
			said = strings.Replace(said, at[0], " ", 1)
		}
		return at
	}
	if at := cut(dateText); at != nil {
		a.since = dayOf(cmp.Or(at[1], at[4]), cmp.Or(at[2], at[5]), cmp.Or(at[3], at[6]), today)
	}
	for ago, word := range daysAgo {
		if strings.Contains(said, word) {
			a.since = when.DateOf(today.Time().AddDate(0, 0, -ago))
		}
	}
	if at := cut(sizeText); at != nil {
		a.size, _ = strconv.Atoi(at[1])
	} else if aloneText.MatchString(said) {
		a.size = 1
	}
	if at := cut(sideText); at != nil {
		a.room = at[0]
	}
	if at := yardText.FindStringSubmatch(said); at != nil {
		a.yard = at[1]
	}
	for cut(placeText) != nil {
		continue
	}
	if at := cut(roomText); at != nil && a.room == "" {
		a.room = at[0]
	}
	a.room = strings.TrimRight(a.room, "室号房")
	if at := cut(bareText); at != nil && a.size == 0 && a.room != "" {
		a.size, _ = strconv.Atoi(at[1])
	}
	return a
}

// dayOf returns the day of a month, 0 when there is none.
func dayOf(year, month, day string, today when.Date) when.Date {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	y, err := strconv.Atoi(year)
	if err != nil {
		y = today.Year()
	}
	found, ok := when.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if ok && err != nil && found > today {
		found, ok = when.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y-1, m, d))
	}
	if !ok {
		return 0
	}
	return found
}

// with adds what was said now to what was said before.
func (a arrival) with(now arrival) arrival {
	return arrival{cmp.Or(now.room, a.room), cmp.Or(now.size, a.size), cmp.Or(now.since, a.since), cmp.Or(now.yard, a.yard)}
}

// in returns what the words say in a building: without units the number of a courtyard is the room.
func (a arrival) in(undivided bool) arrival {
	if undivided && a.room == "" {
		a.room = a.yard
	}
	return a
}

// A draft about newcomers holds who moves, the number of persons and the day in the first choices, then the places to pick
// from; the room is its place.
const (
	forMyself    = 0
	forNeighbour = 1
	arrivalHead  = 3
)

func (d Draft) mode() int64 { return slices.Concat(d.Choices, []int64{forMyself})[0] }

func (d Draft) arrival() arrival {
	c := slices.Concat(d.Choices, make([]int64, arrivalHead))
	return arrival{room: d.Place, size: int(c[1]), since: when.Date(c[2])}
}

// arriving returns a draft about newcomers.
func arriving(person int64, stage Stage, mode int64, a arrival, picks ...int64) Draft {
	return Draft{
		Person: person, Stage: stage, Place: a.room, Choices: append([]int64{mode, int64(a.size), int64(a.since)}, picks...),
	}
}
