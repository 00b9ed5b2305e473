package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

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
	"linli/app/job"
	"linli/app/ledger"
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

var _ wxmsg.TokenStore = (*store.Redis)(nil)

// system is every part, connected. It decides nothing.
type system struct {
	tongue  tongue
	config  config
	now     func() time.Time
	log     *slog.Logger
	metrics *metrics

	db       *store.DB
	redis    *store.Redis
	blobs    media.Blobs
	wechat   *wxmsg.Client
	troubles *store.Troubles
	jobs     *store.Jobs
	duties   map[job.Kind]doing

	areas    *area.Cache
	clocks   *when.Clocks
	rules    *dispatch.Rules
	dispatch *dispatch.Service
	calendar *calendar.Service
	persons  *person.Service
	reports  *report.Service
	stewards *steward.Service
	notices  *notify.Service
	media    *media.Service
	chat     *chat.Service
	roster   *roster.Service

	whistles   *whistle.Service
	families   *family.Service
	ledgers    *ledger.Service
	appraisals *appraisal.Service
	bookings   *booking.Desk
	accounts   *account.Service
	bulletins  *bulletin.Service
	presses    *store.Presses
	places     *store.Bookings
}

// openDB opens the database alone, for commands that need no more.
func openDB(p process, c config) (*store.DB, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("LINLI_DATA: %w", err)
	}
	at := store.Config{DSN: c.MySQL, File: filepath.Join(c.Data, "linli.db"), Keys: c.Keyset, Now: p.now}
	if p.out != nil && !c.Demo { // first of all: whoever forgot the settings of the service would work on another one
		if name, server := store.Meant(at); server == "" {
			p.say("database.sqlite", name)
		} else {
			p.say("database.mysql", name, server)
		}
	}
	return store.Open(p.ctx, at)
}

// wire connects the parts. Close ends them in reverse order.
func wire(p process, c config) (_ *system, err error) {
	s := &system{tongue: p.tongue(), config: c, now: p.now, log: c.logger(p.log), metrics: newMetrics()}
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	if s.db, err = openDB(p, c); err != nil {
		return nil, err
	}
	if s.redis, err = store.OpenRedis(p.ctx, c.Redis, p.now); err != nil {
		return nil, fmt.Errorf("LINLI_REDIS_URL: %w", err)
	}
	if s.blobs, err = store.OpenBlobs(store.BlobConfig{
		URL: c.MediaURL, Dir: filepath.Join(c.Data, "media"), Key: c.MediaKey, Secret: c.MediaSecret,
	}); err != nil {
		return nil, err
	}
	s.troubles = store.NewTroubles(s.db)
	if err := s.openWechat(); err != nil {
		return nil, err
	}
	linkKey, err := s.db.Vault().SigningKey("media links")
	if err != nil {
		return nil, err
	}
	s.jobs = store.NewJobs(s.db)
	s.metrics.backlog(s.jobs, p.now)
	s.connect(linkKey)
	s.metrics.calendar(s.clocks, p.now)
	s.metrics.recurring(s.late)
	return s, nil
}

func (s *system) openWechat() error {
	templates, err := s.config.templates()
	if err != nil {
		return err
	}
	s.wechat, err = wxmsg.NewClient(wxmsg.Config{
		Base: s.config.WechatBase, Accounts: s.config.accounts(), Tokens: s.redis, Templates: templates, Now: s.now,
		Log: s.log, Stage: s.config.WechatStage, Web: s.web(),
		Count: func(api, outcome string) { s.metrics.wechat.WithLabelValues(api, outcome).Inc() },
		CountTrouble: func(account, api string, code int) {
			s.metrics.troubles.WithLabelValues(account, api, strconv.Itoa(code)).Inc()
		},
		Troubles: s.troubles,
	})
	return err
}

