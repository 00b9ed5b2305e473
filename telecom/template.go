package telecom

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"linli/app/notify"
)

// Template is one approved template of a provider.
type Template struct {
	ID     string   `yaml:"id"`     // Aliyun: SMS_… or TTS_…; Tencent: a number
	Params []string `yaml:"params"` // facts in their order in the text: Aliyun's ${place}, Tencent's {1}
	Text   string   `yaml:"text"`   // the approved text, which only the provider sends; with it staff see the whole message
}

// Templates are the templates by channel and kind of notice.
type Templates struct {
	byChannel map[notify.Channel]map[string]Template
}

// defaultKind is the name of the template for kinds without their own.
const defaultKind = "default"

// cutAt is the most characters of one value; providers allow 35 in an SMS, and a long value is not understood in a call.
const cutAt = 20

var idForm = regexp.MustCompile(`^(?:(?:SMS|TTS)_)?[0-9]{1,20}$`)

// LoadTemplates reads the YAML file of LINLI_PHONE_TEMPLATES:
//
//	sms:
//	  steward.alert: {id: SMS_123, params: [place, title, number]}
//	  default: {id: SMS_124, params: [title]}
//	voice: {…}
//
// An empty file means no templates.
func LoadTemplates(r io.Reader) (Templates, error) {
	var file struct {
		SMS   map[string]Template `yaml:"sms"`
		Voice map[string]Template `yaml:"voice"`
	}
	dec := yaml.NewDecoder(r)
	dec.KnownFields(true)
	if err := dec.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return Templates{}, fmt.Errorf("templates of SMS and calls: %w", err)
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return Templates{}, errors.New("templates of SMS and calls: one document only")
	}
	t := Templates{byChannel: map[notify.Channel]map[string]Template{notify.SMS: file.SMS, notify.Voice: file.Voice}}
	var wrong []error
	t.Each(func(c notify.Channel, kind string, one Template) {
		if !idForm.MatchString(one.ID) {
			wrong = append(wrong, fmt.Errorf("templates of SMS and calls: %s %s: id is missing or out of shape", c, kind))
		}
		if left := slotForm.FindString(one.say(one.Params)); left != "" {
			wrong = append(wrong, fmt.Errorf("templates of SMS and calls: %s %s: the text has %s, which is no parameter", c, kind, left))
		}
	})
	return t, errors.Join(wrong...)
}

// Each calls see for every template, in order of channel and kind.
func (t Templates) Each(see func(notify.Channel, string, Template)) {
	for _, channel := range Channels {
		for _, kind := range slices.Sorted(maps.Keys(t.byChannel[channel])) {
			see(channel, kind, t.byChannel[channel][kind])
		}
	}
}

// IsDefault says whether the name stands for every kind without its own template.
func IsDefault(kind string) bool { return kind == defaultKind }

func (t Templates) find(c notify.Channel, kind string) Template {
	for _, name := range []string{kind, strings.TrimSuffix(kind, "_urgent")} { // the urgent form of a kind may use its template
		if own, ok := t.byChannel[c][name]; ok {
			return own
		}
	}
	return t.byChannel[c][defaultKind]
}

// on returns the templates of a channel, each id once.
func (t Templates) on(c notify.Channel) []Template {
	var all []Template
	t.Each(func(of notify.Channel, _ string, one Template) {
		if of == c && !slices.ContainsFunc(all, func(o Template) bool { return o.ID == one.ID }) {
			all = append(all, one)
		}
	})
	return all
}

// fill returns the values of the parameters.
func (t Template) fill(facts map[string]string) []string {
	values := make([]string, len(t.Params))
	for i, name := range t.Params {
		values[i], _ = value(facts[name])
	}
	return values
}

// value returns what a parameter says, and whether it is cut. Providers refuse an empty one, brackets of signatures, and
// addresses of pages.
func value(fact string) (v string, cut bool) {
	v = strings.Map(func(r rune) rune {
		if strings.ContainsRune("【】[]{}$", r) || r < ' ' {
			return -1
		}
		return r
	}, urlForm.ReplaceAllString(fact, ""))
	if v = strings.TrimSpace(v); utf8.RuneCountInString(v) > cutAt {
		return string([]rune(v)[:cutAt-1]) + "…", true
	}
	if v == "" {
		v = "无"
	}
	return v, false
}

// slotForm matches the place of a parameter in a text.
var slotForm = regexp.MustCompile(`\$?\{\w*\}`)

// say returns the text with these values: Aliyun's ${place} by name, Tencent's {1} by number.
func (t Template) say(values []string) string {
	pairs := make([]string, 0, 4*len(values))
	for i, v := range values {
		pairs = append(pairs, "${"+t.Params[i]+"}", v, fmt.Sprintf("{%d}", i+1), v)
	}
	return strings.NewReplacer(pairs...).Replace(t.Text)
}

// The most characters of one SMS, and of each part of a longer one.
const (
	oneSMS  = 70
	partSMS = 67
)

// parts returns how many SMS a text of n characters is charged as.
func parts(n int) int {
	if n <= oneSMS {
		return 1
	}
	return (n + partSMS - 1) / partSMS
}
