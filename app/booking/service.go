package booking

import (
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
)

// ErrService says that the settings of a service are not valid.
var ErrService = fault.New(fault.Invalid, "booking.service", "服务设置有误")

// Kind is the sort of service; all kinds follow the same rules.
type Kind string

// The kinds (S050-S071).
const (
	Care      Kind = "care"      // 理发、艾灸、义诊、理疗
	Errand    Kind = "errand"    // 窗口代办 (S056)
	Course    Kind = "course"    // 课程、托管、亲子 (S068)
	Reception Kind = "reception" // 领导现场办公、两代表一委员 (S062, S063)
	Room      Kind = "room"      // 活动室、图书室、议事厅 (S069, S165)
)

// Kinds lists them all.
var Kinds = []Kind{Care, Errand, Course, Reception, Room}

// Service is something a community offers (服务).
type Service struct {
	ID        int64
	Community int64
	Name      string
	Kind      Kind
	Area      int64  // the building, or the community
	Place     string // its name, or floor and room in words
	PlaceID   int64  // 0: only words say where
	About     string // what to bring, how to prepare
	Rules     Rules
	Questions []Question
	EndedAt   time.Time // zero while it is offered
}

// Rules says who may book and when.
type Rules struct {
	MinAge    int // by the year of birth
	MaxAge    int // 0: no upper limit
	Residents bool
	Tags      []person.Tag // one of them is needed
	PerWeek   int          // places of one person in a week; 0: any number
	Notice    int          // minutes before the beginning at which booking ends
	Cutoff    int          // minutes before the beginning at which cancelling ends
	Ahead     int          // days before the session on which booking opens
	OpenAt    int          // minute of that day
	Hold      int          // minutes for which a freed place is held
	WaitMost  int          // length of the waitlist
	Late      int          // minutes after which a late person's place is released
	Door      bool         // staff come to the address (上门)
	Series    bool
	Counter   bool // a counter keeps it (窗口): people also come without a booking and take a number
}

// DefaultRules are those of a new service.
var DefaultRules = Rules{
	PerWeek: 1, Notice: 0, Cutoff: 120, Ahead: 7, OpenAt: 8*60 + 30, Hold: 30, WaitMost: 20, Late: 15,
}

// Question is asked of every booker.
type Question struct {
	Key      string
	Text     string
	Choices  []string // empty: a text
	Required bool
	Health   bool // the answer needs consent
}

// The limits of a service.
const (
	MaxName      = 20
	MaxPlace     = 60
	MaxAbout     = 300
	MaxAnswer    = 200
	MaxQuestions = 10
	MaxAhead     = 90
)

// Check returns ErrService, naming what is wrong.
func (s Service) Check() error {
	r := s.Rules
	switch {
	case !text.Within(s.Name, 1, MaxName):
		return ErrService.Say("服务名称请填 1 至 20 个字")
	case !slices.Contains(Kinds, s.Kind):
		return ErrService.Say("请选择服务类别")
	case !text.Within(s.Place, 0, MaxPlace) || !text.Within(s.About, 0, MaxAbout):
		return ErrService.Say("地点或说明太长了")
	case r.MinAge < 0 || r.MaxAge < 0 || r.MaxAge != 0 && r.MaxAge < r.MinAge || r.MinAge > 120 || r.MaxAge > 130:
		return ErrService.Say("年龄要求不正确")
	case r.PerWeek < 0 || r.PerWeek > 7:
		return ErrService.Say("每周次数请填 0 至 7")
	case outside(r.Notice, 0, 7*24*60) || outside(r.Cutoff, 0, 7*24*60) || outside(r.OpenAt, 0, 24*60-1):
		return ErrService.Say("提前、取消或开放时间不正确")
	case outside(r.Ahead, 0, MaxAhead):
		return ErrService.Say("最多提前 90 天预约")
	case outside(r.Hold, 5, 24*60) || outside(r.Late, 5, 120) || outside(r.WaitMost, 0, 1000):
		return ErrService.Say("保留时间请填 5 至 1440 分钟，迟到时间请填 5 至 120 分钟，候补最多 1000 人")
	}
	return checkQuestions(s.Questions)
}

