package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"linli/app/internal/fixture"
	"linli/app/internal/system"
)

// Every text exists in both languages with the same placeholders, and every key that commands use exists.
func TestWhatCommandsSayIsComplete(t *testing.T) {
	t.Parallel()
	verb := regexp.MustCompile(`%[a-z]`)
	for key, line := range system.Wording {
		en, zh := line[system.English], line[system.Chinese]
		if en == "" || zh == "" {
			t.Errorf("%s is not complete", key)
		}
		if got, want := strings.Join(verb.FindAllString(zh, -1), ""), strings.Join(verb.FindAllString(en, -1), ""); got != want {
			t.Errorf("%s speaks of %s in Chinese and of %s in English", key, got, want)
		}
		if !strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) &&
			strings.ContainsFunc(verb.ReplaceAllString(en, ""), unicode.IsLetter) && key != "doctor.redis" && zh == en {
			t.Errorf("%s is not translated", key)
		}
	}
	files, err := filepath.Glob("{.,internal/system}/*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`(?:\b(?:say|err|bad)\(|wording\[)"([a-z_.]+)"`)
	tag := regexp.MustCompile(`help:"\$\{([a-z_]+)\}`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") || f == "wording.go" {
			continue
		}
		for _, m := range asked.FindAllStringSubmatch(fixture.Text(t, f), -1) {
			if _, ok := system.Wording[m[1]]; !ok && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s: there is no %s", f, m[1])
			}
		}
		for _, m := range tag.FindAllStringSubmatch(fixture.Text(t, f), -1) {
			if _, ok := system.Wording["help."+m[1]]; !ok {
				t.Errorf("%s: there is no help.%s", f, m[1])
			}
		}
	}
}

// helpOf returns the help that a command prints, without exiting.
func helpOf(t *testing.T, lang string, args ...string) (out string) {
	t.Helper()
	var b bytes.Buffer
	p := system.Process{Ctx: context.Background(), Env: []string{"LANG=" + lang}, Out: &b, Log: &b}
	defer func() {
		if r := recover(); r == nil {
			t.Errorf("%v did not end", args)
		}
		out = b.String()
	}()
	_ = runWith(p, args, func(int) { panic("ends") })
	return ""
}

func TestHelpSpeaksTheOperatorsLanguage(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "serve", "demo", "migrate", "calendar", "import", "doctor", "places", "menu", "keys"} {
		args := strings.Fields(command + " --help")
		for lang, want := range map[string]string{"zh_CN.UTF-8": "用法：", "C": "Usage:"} {
			out := helpOf(t, lang, args...)
			if !strings.Contains(out, want) || lang != "C" && regexp.MustCompile(`Usage|Flags:|Commands:|Show context`).MatchString(out) {
				t.Errorf("%s, %v:\n%s", lang, args, out)
			}
			if command == "serve" && !strings.Contains(out, "all,web,worker") {
				t.Errorf("the roles are not named:\n%s", out)
			}
		}
	}
	if out := helpOf(t, "C", "--version"); !strings.HasPrefix(out, "linli ") || !strings.Contains(out, "go1.") {
		t.Error(out)
	}
}

func TestAFilledWorkbookIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "roster.xlsx")
	if err := os.WriteFile(path, []byte("filled"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.run("import", "--template", path); err == nil || !strings.Contains(err.Error(), "was not overwritten") {
		t.Error(err)
	}
	if fixture.Text(t, path) != "filled" {
		t.Error("it was overwritten")
	}
}

func TestExampleRowsAreRefused(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "empty.xlsx")
	s.ok("import", "--template", path)
	out, err := s.run("import", path)
	if err == nil || !strings.Contains(out, "区划, row 2, : this is an example row of the template: delete it") || !strings.Contains(out, "任职, row 4") {
		t.Errorf("%v\n%s", err, out)
	}
	s.env = append(s.env, "LANG=zh_CN.UTF-8")
	if out, err = s.run("import", path); err == nil || !strings.Contains(out, "人员 第3行 ：这是模板里的示例行：请删除这一行后再导入") {
		t.Errorf("%v\n%s", err, out)
	}
	if out := s.ok("import", s.workbook(nil)); !strings.HasPrefix(out, "数据库：SQLite，"+filepath.Join(s.dir, "linli.db")+"\n") {
		t.Errorf("the database is not named first:\n%s", out)
	}
}

