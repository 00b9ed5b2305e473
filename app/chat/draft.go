// Package chat is the official account's chat window (公众号聊天), the way in that an elder already uses: a photo, a voice
// message or one sentence becomes a report after one plain question about the place.
package chat

import (
	"slices"
	"time"

	"linli/app/area"
)

// Stage is what the resident was asked last.
type Stage string

// The stages of a draft.
//
//	begin ──photo, words──▶ place ──words──▶ pick ──number──▶ confirm ──1──▶ (report)
//	                          │  └─unknown─▶ community ─number─▶ ▲
//	                          └──location, scan, clear words─────┘
const (
	Begin     Stage = "begin"     // the place is known, no words yet
	Place     Stage = "place"     // where is it?
	Pick      Stage = "pick"      // which of these?
	Community Stage = "community" // in which community?
	Confirm   Stage = "confirm"   // shall we hand it in?
)

// The stages after and beside it.
const (
	Alarmed  Stage = "alarmed"   // danger was reported at once; what comes next belongs to that report
	HandedIn Stage = "handed_in" // a problem was handed in without a confirmation
	Home     Stage = "home"      // do you live there?
	Which    Stage = "which"     // what do you want?
	Whose    Stage = "whose"     // which question of staff does this answer?
	Matter   Stage = "matter"    // which of your reports?
)

// The stages of booking. Earlier choices come first in Choices.
//
//	(预约) ──▶ book ──number──▶ book_time ──number──▶ book_for ──number──▶ (booking)
//	  ▲ └─unknown─▶ book_area ─number─┘     one block, no family: at once
//
//	(我的预约) ──▶ book_mine      (取消预约) ──▶ book_cancel ──number──▶ (cancelled)
const (
	BookWhat   Stage = "book"        // which session?
	BookTime   Stage = "book_time"   // at what time of it?
	BookFor    Stage = "book_for"    // for whom?
	BookBorn   Stage = "book_born"   // in which year were you born?
	BookWhere  Stage = "book_area"   // in which community?
	BookCancel Stage = "book_cancel" // which one is to be cancelled?
	BookMine   Stage = "book_mine"   // no question is open: the numbers of the last list
)

var bookingStages = []Stage{BookWhat, BookTime, BookFor, BookBorn, BookWhere, BookCancel, BookMine}

const (
	// DraftLife is how long a draft is kept after the last word.
	DraftLife = 24 * time.Hour
	// pause is how long a question stays open that is not about a problem.
	pause = time.Hour
)

// Draft is what a resident has told us and not yet handed in.
type Draft struct {
	Person    int64
	Stage     Stage
	Text      string
	Place     string // in words
	Area      int64  // where, as far as known
	Community int64
	Lat, Lng  float64
	Choices   []int64 // areas or things to pick by number; when booking, see choice
	Files     []int64
	Asked     int       // how often we asked for the place without success
	Report    int64     // the urgent report that was made of it; what comes next belongs to it
	SaidAt    time.Time // the last word
	Reminded  time.Time // zero: the resident was not reminded
	ExpiresAt time.Time
}

// about says whether the draft is a problem that was begun.
func (d Draft) about() bool {
	return slices.Contains([]Stage{Place, Pick, Community, Confirm}, d.Stage)
}

// asks says whether a question waits for an answer.
func (d Draft) asks() bool { return d.Stage != "" && d.Stage != Begin && d.Stage != BookMine }

// life is how long the stage lasts after the last word.
func (d Draft) life() time.Duration {
	if d.Stage == Alarmed {
		return alarmFor
	}
	return pause
}

// choice is one possible booking, as far as chosen. Choices of a draft are
//
//	book       session, when it begins, session, when it begins, …
//	book_time  session, period, period, …
//	book_for   session, period, when it begins, person, person, …
type choice struct {
	session int64
	period  int64 // 0: whichever is free first
	begin   int64 // the minute at which the session began when the resident saw it; 0 with a period, which ends when its time changes
}

// beginsAt returns the time that the resident saw, zero when the period says it.
func (c choice) beginsAt() time.Time {
	if c.begin == 0 {
		return time.Time{}
	}
	return time.Unix(c.begin*60, 0)
}

// picks returns what may be picked by number.
func (d Draft) picks() []int64 {
	switch d.Stage {
	case BookWhat:
		var sessions []int64
		for i := 0; i+1 < len(d.Choices); i += 2 {
			sessions = append(sessions, d.Choices[i])
		}
		return sessions
	case BookTime:
		return d.Choices[min(len(d.Choices), 1):]
	case BookFor:
		return d.Choices[min(len(d.Choices), 3):]
	}
	return d.Choices
}

// choose returns the choices so far with the n-th pick, from 0.
func (d Draft) choose(n int) choice {
	switch d.Stage {
	case BookWhat:
		return choice{session: d.Choices[2*n], begin: d.Choices[2*n+1]}
	case BookTime:
		return choice{session: d.Choices[0], period: d.Choices[n+1]}
	case BookFor, BookBorn:
		return choice{session: d.Choices[0], period: d.Choices[1], begin: d.Choices[2]}
	}
	return choice{}
}

// empty says whether there is nothing to report yet.
func (d Draft) empty() bool { return d.Text == "" && len(d.Files) == 0 }

// add appends words, each sentence once.
func (d *Draft) add(words string) {
	switch {
	case words == "" || d.Text == words:
	case d.Text == "":
		d.Text = words
	default:
		d.Text += "\n" + words
	}
}

// attach adds a file while there is room.
func (d *Draft) attach(file int64, most int) bool {
	if len(d.Files) >= most || slices.Contains(d.Files, file) {
		return false
	}
	d.Files = append(d.Files, file)
	return true
}

// unlocated leaves it to the county's centre to find the place.
func (d *Draft) unlocated(t *area.Tree) {
	root, err := t.Root()
	if err == nil {
		d.at(root.ID, root.Community)
	}
}

// at puts the draft into a known area.
func (d *Draft) at(id, community int64) {
	d.Area, d.Community, d.Choices, d.Stage = id, community, nil, Confirm
}
