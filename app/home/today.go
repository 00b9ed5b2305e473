package home

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
)

// Row is one thing that somebody with a post has to do today (今天).
type Row struct {
	Item
	Person int64 // the resident at whose door it is; 0: nobody's
	Area   int64 // where: rows of one building stand together
	Room   string
	Due    time.Time // zero: no deadline
	Late   bool
	Taps   []Tap // what one tap can do
}

// Tap is a result that the actor can record from the list.
type Tap struct {
	Do   string // its name in the program: "told"
	Name string // on the button
	Asks Asks
	At   bool    // the request says when it was: a visit without a network is sent later
	Form []Field // what a form asks
}

// Field is one question of a form, with what is known.
type Field struct {
	Key, Text string
	Kind      string // words, choice, number, yes_no
	Choices   []string
	Value     string
}

// Asks is what a tap needs besides.
type Asks string

// What a tap can need.
const (
	Nothing      Asks = ""
	Words        Asks = "words"
	WordsOrPhoto Asks = "words_or_photo" // a photo is no condition (domain.md §3)
	Sheet        Asks = "sheet"          // its own page
	Form         Asks = "form"           // its fields
)

// Dayed is a capability with things to do on a day.
type Dayed interface {
	// Today returns what the actor has to do today, in any order; nothing for actors without such work.
	Today(ctx context.Context, who auth.Actor) ([]Row, error)
}

// mostRows is more than anybody does on a day.
const mostRows = 300

// Today returns what the actor has to do today: emergencies, then what is late, then the rest by building along the way; at most
// 300 rows. more says that there are others.
func (s *Service) Today(ctx context.Context, who auth.Actor) (rows []Row, more bool, err error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, false, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, capability := range s.days {
		found, err := capability.Today(ctx, who)
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, found...)
	}
	rows = along(tree, rows)
	more = len(rows) > mostRows
	return rows[:min(len(rows), mostRows)], more, nil
}

// along returns the rows in the order in which somebody works them off. What is compared is looked up once for each row.
func along(tree *area.Tree, rows []Row) []Row {
	type place struct {
		first, kind int
		path        string
		row         *Row
	}
	all := make([]place, len(rows))
	for i := range rows {
		r := &rows[i]
		all[i] = place{-2*one(r.Urgent) - one(r.Late), slices.Index(urgency, r.Kind), tree.Path(r.Area), r}
	}
	slices.SortStableFunc(all, func(a, b place) int {
		if c := cmp.Compare(a.first, b.first); c != 0 {
			return c
		}
		if c := area.ComparePaths(a.path, b.path); c != 0 {
			return c
		}
		return cmp.Or(byRoom(a.row.Room, b.row.Room), cmp.Compare(a.kind, b.kind), byTime(a.row.Due, b.row.Due))
	})
	sorted := make([]Row, len(all))
	for i, p := range all {
		sorted[i] = *p.row
	}
	return sorted
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// byRoom compares two numbers of rooms: the shorter one is the lower floor.
func byRoom(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) }

// byTime compares deadlines; none is the last.
func byTime(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return one(a.IsZero()) - one(b.IsZero())
	}
	return a.Compare(b)
}
