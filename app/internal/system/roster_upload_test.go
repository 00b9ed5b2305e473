package system

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"linli/app/fault"
	"linli/app/roster"
)

func TestUploadsThatAreNoRoster(t *testing.T) {
	t.Parallel()
	files := NewRosterFiles()
	wide := excelize.NewFile()
	if err := wide.SetCellStr("Sheet1", "A1048576", "x"); err != nil {
		t.Fatal(err)
	}
	var far bytes.Buffer
	if err := errors.Join(wide.SetSheetName("Sheet1", "人员"), wide.Write(&far)); err != nil {
		t.Fatal(err)
	}
	var template bytes.Buffer
	if err := WriteTemplate(&template); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		code string
	}{
		"nothing":        {nil, "roster.not_workbook"},
		"words":          {[]byte("花名册"), "roster.not_workbook"},
		"an old xls":     {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), "roster.not_workbook"},
		"a bomb":         {zipBomb(t), "roster.too_large"},
		"a cell far off": {far.Bytes(), "roster.too_large"},
		"rooms":          {template.Bytes(), "roster.homes"},
	} {
		_, err := files.Read(t.Context(), c.file)
		if f, ok := fault.As(err); !ok || f.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is downloaded can be uploaded again and says the same.
func TestARosterIsWrittenAsItIsRead(t *testing.T) {
	t.Parallel()
	files := NewRosterFiles()
	read, err := ReadWorkbook(templateFile(t))
	if err != nil {
		t.Fatal(err)
	}
	var first bytes.Buffer
	if err := files.Write(&first, read); err != nil {
		t.Fatal(err)
	}
	sheets, err := files.Read(t.Context(), first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := files.Write(&b, sheets); err != nil {
		t.Fatal(err)
	}
	again, err := files.Read(t.Context(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sheets, again); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	empty := map[string][][]string{}
	for _, s := range roster.Sheets() {
		empty[s.Name] = sheets[s.Name][:1]
	}
	if err := files.Write(&b, empty); err != nil {
		t.Fatal(err)
	}
	if again, err = files.Read(t.Context(), b.Bytes()); err != nil || len(again[roster.SheetPersons]) != 1 {
		t.Errorf("an empty roster has rows: %v, %v", again[roster.SheetPersons], err)
	}
}

func FuzzUploadedRoster(f *testing.F) {
	var b bytes.Buffer
	if err := WriteTemplate(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x03\x04"))
	files := NewRosterFiles()
	f.Fuzz(func(t *testing.T, file []byte) {
		sheets, err := files.Read(t.Context(), file)
		if err != nil {
			if _, known := fault.As(err); !known {
				t.Errorf("not a fault: %v", err)
			}
			return
		}
		_, problems := roster.Parse(sheets)
		for _, p := range problems {
			if strings.ContainsAny(p.Reason, "\n") {
				t.Errorf("%q", p.Reason)
			}
		}
	})
}
