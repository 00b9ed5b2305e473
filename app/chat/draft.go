// Package chat is the official account's chat window (公众号聊天), the way in that an elder already uses: a photo, a voice
// message or one sentence becomes a report after one plain question about the place.
package chat

import (
	"slices"
	"time"
)

// Stage is what the resident was asked last.
type Stage string

// The stages of a draft.
//
//	begin ──photo, words──▶ place ──words──▶ pick ──number──▶ confirm ──1──▶ (report)
//	                          │  └─unknown─▶ community ─number─▶ ▲
//	                          └──location, scan, clear words─────┘
const (
	Begin     Stage = "begin"     // he scanned a board and has said nothing yet
	Place     Stage = "place"     // where is it?
	Pick      Stage = "pick"      // which of these?
	Community Stage = "community" // in which community?
	Confirm   Stage = "confirm"   // shall we hand it in?
)

// DraftLife is how long a draft is kept after the last word.
const DraftLife = 24 * time.Hour

// Draft is what a resident has told us and not yet handed in. It is kept in the database.
type Draft struct {
	Person    int64
	Stage     Stage
	Text      string
	Place     string // in words
	Area      int64  // where, as far as known
	Community int64
	Lat, Lng  float64
	Choices   []int64 // areas he may pick by number
	Files     []int64
	Asked     int // how often we asked for the place in vain
	ExpiresAt time.Time
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

// at puts the draft into a known area.
func (d *Draft) at(area, community int64) {
	d.Area, d.Community, d.Choices, d.Stage = area, community, nil, Confirm
}
