package main

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/app/internal/demo"
	"linli/app/internal/fixture"
	"linli/app/internal/system"

	"github.com/xuri/excelize/v2"

	"linli/app/when"
	"linli/telecom/telesim"
	"linli/wxmsg/wxsim"
)

// shell runs commands as an operator does.
type shell struct {
	*testing.T
	sim *demo.Platform
	dir string
	env []string
	now func() time.Time
}

func newShell(t *testing.T) *shell {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing) } // the calendar of that year is known
	sim := demo.NewPlatform(wxsim.Options{Now: now})
	t.Cleanup(sim.Stop)
	dir := t.TempDir()
	env, err := sim.Env(dir, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return &shell{t, sim, dir, env, now}
}

// run returns what the command printed, and its error.
func (s *shell) run(args ...string) (string, error) {
	var out bytes.Buffer
	err := run(system.Process{Ctx: context.Background(), Env: s.env, Out: &out, Log: io.Discard, Now: s.now}, args)
	return out.String(), err
}

func (s *shell) ok(args ...string) string {
	s.Helper()
	out, err := s.run(args...)
	if err != nil {
		s.Fatalf("%v: %v\n%s", args, err, out)
	}
	return out
}

// workbook writes the test county as an Excel file.
func (s *shell) workbook(change func(map[string][][]string)) string {
	s.Helper()
	sheets := fixture.County()
	if change != nil {
		change(sheets)
	}
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			s.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					s.Fatal(err)
				}
				if err := f.SetCellStr(name, cell, value); err != nil {
					s.Fatal(err)
				}
			}
		}
	}
	path := filepath.Join(s.TempDir(), "roster.xlsx")
	if err := f.SaveAs(path); err != nil {
		s.Fatal(err)
	}
	return path
}