// All wrong settings are named at once by their variable, without values that may hold a password.
func TestEveryWrongSettingIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	templates := filepath.Join(s.dir, "wrong.yaml")
	if err := os.WriteFile(templates, []byte("oa:\n  report.acepted: {id: abc, keywords: {thing1: titel}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = append(s.env,
		"LINLI_OA_ALLOW_PLAIN=ja", "LINLI_MP_SECRET=x", "LINLI_MYSQL_DSN=user:pa55word@nowhere", "LINLI_REDIS_URL=http://:pa55word@h", "LINLI_LISTENN=:80",
		"LINLI_MYSQL=x", "LINLI_TRUSTED_PROXIES=nginx, 10.0.0.0/8", "LINLI_WECHAT_STAGE=beta", "LINLI_MEDIA_URL=s4://host/bucket", "LINLI_MEDIA_KEY=k",
		"LINLI_MEDIA_SECRET=pa55word", "LINLI_TEMPLATES="+templates, "LINLI_ADMIN_LISTEN=9090", "LINLI_LOG=xml", "LINLI_PUBLIC_URL=linli.example.gov.cn",
	)
	for lang, want := range map[string][]string{
		"C": {
			"LINLI_OA_ALLOW_PLAIN must be true or false", "LINLI_MP_SECRET must be 8 to 128", "LINLI_MYSQL_DSN must be user:", "LINLI_REDIS_URL must be redis://",
			"LINLI_LISTENN is no setting; did you mean LINLI_LISTEN?", "LINLI_MYSQL is no setting; did you mean LINLI_MYSQL_DSN?",
			"LINLI_TRUSTED_PROXIES must be addresses", "LINLI_WECHAT_STAGE must be release, trial or develop", "LINLI_MEDIA_URL must be s3://host/bucket",
			"report.acepted: there is no such notice", `keyword thing1 speaks of "titel"`, "LINLI_ADMIN_LISTEN must be host:port", "LINLI_LOG must be",
			"LINLI_PUBLIC_URL must be",
		},
		"zh_CN.UTF-8": {"下列设置有误", "LINLI_OA_ALLOW_PLAIN 要是 true 或 false", "没有 LINLI_LISTENN 这个设置；是不是 LINLI_LISTEN？", "没有这种通知"},
	} {
		s := *s
		s.env = append(s.env[:len(s.env):len(s.env)], "LC_ALL="+lang)
		_, err := s.run("doctor")
		if err == nil {
			t.Fatal("it started")
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("no %q in\n%v", part, err)
			}
		}
		if strings.Contains(err.Error(), "pa55word") || strings.Contains(err.Error(), "LINLI_MEDIA_URL: LINLI_MEDIA_URL") {
			t.Error(err)
		}
	}
}

func TestSettingsThatCannotGoTogether(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]string{
		"LINLI_MEDIA_KEY=k": "need LINLI_MEDIA_URL", "LINLI_MEDIA_URL=s3://host/bucket": "LINLI_MEDIA_URL needs LINLI_MEDIA_KEY",
		"LINLI_LISTEN=127.0.0.1:1 LINLI_ADMIN_LISTEN=127.0.0.1:1": "must be different",
	} {
		s := newShell(t)
		s.env = append(s.env, strings.Fields(set)...)
		if _, err := s.run("migrate"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", set, err)
		}
	}
	s := newShell(t)
	if _, err := s.run("serve", "--role", "worker"); err == nil || !strings.Contains(err.Error(), "LINLI_MYSQL_DSN, LINLI_REDIS_URL") {
		t.Error(err)
	}
}

// Without any account doctor succeeds, and names the missing settings.
func TestDoctorWithoutAccounts(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	kept := s.env[:0]
	for _, e := range s.env {
		if !strings.HasPrefix(e, "LINLI_OA_") && !strings.HasPrefix(e, "LINLI_MP_") && !strings.HasPrefix(e, "LINLI_STAFF_") {
			kept = append(kept, e)
		}
	}
	s.env = kept
	out, err := s.run("doctor")
	if err == nil || strings.Count(out, "FAIL") != 1 || !strings.Contains(out, "FAIL  areas imported") || !strings.Contains(out, "→ nothing was imported yet: linli import") ||
		!strings.Contains(out, "no WeChat account is configured") {
		t.Errorf("%v\n%s", err, out)
	}
}
