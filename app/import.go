package main

import (
	"linli/app/internal/demo"
	"linli/app/internal/fixture/county"
	"linli/app/internal/system"
	"linli/app/roster"
)

type importCommand struct {
	File     string `arg:"" optional:"" help:"${import_file}" type:"existingfile"`
	Demo     bool   `help:"${import_demo}"`
	Template string `help:"${import_template}" placeholder:"FILE"`
	Fixture  string `help:"${import_fixture}" enum:"county," default:"" placeholder:"county"`
}

// Run loads a workbook in one transaction.
func (c importCommand) Run(p system.Process) error {
	switch {
	case c.Template != "" && c.Fixture != "":
		return p.WriteNew(c.Template, county.WriteWorkbook)
	case c.Template != "":
		return p.WriteNew(c.Template, system.WriteTemplate)
	case c.File == "" && !c.Demo && c.Fixture == "":
		return p.Tongue().Err("import.what")
	}
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	if c.Demo {
		return demo.Import(p, cfg, demo.Reports)
	}
	s, err := system.Wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Fixture != "" {
		return s.ImportWorkbook(p.Ctx, p.Out, county.Sheets(), county.Rows)
	}
	book, err := system.OpenWorkbook(c.File)
	if err != nil {
		return err
	}
	defer book.Close()
	if examples := roster.ExampleRows(book.Sheets); len(examples) > 0 {
		for i := range examples {
			examples[i].Reason = p.Tongue().Say("import.example")
		}
		return s.WrongRows(p.Out, examples)
	}
	return s.ImportWorkbook(p.Ctx, p.Out, book.Sheets, book.Rows)
}