func TestImportCommand(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	wrong := s.workbook(func(sheets map[string][][]string) {
		sheets["人员"][2][2] = "12345"
		sheets["任职"][3][2] = "NOWHERE"
	})
	out, err := s.run("import", wrong)
	if err == nil || !strings.Contains(out, "人员") || !strings.Contains(out, "row 3") || !strings.Contains(out, "手机号") ||
		!strings.Contains(out, "row 4") || strings.Contains(out, "12345") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := s.run("doctor"); err == nil || !strings.Contains(out, "FAIL  areas imported") {
		t.Fatalf("something of the wrong workbook was imported: %v\n%s", err, out)
	}
	right := s.workbook(nil)
	if out := s.ok("import", right); !strings.Contains(out, "区划: 15 added, 0 changed, 0 as before") {
		t.Fatal(out)
	}
	if out := s.ok("import", right); !strings.Contains(out, "区划: 0 added, 0 changed, 15 as before") || strings.Contains(out, " 1 changed") {
		t.Fatal(out)
	}
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.ok("import", s.workbook(nil))
	out := s.ok("doctor")
	for _, part := range []string{
		"ok    database SQLite 3.", "ok    redis", "ok    picture store", "ok    areas imported", "ok    calendar",
		"ok    wechat account oa", "ok    wechat account mp", "ok    wechat account staff",
	} {
		if !strings.Contains(out, part) {
			t.Errorf("no %q in\n%s", part, out)
		}
	}
	if _, err := exec.LookPath("ffmpeg"); err == nil && !strings.Contains(out, "ok    voice messages can be played") {
		t.Errorf("nothing about voice messages in\n%s", out)
	}
	s.env = append(s.env, "LINLI_FFMPEG=/nowhere/ffmpeg") // a lack, no failure
	if out := s.ok("doctor"); !strings.Contains(out, "--    not so: voice messages can be played: ") || !strings.Contains(out, "apt install ffmpeg") {
		t.Errorf("the missing program is not named in\n%s", out)
	}
	s.sim.BlockIP(wxsim.OA, true)
	out, err := s.run("doctor")
	if err == nil || !strings.Contains(out, "FAIL  wechat account oa") || !strings.Contains(out, "40164") {
		t.Errorf("the address is not on the list: %v\n%s", err, out)
	}
	s.sim.BlockIP(wxsim.OA, false)
	text, err := os.ReadFile(filepath.Join(s.dir, "templates.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(text), "thing3: by", "thing9: by", 1)
	if err := os.WriteFile(filepath.Join(s.dir, "templates.yaml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := s.run("doctor"); err == nil || !strings.Contains(out, "thing9") {
		t.Errorf("a keyword that the template does not have: %v\n%s", err, out)
	}
}

func TestMenuMigrateAndKeys(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.ok("menu")
	if s.sim.Calls("/cgi-bin/menu/create") != 1 {
		t.Error("no menu was published")
	}
	if out := s.ok("migrate"); !strings.Contains(out, "database sqlite is at version") {
		t.Error(out)
	}
	s.ok("keys")
	s.ok("migrate")
}

// The command names periods whose counters are wrong, and fails.
func TestPlacesThatDoNotAddUpAreNamed(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.ok("migrate")
	if out := s.ok("places"); !strings.Contains(out, "the places of every session add up") {
		t.Fatal(out)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, "linli.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	change := func(query string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	change(`INSERT INTO booking_period (id, session_id, community_id, service_id, begin_at, end_at, first, numbered, want, extra, places, taken,
		held, kept, free) VALUES (5, 4, 1, 1, 0, 0, 0, 1, 3, 0, 3, 1, 0, 0, 2)`)
	change(`INSERT INTO booking (id, community_id, service_id, session_id, period_id, person_id, by_id, source, state, alive, seated, number, position,
		passed, week, begin_at, end_at, offer_at, offer_till, by_phone, reminded, answers, reason, result, created_at, arrived_at, called_at, ended_at)
		VALUES (9, 1, 1, 4, 5, 7, 7, 'self', 'confirmed', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', 0, 0, 0, 0)`)
	s.ok("places")
	change(`UPDATE booking SET seated = 0`)
	out, err := s.run("places")
	if err == nil || !strings.Contains(err.Error(), "1 periods") ||
		!strings.Contains(out, "session 4, period 5: places 3, taken 1 (0 bookings), held 0 (0 offers), kept 0, free 2") {
		t.Fatalf("%v\n%s", err, out)
	}
	change(`UPDATE booking SET seated = 1`)
	s.ok("places")
}

func TestConfigurationFaultsAreAllNamed(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	secret := strings.Repeat("5e", 16)
	s.env = append(s.env, "LINLI_OA_APPID=nonsense", "LINLI_OA_SECRET="+secret, "LINLI_MP_AESKEY=short", "LINLI_LOG=xml",
		"LINLI_WECHAT_BASE=api.weixin.qq.com", "LINLI_TILES=https://{host}/{z}/{x}", "LINLI_TILES_DATUM=bd09")
	_, err := s.run("serve")
	if err == nil {
		t.Fatal("it started")
	}
	for _, part := range []string{"LINLI_OA_APPID", "LINLI_MP_AESKEY", "LINLI_LOG", "LINLI_WECHAT_BASE", "LINLI_TILES", "LINLI_TILES_DATUM"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s is not named in %v", part, err)
		}
	}
	if strings.Contains(err.Error(), secret) {
		t.Error("the error shows a secret")
	}
	for _, bad := range []string{"LINLI_MYSQL_DSN=user:pa55word@nowhere", "LINLI_REDIS_URL=redis://:pa55word@127.0.0.1:1/"} {
		s := newShell(t)
		s.env = append(s.env, bad)
		name, _, _ := strings.Cut(bad, "=")
		if _, err := s.run("serve"); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "pa55word") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDoctorChecksSMSAndCalls(t *testing.T) {
	t.Parallel()
	tel := telesim.New(telesim.Options{Now: time.Now})
	base, stop := tel.Start()
	t.Cleanup(stop)
	tel.Templates = map[string]string{"SMS_1": "${place}有人求助，编号${number}。"}
	s := newShell(t)
	s.ok("import", s.workbook(nil))
	if out := s.ok("doctor"); !strings.Contains(out, "--    sms is not configured") || !strings.Contains(out, "--    voice is not configured") {
		t.Error(out)
	}
	templates := filepath.Join(s.dir, "phone.yaml")
	write := func(text string) {
		if err := os.WriteFile(templates, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("sms: {default: {id: SMS_1, params: [place, number]}}\nvoice: {default: {id: TTS_1, params: [place]}}")
	s.env = append(s.env, "LINLI_PHONE_TEMPLATES="+templates, "LINLI_SMS_SIGN="+telesim.Sign)
	for _, prefix := range []string{"LINLI_SMS_", "LINLI_VOICE_"} {
		s.env = append(s.env, prefix+"PROVIDER=aliyun", prefix+"KEY="+telesim.AliyunKey, prefix+"SECRET="+telesim.AliyunSecret, prefix+"BASE="+base)
	}
	out := s.ok("doctor")
	for _, part := range []string{
		"ok    sms by aliyun", "ok    voice by aliyun", "/phone/aliyun/sms/", "/phone/aliyun/voice/",
	} {
		if !strings.Contains(out, part) {
			t.Errorf("no %q in\n%s", part, out)
		}
	}
	write("sms: {default: {id: SMS_1, params: [title]}}\nvoice: {default: {id: TTS_1, params: [place]}}")
	out, err := s.run("doctor")
	if err == nil || !strings.Contains(out, "FAIL  sms by aliyun: template SMS_1: the text has the parameters number, place, configured are title") ||
		strings.Contains(out, telesim.AliyunSecret) {
		t.Errorf("%v\n%s", err, out)
	}
	if tel.Asked() != 0 {
		t.Error("doctor sent something")
	}
}