// connect gives every capability what it needs.
func (s *system) connect(linkKey []byte) {
	s.areas = area.NewCache(store.NewAreas(s.db), s.now)
	s.clocks = when.NewClocks(store.NewTimes(s.db), s.now)
	s.calendar = calendar.NewService(store.NewTimes(s.db), s.clocks, s.areas, s.now)
	persons := store.NewPersons(s.db)
	s.notices = notify.NewService(store.NewNotices(s.db), s.wechat, s.areas, persons, s.now)
	s.media = media.NewService(media.Config{
		Store: store.NewMedia(s.db), Blobs: s.blobs, Platform: s.wechat, Persons: persons, Territory: s.areas,
		Base: s.config.PublicURL, Key: linkKey, Now: s.now,
	})
	decisions := store.NewDispatch(s.db)
	s.rules = dispatch.NewRules(decisions, s.now)
	s.reports = report.NewService(report.Config{
		Store: store.NewReports(s.db), Areas: s.areas, Roster: persons, Text: s.wechat, Times: s.clocks, Rules: s.rules, Now: s.now,
	})
	s.dispatch = dispatch.NewService(decisions, s.rules, s.areas, s.clocks, persons, s.now)
	s.whistles = whistle.NewService(store.NewWhistles(s.db), s.areas, s.reports, persons, s.now)
	s.families = family.NewService(store.NewFamilies(s.db), s.areas, s.now)
	s.ledgers = ledger.NewService(store.NewLedgers(s.db), persons, s.areas, s.now)
	s.appraisals = appraisal.NewService(store.NewAppraisals(s.db), s.areas, s.now)
	s.places = store.NewBookings(s.db)
	s.bookings = booking.NewDesk(booking.Config{
		Store: s.places, Areas: s.areas, Times: s.clocks, Weeks: store.NewWeeks(s.redis), Now: s.now,
	})
	accounts := store.NewAccounts(s.db)
	s.persons = person.NewService(account.NewPersons(persons, accounts, s.bookings, s.now), s.wechat, s.redis, s.paths, s.now)
	s.presses = store.NewPresses(s.db)
	s.bulletins = bulletin.NewService(store.NewBulletins(s.db), s.areas, persons, s.now)
	s.stewards = steward.NewService(steward.Parts{
		Store: store.NewStewards(s.db), Areas: s.areas, Reports: s.reports, People: persons, Absences: s.persons, Now: s.now,
	})
	s.accounts = account.NewService(accounts, s.bookings, s.now)
	s.chat = chat.NewService(chat.Config{
		Store: store.NewChats(s.db), Areas: s.areas, Reports: s.reports, Desk: s.bookings, Media: s.media, Notices: s.notices,
		Close: s.accounts, Now: s.now,
	})
	s.roster = roster.NewService(store.NewRoster(s.db), s.now)
	s.duties = s.allDuties()
}

// paths returns the function that gives an area's path.
func (s *system) paths(ctx context.Context) (func(int64) string, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return tree.Path, nil
}

// server returns the HTTP side.
func (s *system) server() *handlers.Server {
	callbacks := map[auth.Account]handlers.Callback{}
	for _, a := range s.config.accounts() {
		c := wxmsg.NewCallback(a, s.chat, s.now, s.log)
		name := string(a.Name)
		c.Count = func(event, outcome string) { s.metrics.callbacks.WithLabelValues(name, event, outcome).Inc() }
		callbacks[a.Name] = c
	}
	return &handlers.Server{
		Client: s.client(), ClientPages: clientPages(),
		Areas: s.areas, Calendar: s.calendar, Persons: s.persons, Reports: s.reports, Dispatch: s.dispatch, Stewards: s.stewards,
		Notices: s.notices, Media: s.media,
		Names: store.NewPersons(s.db), Codes: s.wechat, Callbacks: callbacks, Limiter: s.redis, Ready: s.ready, Facts: s.facts, Now: s.now, Log: s.log,
		Base: s.config.PublicURL, Pages: s.wechat,
		Whistles: s.whistles, Families: s.families, Bookings: s.bookings, Accounts: s.accounts, Bulletins: s.bulletins, Presses: s.presses, Connections: connections(fileLimit()), Ledgers: s.ledgers, NewWorkbook: newWorkbook,
		Appraisals: s.appraisals,
		Proxies:    s.config.proxies(),
		Observe: func(method, route, status, code string, took time.Duration) {
			s.metrics.requests.WithLabelValues(method, route, status, code).Observe(took.Seconds())
		},
	}
}

// web returns where the clients' pages are on the web, when this program has them.
func (s *system) web() map[auth.Account]string {
	if len(clientPages()) < 2 {
		return nil
	}
	return map[auth.Account]string{auth.MP: s.config.PublicURL + "/h5/#/", auth.Staff: s.config.PublicURL + "/staff/#/"}
}

// clientPages returns the pages of the mini-programs that this program was built with.
func clientPages() handlers.ClientPages {
	built := handlers.ClientPages{}
	for path, client := range map[string]string{"h5": "resident", "staff": "staff"} {
		if pages, ok := miniprogram.Pages(client); ok {
			built[path] = pages
		}
	}
	return built
}

// client is what clients are told before anybody logs in.
func (s *system) client() handlers.Client {
	ids := func(a auth.Account, kinds []string) []string { return s.wechat.TemplateIDs(a, kinds, notify.MostAsked) }
	return handlers.Client{
		Demo: s.config.Demo, OA: s.config.OA.AppID, OnReport: ids(auth.MP, notify.OnReport), OnBooking: ids(auth.MP, notify.OnBooking),
		OnWork: ids(auth.Staff, notify.OnWork),
	}
}

// Close ends the connections.
func (s *system) Close() error {
	var errs []error
	if s.redis != nil {
		errs = append(errs, s.redis.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	return errors.Join(errs...)
}
