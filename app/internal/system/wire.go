// Package system connects the parts of the service and runs it: settings, wiring, jobs, readiness, metrics and workbooks. It has
// no rules of a capability.
package system

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"linli/store/blob"
	"linli/store/redis"

	"linli/app/auth"
	"linli/app/job"
	"linli/app/media"
	"linli/app/notify"
	"linli/handlers"
	"linli/miniprogram"
	"linli/store"
	"linli/wxmsg"
)

var _ wxmsg.TokenStore = (*redis.Redis)(nil)

// System holds every part of the service.
type System struct {
	tongue  Tongue
	Config  Config
	now     func() time.Time
	clock   *Clock // see Process
	process string // a name of its own among all processes
	byHand  bool   // see Process
	Log     *slog.Logger
	Metrics *Metrics

	DB       *store.DB
	Redis    *redis.Redis
	Blobs    media.Blobs
	Wechat   *wxmsg.Client
	troubles *store.Troubles
	Jobs     *store.Jobs
	Duties   map[job.Kind]Doing

	telephone
	capabilities
}

// OpenDB opens the database, for commands that need nothing else.
func OpenDB(p Process, c Config) (*store.DB, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("LINLI_DATA: %w", err)
	}
	at := store.Config{DSN: c.MySQL, File: filepath.Join(c.Data, "linli.db"), Keys: c.Keyset, Now: p.Now}
	if p.Out != nil && !c.Demo { // printed first: a command without the service's settings would use another database
		if name, server := store.Meant(at); server == "" {
			p.Say("database.sqlite", name)
		} else {
			p.Say("database.mysql", name, server)
		}
	}
	return store.Open(p.Ctx, at)
}

// Wire connects the parts. Close closes them in reverse order.
func Wire(p Process, c Config) (_ *System, err error) {
	s := &System{tongue: p.Tongue(), Config: c, now: p.Now, clock: p.Clock, process: rand.Text(), byHand: p.ByHand, Log: c.Logger(p.Log), Metrics: newMetrics()}
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
	if err := s.openTelephone(); err != nil {
		return nil, err
	}
	linkKey, err := s.DB.Vault().SigningKey("media links")
	if err != nil {
		return nil, err
	}
	s.Jobs = store.NewJobs(s.DB)
	s.Metrics.backlog(s.Jobs, p.Now)
	if err := s.Config.danger(); err != nil {
		return nil, err
	}
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

// paths returns the function that gives an area's path.
func (s *System) paths(ctx context.Context) (func(int64) string, error) {
	tree, err := s.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return tree.Path, nil
}

// web returns the URLs of the clients' pages, if this program serves them.
func (s *System) web() map[auth.Account]string {
	if len(ClientPages()) == 0 {
		return nil
	}
	return map[auth.Account]string{auth.MP: s.Config.PublicURL + "/h5/#/", auth.Staff: s.Config.PublicURL + "/staff/#/"}
}

// ClientPages returns the pages of the clients built into this program.
func ClientPages() handlers.ClientPages {
	built := handlers.ClientPages{}
	for path, client := range map[string]string{"h5": "resident", "staff": "staff", "office": "office"} {
		if pages, ok := miniprogram.Pages(client); ok {
			built[path] = pages
		}
	}
	return built
}

// client returns the configuration that clients read before a login.
func (s *System) client() handlers.Client {
	ids := func(a auth.Account, asked map[string][]notify.Kind) map[string][]string {
		all := map[string][]string{}
		for name, kinds := range asked {
			all[name] = s.Wechat.TemplateIDs(a, notify.Names(kinds), notify.MostAsked)
		}
		return all
	}
	return handlers.Client{
		Demo: s.Config.Demo, OA: s.Config.OA.AppID, Residents: ids(auth.MP, residentConsents), Staff: ids(auth.Staff, staffConsents),
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
