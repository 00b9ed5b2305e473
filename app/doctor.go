package main

import (
	"linli/app/internal/system"
	"linli/store/blob"
)

type doctorCommand struct{}

// Run checks the installation, says what to do about each finding, and fails if something is wrong. An account without settings
// is not wrong.
func (doctorCommand) Run(p system.Process) error {
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	s, err := system.Wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	d := system.Doctor{P: p}
	d.Database(s)
	d.Finds("redis", s.Redis.Ping(p.Ctx))
	d.Finds("pictures", blob.Probe(p.Ctx, s.Blobs))
	d.Lacks("voices", s.Transcoder.Ready(p.Ctx))
	tree, err := s.Areas.Tree(p.Ctx)
	if err == nil {
		_, err = tree.Root()
	}
	d.Finds("areas", err)
	d.Finds("calendar", s.CalendarMissing(p.Ctx))
	d.Accounts(s, cfg)
	for _, err := range s.Wechat.CheckTemplates(p.Ctx) {
		d.Finds("templates", err)
	}
	d.Refusals(s)
	d.Telephone(s)
	if d.Bad > 0 {
		return p.Tongue().Err("doctor.failed", d.Bad)
	}
	return nil
}
