package system

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"linli/app/fault"
)

// Tongue is the language of messages to the operator: Chinese if LC_ALL, LC_MESSAGES or LANG says so, else English.
type Tongue int

// The languages of messages to the operator.
const (
	English Tongue = iota
	Chinese
)

// TongueOf reads the environment as the C library does: the first of the three variables that is set counts.
func TongueOf(environ []string) Tongue {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		for _, e := range environ {
			if value, ok := strings.CutPrefix(e, name+"="); ok && value != "" {
				if strings.HasPrefix(strings.ToLower(value), "zh") {
					return Chinese
				}
				return English
			}
		}
	}
	return English
}

// Say returns the text of a key. A test checks that every key in use exists.
func (t Tongue) Say(key string, args ...any) string {
	return fmt.Sprintf(Wording[key][t], args...)
}

// Err returns the text of a key as an error.
func (t Tongue) Err(key string, args ...any) error { return errors.New(t.Say(key, args...)) }

// Explain returns an error for the operator: a fault as its text and code.
func (t Tongue) Explain(err error) string {
	if f, ok := fault.As(err); ok {
		return f.Text + "（" + f.Code + "）"
	}
	text := err.Error()
	if t == Chinese {
		text = kongErrors.Replace(text)
	}
	return text
}

// Vars are the help texts for kong, by their name in the tags.
func (t Tongue) Vars() kong.Vars {
	v := kong.Vars{"version": version()}
	for key, line := range Wording {
		if name, ok := strings.CutPrefix(key, "help."); ok {
			v[name] = line[t]
		}
	}
	return v
}

// Help prints kong's help in the operator's language.
func (t Tongue) Help(o kong.HelpOptions, ctx *kong.Context) error {
	if t == English {
		return kong.DefaultHelpPrinter(o, ctx)
	}
	out := ctx.Stdout
	var b bytes.Buffer
	ctx.Stdout = &b
	err := kong.DefaultHelpPrinter(o, ctx)
	ctx.Stdout = out
	if err == nil {
		_, err = io.WriteString(out, kongWords.Replace(b.String()))
	}
	return err
}

// Kong's own words.
var (
	kongWords = strings.NewReplacer(
		"Usage:", "用法：", "Arguments:", "参数：", "Flags:", "选项：", "Commands:", "命令：", "<command>", "<命令>", "[flags]", "[选项]",
		"Show context-sensitive help.", "显示帮助。", " for more information on a command.", "，看某个命令的说明。", "Run \"", "运行 \"",
	)
	kongErrors = strings.NewReplacer(
		"unknown flag", "没有这个选项", "unexpected argument", "多出的参数", "unexpected flag argument", "选项多出的值", "expected one of", "请用其中一个命令",
		"must be one of", "只能是", "but got", "写的却是", "did you mean", "是不是要写", "no such file or directory", "没有这个文件",
	)
)
