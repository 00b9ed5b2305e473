package handlers

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"linli/app/appraisal"
	"linli/app/area"
	"linli/app/attend"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/bulletin"
	"linli/app/cadence"
	"linli/app/calendar"
	"linli/app/care"
	"linli/app/closing"
	"linli/app/collect"
	"linli/app/consent"
	"linli/app/counter"
	"linli/app/delegate"
	"linli/app/desk"
	"linli/app/dispatch"
	"linli/app/errand"
	"linli/app/estate"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/fund"
	"linli/app/guide"
	"linli/app/hall"
	"linli/app/home"
	"linli/app/household"
	"linli/app/inquiry"
	"linli/app/journal"
	"linli/app/ledger"
	"linli/app/linkage"
	"linli/app/loan"
	"linli/app/meal"
	"linli/app/media"
	"linli/app/mediate"
	"linli/app/news"
	"linli/app/notify"
	"linli/app/order"
	"linli/app/paper"
	"linli/app/party"
	"linli/app/patrol"
	"linli/app/person"
	"linli/app/place"
	"linli/app/policy"
	"linli/app/post"
	"linli/app/press"
	"linli/app/publicity"
	"linli/app/reading"
	"linli/app/report"
	"linli/app/roster"
	"linli/app/search"
	"linli/app/setup"
	"linli/app/steward"
	"linli/app/wall"
	"linli/app/whistle"
	"linli/app/wordlist"
)

// Config is what the routes need: a service for each capability, and the parts around them.
type Config struct {
	Accounts   *closing.Service
	Appraisals *appraisal.Service
	Attends    *attend.Service
	Funds      *fund.Service
	Bookings   *booking.Desk
	Bulletins  *bulletin.Service
	Calendar   *calendar.Service
	Cares      *care.Service
	Consents   *consent.Service
	Counters   *counter.Service
	Delegates  *delegate.Service
	Desks      *desk.Service
	Dispatch   *dispatch.Service
	Errands    *errand.Service
	Orders     *order.Service
	Estates    *estate.Service
	Families   *family.Service
	Guides     *guide.Service
	Home       *home.Service
	Households *household.Service
	Inquiries  *inquiry.Service
	Ledgers    *ledger.Service
	Readings   *reading.Service
	Cadences   *cadence.Service
	Collects   *collect.Service
	Journals   *journal.Service
	Patrols    *patrol.Service
	Linkages   *linkage.Service
	Halls      *hall.Service
	Feedbacks  *feedback.Service
	Loans      *loan.Service
	Meals      *meal.Service
	Mediations *mediate.Service
	Media      *media.Service
	News       *news.Service
	Notices    *notify.Service
	Papers     *paper.Service
	Parties    *party.Service
	Persons    *person.Service
	Premises   *place.Service
	Public     *publicity.Service
	Posts      *post.Service
	Policies   *policy.Service
	Reports    *report.Service
	Roster     *roster.Service
	Searches   *search.Service
	Setups     *setup.Service
	Stewards   *steward.Service
	Walls      *wall.Service
	Whistles   *whistle.Service
	Wordlists  *wordlist.Service

	Areas     area.Source
	Names     Names
	Words     wordlist.Source
	Codes     Codes
	Callbacks map[auth.Account]Callback
	Telephone PhoneCallback
	Pages     Pages
	Presses   press.Store
	// Workbooks reads and writes the roster.
	Workbooks Workbooks
	// NewWorkbook begins an empty workbook for a ledger.
	NewWorkbook func(ledger.Kind) (Workbook, error)
	Client      Client
	ClientPages ClientPages // empty when the program was built without them
	Tiles       Tiles       // of a map beneath the boundaries; zero: none
	Ready       func(ctx context.Context) Readiness
	Facts       func(ctx context.Context) Facts

	Limiter     Limiter
	Log         *slog.Logger
	Now         func() time.Time
	Base        string   // the address of this service as telephones reach it, on printed boards and in web pages
	Proxies     []string // addresses of reverse proxies whose X-Forwarded-For is believed
	Connections int      // parallel connections; 0: the server's default
	// Observe, when set, is called for every answered request.
	Observe func(method, route, status, code string, took time.Duration)
}

