package main

import (
	"fmt"
	"os"

	"linli/app/internal/system"
)

type menuCommand struct {
	File string `arg:"" optional:"" help:"${menu_file}" type:"existingfile"`
}

// Run publishes the menu.
func (c menuCommand) Run(p system.Process) error {
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	menu := []byte(system.OwnMenu(cfg.PublicURL))
	if c.File != "" {
		if menu, err = os.ReadFile(c.File); err != nil {
			return err
		}
	}
	s, err := system.Wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Wechat.PublishMenu(p.Ctx, menu); err != nil {
		return fmt.Errorf(system.Wording["menu.failed"][p.Tongue()], err)
	}
	p.Say("menu.done")
	return nil
}
