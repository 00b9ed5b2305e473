// Package system connects the parts of the service and runs its work: settings, wiring, jobs, readiness, metrics and
// workbooks. It decides nothing.
package system

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"linli/store/blob"
	"linli/store/redis"

	"linli/app/account"
	"linli/app/appraisal"
	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/bulletin"
	"linli/app/calendar"
	"linli/app/chat"
	"linli/app/dispatch"
	"linli/app/family"
	"linli/app/home"
	"linli/app/job"
	"linli/app/ledger"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/roster"
	"linli/app/steward"
	"linli/app/when"
	"linli/app/whistle"
	"linli/handlers"
	"linli/miniprogram"
	"linli/store"
	"linli/wxmsg"
)

var _ wxmsg.TokenStore = (*redis.Redis)(nil)

// System is every part, connected. It decides nothing.
type System struct {
	tongue  Tongue
	Config  Config
	now     func() time.Time
	Log     *slog.Logger
	Metrics *Metrics

	DB       *store.DB
	Redis    *redis.Redis
	Blobs    media.Blobs
	Wechat   *wxmsg.Client
	troubles *store.Troubles
	Jobs     *store.Jobs
	Duties   map[job.Kind]Doing

	Areas    *area.Cache
	Clocks   *when.Clocks
	rules    *dispatch.Rules
	dispatch *dispatch.Service
	Calendar *calendar.Service
	Persons  *person.Service
	Reports  *report.Service
	Stewards *steward.Service
	notices  *notify.Service
	Media    *media.Service
	Chat     *chat.Service
	roster   *roster.Service

	Whistles   *whistle.Service
	families   *family.Service
	ledgers    *ledger.Service
	Appraisals *appraisal.Service
	Loans      *loan.Service
	Bookings   *booking.Desk
	accounts   *account.Service
	Bulletins  *bulletin.Service
	Presses    *store.Presses
	Places     *store.Bookings
}

// OpenDB opens the database alone, for commands that need no more.
func OpenDB(p Process, c Config) (*store.DB, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("LINLI_DATA: %w", err)
	}
	at := store.Config{DSN: c.MySQL, File: filepath.Join(c.Data, "linli.db"), Keys: c.Keyset, Now: p.Now}
	if p.Out != nil && !c.Demo { // first of all: whoever forgot the settings of the service would work on another one
		if name, server := store.Meant(at); server == "" {
			p.Say("database.sqlite", name)
		} else {
			p.Say("database.mysql", name, server)
		}
	}
	return store.Open(p.Ctx, at)
}

// Wire connects the parts. Close ends them in reverse order.
func Wire(p Process, c Config) (_ *System, err error) {
	s := &System{tongue: p.Tongue(), Config: c, now: p.Now, Log: c.Logger(p.Log), Metrics: newMetrics()}
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	if s.DB, err = OpenDB(p, c); err != nil {
		return nil, err
	}
	if s.Redis, err = redis.Open(p.Ctx, c.Redis, p.Now); err != nil {
		return nil, fmt.Errorf("LINLI_REDIS_URL: %w", err)
	}
	if s.Blobs, err = blob.Open(blob.Config{
		URL: c.MediaURL, Dir: filepath.Join(c.Data, "media"), Key: c.MediaKey, Secret: c.MediaSecret,
	}); err != nil {
		return nil, err
	}
	s.troubles = store.NewTroubles(s.DB)
	if err := s.openWechat(); err != nil {
		return nil, err
	}
	linkKey, err := s.DB.Vault().SigningKey("media links")
	if err != nil {
		return nil, err
	}
	s.Jobs = store.NewJobs(s.DB)
	s.Metrics.backlog(s.Jobs, p.Now)
	s.connect(p.Text, linkKey)
	s.Metrics.calendar(s.Clocks, p.Now)
	s.Metrics.recurring(s.late)
	return s, nil
}

