// Package wall is the page of figures that hangs in an office (大屏): what is open, late and solved, by grid, and the sessions of
// today. It has numbers, categories and names of places only, never a word about a person.
package wall

import (
	"time"

	"linli/app/area"
	"linli/app/report"
	"linli/app/when"
)

// Counts are the open reports of one place.
type Counts struct {
	Open, Late, DueToday, Urgent, Unaccepted int
}

func (c *Counts) add(more Counts) {
	c.Open += more.Open
	c.Late += more.Late
	c.DueToday += more.DueToday
	c.Urgent += more.Urgent
	c.Unaccepted += more.Unaccepted
}

// Row is what the database counts: the open reports of one category in one grid.
type Row struct {
	Community, Grid int64
	Category        report.Category
	Counts
}

// Today is what happened since midnight in a community, or in a grid.
type Today struct {
	Community, Grid   int64
	Submitted, Solved int
}

// Day is one day of a community, counted in the following night.
type Day struct {
	Day               when.Date
	Community         int64
	Submitted, Solved int
}

// Session is a session of today, without the name of its host.
type Session struct {
	Community              int64
	Service                string
	BeginAt, EndAt         time.Time
	Places, Taken, Arrived int
}

// Tile is one number of the wall, and the list that has its rows. New figures of a wall are new tiles.
type Tile struct {
	Key, Name string
	Value     int
	Tone      string      // "", "good", "wait" or "bad"
	List      report.View // "" without rows
	From      time.Time   // rows submitted since then; zero: all
}

// Place is a grid of a community, or a community of a street or county.
type Place struct {
	Area area.Area
	Counts
}

// Kind is the open reports of one category.
type Kind struct {
	Category report.Category
	Name     string
	Open     int
}

// Wall is the whole page.
type Wall struct {
	Area     area.Area
	At       time.Time
	Tiles    []Tile
	Places   []Place
	Kinds    []Kind // the most frequent first
	Sessions []Session
	Days     []Day // one for each of the last 30 days and today, the oldest first
}
