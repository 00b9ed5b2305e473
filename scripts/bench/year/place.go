// Package year plays a year of a place in virtual time: what people and staff do in each second, what that costs a machine, and how long they wait.
package year

// Kind is what people and staff do, with all that follows from it.
type Kind int

// The kinds.
const (
	Visit  Kind = iota // a visit, a round or another line of work is recorded
	Look               // a resident opens a page
	Desk               // a member of staff opens a page
	Chat               // a message in the chat, with its answer
	Report             // a report from its submission to its appraisal
	Photo              // a photo is sent with a report, cleaned and kept
	Notice             // a notice to one person
	Place              // a place of a service is booked
	Full               // a place is asked for in an opening minute, and none is left
	Kinds              // how many there are
)

// Names are what tables call the kinds.
var Names = [Kinds]string{
	"a visit or a round is recorded", "a resident opens a page", "a member of staff opens a page", "a message in the chat", "a report, from submission to appraisal",
	"a photo sent with a report", "a notice", "a booking", "a booking refused as full",
}

// Costs are the seconds of one processor that each kind takes, of the program and the database together.
type Costs [Kinds]float64

// Town is a place of a size.
type Town struct {
	Name        string
	Communities int
	Residents   int
}

// Towns are a community, a county and what is made of counties (shared/domain.md has the first two: 37 communities, 250,000 persons).
var Towns = []Town{
	{"a community", 1, 6_757},
	{"a county", 37, 250_000},
	{"a prefecture of 12 counties", 444, 3_000_000},
	{"a province of 100 counties", 3_700, 25_000_000},
}

// perDay is how often each kind happens on an ordinary day for 1,000 residents. Amsterdam has about 1,000 reports a day for 930,000 residents, as many per resident as here; each report has one or two photos. A community has some 70 members of staff, officers and stewards, who open 90 pages a day each. The others are
// assumptions on the high side: one resident of fifty opens the client for three pages, one of 170 writes in the chat.
var perDay = [Kinds]float64{Look: 60, Desk: 900, Chat: 6, Report: 1.1, Photo: 1.65, Visit: 20, Notice: 25, Place: 3}

// hours are the shares of a day: offices open at eight, and people write at lunch and in the evening.
var hours = [24]float64{
	.004, .002, .002, .002, .004, .01, .03, .06, .11, .10, .09, .07, .05, .05, .07, .08, .075, .06, .045, .035, .025, .015, .006, .005,
}

// A storm lasts some hours of eight days a year: reports, messages, looks and notices are many times as many.
const (
	stormDays  = 8
	stormBegin = 14
	stormHours = 6
)

var stormy = [Kinds]float64{Look: 10, Desk: 3, Chat: 20, Report: 20, Photo: 20, Visit: 1, Notice: 20, Place: 1, Full: 1}

// An opening minute is each Monday at eight: in each community sixty people ask for twelve places and twenty ranks of the waitlist, half of them in
// the first ten seconds.
const (
	pressers = 60
	places   = 12 + 20
	opens    = 8 * 3600 // second of the day
)

// Seconds of the year that are worth a look: an ordinary morning, a storm at three, and the first of an opening minute.
const (
	Morning = 86400 + 8*3600
	Storm   = stormFirst*86400 + 15*3600
	Opening = opens
)

// stormFirst is the first day with a storm.
const stormFirst = 185

// storm says whether a day of the year has one; they come in summer.
func storm(day int) bool { return day >= 180 && day < 180+stormDays*7 && day%7 == 3 }

// Rate returns how many of a kind are expected in a second of the year.
func (t Town) Rate(k Kind, second int) float64 {
	day, in := second/86400, second%86400
	hour := in / 3600
	rate := perDay[k] * float64(t.Residents) / 1000 * hours[hour] / 3600
	if storm(day) && hour >= stormBegin && hour < stormBegin+stormHours {
		rate *= stormy[k]
	}
	if since := in - opens; day%7 == 0 && since >= 0 && since < 60 {
		pressing := float64(pressers*t.Communities) / 2 / 50
		if since < 10 {
			pressing = float64(pressers*t.Communities) / 2 / 10
		}
		switch k {
		case Place:
			rate += pressing * places / pressers
		case Full:
			rate += pressing * (pressers - places) / pressers
		}
	}
	return rate
}