func (s *System) openWechat() error {
	templates, err := s.Config.templates()
	if err != nil {
		return err
	}
	s.Wechat, err = wxmsg.NewClient(wxmsg.Config{
		Base: s.Config.WechatBase, Accounts: s.Config.Accounts(), Tokens: s.Redis, Templates: templates, Now: s.now,
		Log: s.Log, Stage: s.Config.WechatStage, Web: s.web(),
		Count: func(api, outcome string) { s.Metrics.wechat.WithLabelValues(api, outcome).Inc() },
		CountTrouble: func(account, api string, code int) {
			s.Metrics.troubles.WithLabelValues(account, api, strconv.Itoa(code)).Inc()
		},
		Troubles: s.troubles,
	})
	return err
}

// connect gives every capability what it needs.
func (s *System) connect(words report.TextCheck, linkKey []byte) {
	if words == nil {
		words = s.Wechat
	}
	s.Areas = area.NewCache(store.NewAreas(s.DB), s.now)
	s.Clocks = when.NewClocks(store.NewTimes(s.DB), s.now)
	s.Calendar = calendar.NewService(calendar.Config{Store: store.NewTimes(s.DB), Clocks: s.Clocks, Areas: s.Areas, Now: s.now})
	persons := store.NewPersons(s.DB)
	s.notices = notify.NewService(notify.Config{
		Store: store.NewNotices(s.DB), Kinds: NoticeKinds(), Sender: s.Wechat, Areas: s.Areas, Roster: persons, Now: s.now,
	})
	s.Media = media.NewService(media.Config{
		Store: store.NewMedia(s.DB), Blobs: s.Blobs, Platform: s.Wechat, Persons: persons, Areas: s.Areas,
		Base: s.Config.PublicURL, Key: linkKey, Now: s.now,
	})
	decisions := store.NewDispatch(s.DB)
	s.rules = dispatch.NewRules(decisions, s.now)
	s.Reports = report.NewService(report.Config{
		Store: store.NewReports(s.DB), Areas: s.Areas, Roster: persons, Text: words, Times: s.Clocks, Rules: s.rules, Now: s.now,
	})
	s.dispatch = dispatch.NewService(dispatch.Config{
		Store: decisions, Rules: s.rules, Areas: s.Areas, Times: s.Clocks, Roster: persons, Now: s.now,
	})
	s.Whistles = whistle.NewService(whistle.Config{
		Store: store.NewWhistles(s.DB), Areas: s.Areas, Reports: s.Reports, Roster: persons, Now: s.now,
	})
	s.families = family.NewService(store.NewFamilies(s.DB), s.Areas, s.now)
	s.ledgers = ledger.NewService(ledger.Config{Store: store.NewLedgers(s.DB), Names: persons, Areas: s.Areas, Now: s.now})
	s.Appraisals = appraisal.NewService(store.NewAppraisals(s.DB), s.Areas, s.now)
	s.Places = store.NewBookings(s.DB)
	s.Bookings = booking.NewDesk(booking.Config{
		Store: s.Places, Areas: s.Areas, Times: s.Clocks, Weeks: redis.NewWeeks(s.Redis), Now: s.now,
	})
	accounts := store.NewAccounts(s.DB)
	s.Persons = person.NewService(person.Config{
		Store: account.NewPersons(persons, accounts, s.Bookings, s.now), Platform: s.Wechat, Sessions: s.Redis, Paths: s.paths, Now: s.now,
	})
	s.Loans = loan.NewService(loan.Config{Store: store.NewLoans(s.DB), Areas: s.Areas, Numbers: s.Persons, Now: s.now})
	s.Presses = store.NewPresses(s.DB)
	s.Bulletins = bulletin.NewService(bulletin.Config{Store: store.NewBulletins(s.DB), Areas: s.Areas, People: persons, Now: s.now})
	s.Stewards = steward.NewService(steward.Config{
		Store: store.NewStewards(s.DB), Areas: s.Areas, Reports: s.Reports, People: persons, Absences: s.Persons, Now: s.now,
	})
	s.accounts = account.NewService(accounts, s.Bookings, s.now)
	s.Chat = chat.NewService(chat.Config{
		Store: store.NewChats(s.DB), Areas: s.Areas, Reports: s.Reports, Desk: s.Bookings, Loans: s.Loans, Media: s.Media, Notices: s.notices,
		Close: s.accounts, Now: s.now,
	})
	s.roster = roster.NewService(store.NewRoster(s.DB), s.now)
	s.Duties = s.allDuties()
}

