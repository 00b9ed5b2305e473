package errand

import (
	"slices"
	"strings"
	"time"

	"linli/app/when"
)

// Power is one thing that a proxy may do in the resident's name.
type Power string

// The powers. None of them signs for the resident or receives money.
const (
	Fill    Power = "fill"    // 代填表格
	Submit  Power = "submit"  // 代交材料
	Ask     Power = "ask"     // 代问进度
	Correct Power = "correct" // 代补材料
	Fetch   Power = "fetch"   // 代领结果
)

// Powers lists them all, in the order of the paper.
var Powers = []Power{Fill, Submit, Ask, Correct, Fetch}

var powerNames = map[Power]string{Fill: "代填表格", Submit: "代交材料", Ask: "代问进度", Correct: "代补材料", Fetch: "代领结果"}

// Name returns the power in Chinese.
func (p Power) Name() string { return powerNames[p] }

// SayPowers joins the names of powers: "代交材料、代领结果".
func SayPowers(all []Power) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Name()
	}
	return strings.Join(names, "、")
}

// Way is how a mandate was given.
type Way string

// The ways.
const (
	Unsigned  Way = ""        // it waits for the resident
	ByClient  Way = "client"  // in the mini-program
	ByChat    Way = "chat"    // in the chat
	OnPaper   Way = "paper"   // signed, with a photo
	AtCounter Way = "counter" // in words before two members of staff
)

// MostDays is the longest time of a mandate.
const MostDays = 30

// Mandate is what a resident lets one person do in one errand (委托).
type Mandate struct {
	ID      int64
	Errand  int64
	Proxy   int64
	Powers  []Power
	Until   when.Date
	Way     Way
	Paper   int64 // the sealed photo of the signed paper
	Witness int64 // the second member of staff
	AskedBy int64
	AskedAt time.Time
	GivenBy int64 // the resident or the family member; of paper and counter, the member of staff
	GivenAt time.Time
	EndedAt time.Time
}

// check sorts the powers and returns ErrPowers for none, an unknown one, and a date outside MostDays.
func (m *Mandate) check(today when.Date) error {
	var sorted []Power
	for _, p := range Powers {
		if slices.Contains(m.Powers, p) {
			sorted = append(sorted, p)
		}
	}
	last := when.DateOf(today.Time().AddDate(0, 0, MostDays))
	if len(sorted) == 0 || len(sorted) != len(m.Powers) || m.Until < today || m.Until > last {
		return ErrPowers
	}
	m.Powers = sorted
	return nil
}

// Pending says whether the resident has not answered yet.
func (m Mandate) Pending(today when.Date) bool {
	return m.ID != 0 && m.Way == Unsigned && m.EndedAt.IsZero() && m.Until >= today
}

// Holds says whether the person may use the power on the day.
func (m Mandate) Holds(person int64, p Power, today when.Date) bool {
	return m.Way != Unsigned && m.EndedAt.IsZero() && m.Until >= today && m.Proxy == person && slices.Contains(m.Powers, p)
}
