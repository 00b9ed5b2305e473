package notify

import (
	"maps"
	"slices"
	"strings"
)

// Kind describes a kind of notice. It stands in kinds.go of the capability that sends it.
type Kind struct {
	Name     string // "report.resolved"
	Title    string // heading in the inbox
	Text     string // sentence in the inbox; {fact} stands for a fact
	Page     string // page of the client it opens (miniprogram/), without "/" in front; {id} stands for the id it is about
	ForStaff bool   // goes to the staff mini-program rather than the residents'
	MustKnow bool   // undelivered, it is somebody's work
	Urgent   bool   // sent at night, alone and at once
	Prompt   bool   // sent at once and alone like an urgent one, but worth nothing later
	AtDoor   bool   // a steward who knocks may read it out
}

// To makes a notice of this kind to one person. Nobody is person 0.
func (k Kind) To(person, community int64, about string, facts Facts) Notice {
	return Notice{Person: person, Community: community, Kind: k, About: about, Facts: facts, Urgent: k.Urgent || k.Prompt}
}

// Fact is something that a notice says.
type Fact struct{ name string }

// What notices of every capability may say; the templates of the platform know no other facts.
var (
	FactTitle    = Fact{"title"}
	FactNumber   = Fact{"number"}
	FactPlace    = Fact{"place"}
	FactCategory = Fact{"category"}
	FactState    = Fact{"state"}
	FactBy       = Fact{"by"}
	FactWords    = Fact{"words"}
	FactAt       = Fact{"at"}
	FactDue      = Fact{"due"}
	FactCount    = Fact{"count"}
)

// TemplateFacts lists the names of the facts that a template may show.
var TemplateFacts = namesOf(
	FactTitle, FactNumber, FactPlace, FactCategory, FactState, FactBy, FactWords, FactAt, FactDue, FactCount)

func namesOf(facts ...Fact) []string {
	names := make([]string, len(facts))
	for i, f := range facts {
		names[i] = f.name
	}
	return names
}

// MarshalText implements encoding.TextMarshaler: a stored notice has the names of its facts.
func (f Fact) MarshalText() ([]byte, error) { return []byte(f.name), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *Fact) UnmarshalText(name []byte) error {
	f.name = string(name)
	return nil
}

// Facts are what one notice says.
type Facts map[Fact]string

// ByName returns the facts by their names.
func (f Facts) ByName() map[string]string {
	named := make(map[string]string, len(f))
	for fact, value := range f {
		named[fact.name] = value
	}
	return named
}

// Kinds are the kinds of notice of one capability, and the facts that only they say.
type Kinds struct {
	all   []Kind
	facts []Fact
}

// Add puts a kind among them.
func (k *Kinds) Add(one Kind) Kind {
	k.all = append(k.all, one)
	return one
}

// Fact makes a fact that only these kinds say.
func (k *Kinds) Fact(name string) Fact {
	f := Fact{name}
	k.facts = append(k.facts, f)
	return f
}

// All returns them.
func (k *Kinds) All() []Kind { return slices.Clone(k.all) }

// FactNames returns the names of the facts that they may say.
func (k *Kinds) FactNames() []string { return append(namesOf(k.facts...), TemplateFacts...) }

// Notices are the kinds of notice that belong to no capability.
var Notices Kinds

// Digest is the notice that speaks for several.
var Digest = Notices.Add(Kind{Name: "digest", Title: "您有新消息", Text: "您有{count}条新消息，最近一条：{title}。", Page: "life/inbox/index"})

// catalogue is every kind of notice by name.
type catalogue map[string]Kind

func newCatalogue(kinds []Kind) catalogue {
	c := catalogue{}
	for _, k := range kinds {
		c[k.Name] = k
	}
	return c
}

// of returns the kind of a stored notice. One that no capability has any more is shown by its title.
func (c catalogue) of(name string) Kind {
	if k, ok := c[name]; ok {
		return k
	}
	return Kind{Name: name, Title: "通知", Text: "{title}"}
}

// work returns the names of the kinds that go to staff.
func (c catalogue) work() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if c[name].ForStaff {
			names = append(names, name)
		}
	}
	return names
}

// Title returns the heading of the notice.
func (n Notice) Title() string { return n.Kind.Title }

// Text returns the notice as a sentence.
func (n Notice) Text() string {
	s := n.Kind.Text
	for fact, value := range n.Facts {
		s = strings.ReplaceAll(s, "{"+fact.name+"}", value)
	}
	return s
}

// MustKnow says whether the notice, undelivered, is somebody's work.
func (n Notice) MustKnow() bool { return n.Kind.MustKnow || n.Urgent && !n.Kind.Prompt }

func (n Notice) page() string {
	_, id, _ := strings.Cut(n.About, ":")
	return strings.ReplaceAll(n.Kind.Page, "{id}", id)
}

func (n Notice) isDigest() bool { return n.Kind.Name == Digest.Name }