// paths returns the function that gives an area's path.
func (s *System) paths(ctx context.Context) (func(int64) string, error) {
	tree, err := s.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return tree.Path, nil
}

// Server returns the HTTP side.
func (s *System) Server() *handlers.Server {
	callbacks := map[auth.Account]handlers.Callback{}
	for _, a := range s.Config.Accounts() {
		c := wxmsg.NewCallback(a, s.Chat, s.now, s.Log)
		name := string(a.Name)
		c.Count = func(event, outcome string) { s.Metrics.callbacks.WithLabelValues(name, event, outcome).Inc() }
		callbacks[a.Name] = c
	}
	return handlers.New(handlers.Config{
		Accounts: s.accounts, Appraisals: s.Appraisals, Bookings: s.Bookings, Bulletins: s.Bulletins, Calendar: s.Calendar, Dispatch: s.dispatch,
		Families: s.families, Home: s.home(), Ledgers: s.ledgers, Loans: s.Loans, Media: s.Media, Notices: s.notices, Persons: s.Persons, Reports: s.Reports,
		Stewards: s.Stewards, Whistles: s.Whistles,

		Areas: s.Areas, Names: store.NewPersons(s.DB), Codes: s.Wechat, Callbacks: callbacks, Pages: s.Wechat, Presses: s.Presses,
		NewWorkbook: NewWorkbook, Client: s.client(), ClientPages: ClientPages(), Ready: s.Ready, Facts: s.facts,

		Limiter: s.Redis, Log: s.Log, Now: s.now, Base: s.Config.PublicURL, Proxies: s.Config.proxies(), Connections: connections(fileLimit()),
		Observe: func(method, route, status, code string, took time.Duration) {
			s.Metrics.requests.WithLabelValues(method, route, status, code).Observe(took.Seconds())
		},
	})
}

// home returns the first page, with every capability that has something on it.
func (s *System) home() *home.Service {
	return home.NewService([]home.Asked{s.Stewards, s.Bookings, s.Loans, s.Reports, s.families, s.notices}, []home.Numbers{
		s.Reports.Numbers, s.Stewards.Numbers, home.Number("whistles", s.Whistles.CountWaiting),
		home.Number("families", s.families.CountWaiting), home.Number("bookings_by_phone", s.Bookings.CountToCall),
		home.Number("loans_late", s.Loans.CountLate), home.Number("undelivered", s.notices.CountUnreached),
	})
}

// web returns where the clients' pages are on the web, when this program has them.
func (s *System) web() map[auth.Account]string {
	if len(ClientPages()) < 2 {
		return nil
	}
	return map[auth.Account]string{auth.MP: s.Config.PublicURL + "/h5/#/", auth.Staff: s.Config.PublicURL + "/staff/#/"}
}

// ClientPages returns the pages of the mini-programs that this program was built with.
func ClientPages() handlers.ClientPages {
	built := handlers.ClientPages{}
	for path, client := range map[string]string{"h5": "resident", "staff": "staff"} {
		if pages, ok := miniprogram.Pages(client); ok {
			built[path] = pages
		}
	}
	return built
}

// client is what clients are told before anybody logs in.
func (s *System) client() handlers.Client {
	ids := func(a auth.Account, kinds []notify.Kind) []string {
		return s.Wechat.TemplateIDs(a, notify.Names(kinds), notify.MostAsked)
	}
	return handlers.Client{
		Demo: s.Config.Demo, OA: s.Config.OA.AppID, OnReport: ids(auth.MP, report.Consents), OnBooking: ids(auth.MP, booking.Consents),
		OnWork: ids(auth.Staff, workConsents),
	}
}

// Close ends the connections.
func (s *System) Close() error {
	var errs []error
	if s.Redis != nil {
		errs = append(errs, s.Redis.Close())
	}
	if s.DB != nil {
		errs = append(errs, s.DB.Close())
	}
	return errors.Join(errs...)
}
