package notify

import (
	"maps"
	"slices"
	"strings"
)

// Kind describes a kind of notice. Its capability defines it in kinds.go.
type Kind struct {
	Name     string // "report.resolved"
	Title    string // heading in the inbox
	Text     string // sentence in the inbox; {fact} stands for a fact
	Page     string // page of the client that it opens (miniprogram/), without a leading "/"; {id} stands for the id of its subject
	ForStaff bool   // goes to the staff mini-program instead of the residents'
	MustKnow bool   // if undelivered, staff have to tell the person
	Urgent   bool   // sent at night, at once and never in a digest
	Prompt   bool   // sent like an urgent one, but of no value later
	AtDoor   bool   // a steward may read it out at the door
	Instead  string // the kind whose template it uses while the operator has configured none for it
	Wakes    bool   // if the notice is urgent, an SMS goes out at once and the telephone rings unless the person answers

	Answers string // what the person may answer to it, separated by blanks; every wording has to name each

	Chat      string // said in the official account's chat besides, if the person spoke there lately; "" for nothing
	ChatFirst bool   // what was said in the chat is enough: the channels are tried only if nothing could be said there
}

// To returns a notice of this kind to one person; person 0 gets none.
func (k Kind) To(person, community int64, about string, facts Facts) Notice {
	return Notice{Person: person, Community: community, Kind: k, About: about, Facts: facts, Urgent: k.Urgent || k.Prompt}
}

// Fact is the name of one value in a notice.
type Fact struct{ name string }

// The facts that notices of every capability may have; templates of the platform use only these.
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

	FactPhoto = Fact{"photo"} // id of a photo that the chat shows before the words
)

// TemplateFacts lists the names of the facts that a template may use.
var TemplateFacts = namesOf(
	FactTitle, FactNumber, FactPlace, FactCategory, FactState, FactBy, FactWords, FactAt, FactDue, FactCount)

func namesOf(facts ...Fact) []string {
	names := make([]string, len(facts))
	for i, f := range facts {
		names[i] = f.name
	}
	return names
}

// MarshalText implements encoding.TextMarshaler: the database stores the name of a fact.
func (f Fact) MarshalText() ([]byte, error) { return []byte(f.name), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *Fact) UnmarshalText(name []byte) error {
	f.name = string(name)
	return nil
}

// Facts are the values in one notice.
type Facts map[Fact]string

// ByName returns the facts with their names as keys.
func (f Facts) ByName() map[string]string {
	named := make(map[string]string, len(f))
	for fact, value := range f {
		named[fact.name] = value
	}
	return named
}

// Kinds are the kinds of notice of one capability, with the facts that only they use.
type Kinds struct {
	all     []Kind
	facts   []Fact
	urgent  map[string]Kind // the urgent form of a kind by its name
	labels  map[Fact]string
	subject Subject
}

// Add adds a kind and returns it.
func (k *Kinds) Add(one Kind) Kind {
	k.all = append(k.all, one)
	return one
}

// AddUrgent adds the urgent form of a kind, for matters of danger: with a title that says so, a text and a template of its
// own.
func (k *Kinds) AddUrgent(of Kind, text string) Kind {
	one := of
	one.Name, one.Title, one.Text, one.Urgent, one.Instead = of.Name+"_urgent", "紧急："+of.Title, text, true, of.Name
	if k.urgent == nil {
		k.urgent = map[string]Kind{}
	}
	k.urgent[of.Name] = one
	return k.Add(one)
}

// When returns the form of a kind for an urgent matter or for any other.
func (k *Kinds) When(urgent bool, one Kind) Kind {
	if form, ok := k.urgent[one.Name]; ok && urgent {
		return form
	}
	return one
}

// Fact adds a fact that only these kinds use; staff see its label.
func (k *Kinds) Fact(name, label string) Fact {
	f := Fact{name}
	k.facts = append(k.facts, f)
	if k.labels == nil {
		k.labels = map[Fact]string{}
	}
	k.labels[f] = label
	return f
}

// All returns the kinds.
func (k *Kinds) All() []Kind { return slices.Clone(k.all) }

// FactNames returns the names of the facts that these kinds may use.
func (k *Kinds) FactNames() []string { return append(namesOf(k.facts...), TemplateFacts...) }

// Notices are the kinds of notice without a capability.
var Notices Kinds

// Digest is one notice instead of several.
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

// of returns the kind of a stored notice. A kind that no longer exists is shown by its title.
func (c catalogue) of(name string) Kind {
	if k, ok := c[name]; ok {
		return k
	}
	return Kind{Name: name, Title: "通知", Text: "{title}"}
}

// work returns the names of the kinds for staff.
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

// Text returns the notice as a sentence for the inbox.
func (n Notice) Text() string {
	pairs := make([]string, 0, 2*len(n.Facts))
	for fact, value := range n.Facts {
		pairs = append(pairs, "{"+fact.name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(n.Kind.Text)
}

// MustKnow says whether staff have to tell the person if the notice is undelivered.
func (n Notice) MustKnow() bool { return n.Kind.MustKnow || n.Urgent && !n.Kind.Prompt }

// Wakes says whether the notice is an alarm: it goes to the telephone as well as to WeChat.
func (n Notice) Wakes() bool { return n.Kind.Wakes && n.Urgent }

func (n Notice) page() string {
	_, id, _ := strings.Cut(n.About, ":")
	return strings.ReplaceAll(n.Kind.Page, "{id}", id)
}

func (n Notice) isDigest() bool { return n.Kind.Name == Digest.Name }