func checkQuestions(all []Question) error {
	if len(all) > MaxQuestions {
		return ErrService.Say("最多 10 个问题")
	}
	for i, q := range all {
		if !text.Within(q.Text, 1, 60) || !text.Within(q.Key, 1, 20) || len(q.Choices) > 12 || len(q.Choices) == 1 ||
			slices.ContainsFunc(all[:i], func(o Question) bool { return o.Key == q.Key }) ||
			slices.ContainsFunc(q.Choices, func(c string) bool { return !text.Within(c, 1, 30) }) {
			return ErrService.Say("第 %d 个问题填写有误", i+1)
		}
	}
	return nil
}

// Admit returns nil when the rules let the person book: ErrResidents, ErrBorn, ErrAge or ErrTags otherwise.
func (s Service) Admit(p person.Person, tags []person.Tag, now time.Time) error {
	r := s.Rules
	if r.Residents && p.Community != s.Community {
		return ErrResidents
	}
	if r.MinAge > 0 || r.MaxAge > 0 {
		age := p.Age(now)
		switch {
		case p.Born == 0:
			return ErrBorn
		case age < r.MinAge:
			return ErrAge.Say("这项服务面向 %d 岁及以上的居民", r.MinAge)
		case r.MaxAge > 0 && age > r.MaxAge:
			return ErrAge.Say("这项服务面向 %d 岁及以下的居民", r.MaxAge)
		}
	}
	if len(r.Tags) > 0 && !slices.ContainsFunc(r.Tags, func(t person.Tag) bool { return slices.Contains(tags, t) }) {
		return ErrTags
	}
	return nil
}

// Answer returns the answers to questions of the service and drops others. Faults: ErrAnswers, ErrConsent, ErrAddress.
func (s Service) Answer(a Answers) (Answers, error) {
	kept := Answers{Given: map[string]string{}}
	for _, q := range s.Questions {
		said := text.Words(a.Given[q.Key])
		switch {
		case said == "" && q.Required:
			return Answers{}, ErrAnswers.Say("请回答：%s", q.Text)
		case said == "":
			continue
		case !text.Within(said, 1, MaxAnswer) || len(q.Choices) > 0 && !slices.Contains(q.Choices, said):
			return Answers{}, ErrAnswers.Say("“%s”的回答不正确", q.Text)
		case q.Health && !a.Consent:
			return Answers{}, ErrConsent
		}
		kept.Given[q.Key] = said
	}
	kept.Consent = a.Consent && len(kept.Given) > 0
	if s.Rules.Door {
		kept.Area, kept.Address = a.Area, text.Line(a.Address)
		if kept.Area == 0 || !text.Within(kept.Address, 1, MaxPlace) {
			return Answers{}, ErrAddress
		}
	}
	return kept, nil
}

// asksWho says whether the rules depend on the person.
func (r Rules) asksWho() bool { return r.MinAge > 0 || r.MaxAge > 0 || r.Residents }

// late is the time after which a late person's place is released.
func (r Rules) late() time.Duration { return time.Duration(r.Late) * time.Minute }

// hold is how long a freed place is held for the next one.
func (r Rules) hold() time.Duration { return time.Duration(r.Hold) * time.Minute }

func outside(n, least, most int) bool { return n < least || n > most }

// cutoff is how long before the beginning a resident may no longer cancel.
func (r Rules) cutoff() time.Duration { return time.Duration(r.Cutoff) * time.Minute }

// takesPlace finds the place of a service among those of its community: the chosen one, or the one with the same name as the
// words. Words stay what they are when no place has that name, and for a service at the residents' doors. Fault: place.ErrMissing.
func (s Service) takesPlace(all []place.Place) (Service, error) {
	if s.Rules.Door {
		s.PlaceID = 0
		return s, nil
	}
	p, ok, err := place.Find(all, s.PlaceID, s.Place)
	if !ok {
		return s, err
	}
	s.PlaceID, s.Place = p.ID, p.Name
	if p.Area != p.Community {
		s.Area = p.Area
	}
	return s, nil
}

// SayPlace says where a service is, as on a sign.
func SayPlace(t *area.Tree, s Service) string {
	return strings.TrimSpace(t.Say(s.Area) + " " + s.Place)
}