// routes collects the routes of every capability. The first match counts: within a capability a word is before an id in
// the same place.
func (c Config) routes() []route {
	w := c.web()
	files := photos{w, c.Media}
	known := persons{w, c.Persons, c.Accounts, c.Client.OA != "", c.Base}
	reported := reports{w, c.Reports, c.Persons, files}
	return slices.Concat(
		system{c.Notices, c.Ready, c.Facts}.routes(),
		callbacks(c.Callbacks).routes(),
		receipts{c.Telephone}.routes(),
		clients{w, c.Client, c.Base, c.Pages}.routes(),
		known.routes(),
		desks{w, c.Desks, known, c.Base}.routes(),
		homepage{w, c.Home}.routes(),
		places{w, c.Tiles}.routes(),
		calendars{c.Calendar}.routes(),
		notices{w, c.Notices}.routes(),
		files.routes(),

		appraisals{w, c.Appraisals}.routes(),
		bookings{w, c.Bookings, c.Persons, c.Codes}.routes(),
		bulletins{w, c.Bulletins}.routes(),
		cares{w, c.Cares}.routes(),
		errands{w, c.Errands}.routes(),
		counters{w, c.Counters, c.Guides, bookings{w, c.Bookings, c.Persons, c.Codes}}.routes(),
		orders{w, c.Orders, files}.routes(),
		consents{w, c.Consents, files}.routes(),
		decisions{w, c.Dispatch}.routes(),
		estates{w, c.Estates}.routes(),
		families{w, c.Families}.routes(),
		households{w, c.Households}.routes(),
		inquiries{w, c.Inquiries, files}.routes(),
		ledgers{w, c.Ledgers, c.NewWorkbook}.routes(),
		latest{c.News}.routes(),
		searches{w, c.Searches, reported, rosters{w, c.Roster, c.Persons, c.Workbooks}}.routes(),
		guides{w, c.Guides, rosters{w, c.Roster, c.Persons, c.Workbooks}}.routes(),
		halls{w, c.Halls}.routes(),
		delegates{w, c.Delegates, c.Reports}.routes(),
		feedbacks{w, c.Feedbacks}.routes(),
		loans{w, c.Loans, c.Codes}.routes(),
		meals{w, c.Meals}.routes(),
		mediations{w, c.Mediations}.routes(),
		publicities{w, c.Public, c.Base}.routes(),
		posts{w, c.Posts, c.Base}.routes(),
		documents{w, c.Papers}.routes(),
		parties{w, c.Parties}.routes(),
		premises{w, c.Premises, files, c.Codes}.routes(),
		policies{w, c.Policies, c.Attends}.routes(),
		months{w, c.Attends}.routes(),
		funds{w, c.Funds}.routes(),
		reported.routes(),
		readings{w, c.Readings}.routes(),
		rosters{w, c.Roster, c.Persons, c.Workbooks}.routes(),
		stewards{w, c.Stewards, reported, c.Codes, c.Base, c.Client.OA != ""}.routes(),
		walls{w, c.Walls}.routes(),
		whistles{w, c.Whistles, files}.routes(),
		wordlists{c.Wordlists}.routes(),
		linkages{w, c.Linkages}.routes(),
		works{w, c.Journals, files}.routes(),
		cadences{w, c.Cadences}.routes(),
		patrols{w, c.Patrols}.routes(),
		collects{w, c.Collects}.routes(),
		setups{c.Setups}.routes(),
	)
}

// web returns what every capability shares.
func (c Config) web() web {
	return web{areas: c.Areas, names: c.Names, words: c.Words, limiter: c.Limiter, log: c.Log, now: c.Now}
}

// Callback takes what the WeChat platform pushes to one account.
type Callback interface {
	// Verify answers the console's check of the address.
	Verify(query map[string]string) (echo string, ok bool)
	// Receive answers a push of the platform.
	Receive(ctx context.Context, query map[string]string, body []byte) (status int, contentType string, reply []byte)
}

// PhoneCallback takes what the providers of SMS and calls push.
type PhoneCallback interface {
	// Receive answers a push.
	Receive(ctx context.Context, provider, channel, token string, body []byte) (status int, reply []byte)
}

// Codes makes the QR codes of building boards.
type Codes interface {
	// SceneQR returns an image that opens the official account's chat with a scene; 0 seconds means for ever.
	SceneQR(ctx context.Context, scene string, seconds int) (image []byte, address string, err error)
	// PageCode returns an image that opens a page of a mini-program with a scene.
	PageCode(ctx context.Context, of auth.Account, scene, page string) ([]byte, error)
}

// Readiness is the answer of /readyz.
type Readiness struct {
	Serving  bool              // false: send no requests here
	Degraded []string          // parts that are down or late
	Parts    map[string]string // every part and its state
}
