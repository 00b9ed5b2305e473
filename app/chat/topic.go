package chat

import (
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/intent"
)

// topic is a capability in the chat beside reports: its questions, what it understands, and its QR codes. Its words are
// meanings of the reader of intentions.
type topic struct {
	stages  []Stage                                                                           // its questions
	wish    func(t *turn, r intent.Reading, said string) (do func() (string, error), ok bool) // what words order
	answer  func(t *turn, r intent.Reading, said string) (reply string, ok bool, err error)   // to one of its questions; false: it is no answer
	scene   string                                                                            // the prefix of its codes
	scan    func(t *turn, rest string) (string, error)
	again   func(t *turn) string // repeats the open question
	dropped string               // the reply to 0
}

// topics lists them; words of several topics belong to the first.
func topics() []topic {
	return []topic{
		{ // before bookings: 约代表 names no service
			stages: []Stage{DelegateWhere},
			wish:   (*turn).delegateWish, answer: (*turn).answerDelegate, again: func(*turn) string { return askNumber }, dropped: sayNotDelegate,
		},
		{ // before bookings: 窗口 names a service of the timetable
			stages: []Stage{HallWhere},
			wish:   (*turn).counterWish, answer: (*turn).answerHall, again: func(*turn) string { return askNumber }, dropped: sayNotHall,
		},
		{ // before bookings: 请人上门理发 names a service of the timetable
			stages: []Stage{OrderWhat, OrderSure},
			wish:   (*turn).orderWish, answer: (*turn).answerOrder, again: func(*turn) string { return askOrder }, dropped: sayNoOrder,
		},
		{
			stages: bookingStages,
			wish:   (*turn).bookingWish, answer: (*turn).answerBooking, again: (*turn).againBooking, dropped: sayNotBooked,
			scene: TimetableScene, scan: (*turn).scanTimetable,
		},
		{
			stages: []Stage{LoanWhat, LoanWhere},
			wish:   (*turn).loanWish, answer: (*turn).answerLoan, again: func(*turn) string { return askLoan }, dropped: sayNotLent,
			scene: LoanScene, scan: (*turn).scanThing,
		},
		{wish: (*turn).mealWish},
		{
			stages: []Stage{MarkWhich, MarkWhy},
			wish:   (*turn).markWish, answer: (*turn).answerMark, again: (*turn).againMark, dropped: sayNotMarked,
		},
		{
			stages: []Stage{MediateWhat, MediateWhere},
			wish:   (*turn).mediateWish, answer: (*turn).answerMediate, again: func(*turn) string { return askMediate }, dropped: sayNotMediate,
		},
		{
			stages: []Stage{GuideWhat, GuideWhere},
			wish:   (*turn).guideWish, answer: (*turn).answerGuide, again: func(*turn) string { return askGuide }, dropped: sayNotGuide,
		},
		{
			stages: []Stage{ErrandWhat, ErrandSure, ErrandWhere},
			wish:   (*turn).errandWish, answer: (*turn).answerErrand, again: func(*turn) string { return askErrand }, dropped: sayNoErrand,
		},
		{
			stages: []Stage{ErrandPaper},
			wish:   noWish, answer: (*turn).answerPaper, again: (*turn).againPaper, dropped: sayNoPaper,
		},
		{
			stages: []Stage{MoveWhich, MoveTime},
			wish:   noWish, answer: (*turn).answerMove, again: func(*turn) string { return askMove }, dropped: sayNotMoved,
		},
		{
			stages: []Stage{Inquiring},
			wish:   (*turn).inquiryWish, answer: (*turn).answerInquiry, again: func(*turn) string { return askInquiry }, dropped: sayNotAsked,
		},
		{
			stages: []Stage{FamilyAsk},
			wish:   (*turn).familyWish, answer: (*turn).answerFamily, again: func(*turn) string { return askNumbers }, dropped: sayNotAdded,
		},
		{
			stages: []Stage{ArriveWho, ArriveWhere, ArriveRoom, ArriveHow},
			wish:   (*turn).arriveWish, answer: (*turn).answerArrive, again: (*turn).askArrival, dropped: sayNotArrived,
		},
		{
			stages: []Stage{CollectWhat},
			wish:   (*turn).collectWish, answer: (*turn).answerCollect, again: (*turn).againCollect, dropped: sayNotCollect,
		},
		{
			stages: []Stage{PublicWhat, PublicWhere},
			wish:   (*turn).registerWish, answer: (*turn).answerPublic, again: func(*turn) string { return askNumber }, dropped: sayNotPublic,
		},
	}
}

// topic returns the topic of the draft. false: the draft is a report, or there is none.
func (d Draft) topic() (topic, bool) {
	all := topics()
	i := slices.IndexFunc(all, func(one topic) bool { return slices.Contains(one.stages, d.Stage) })
	if i < 0 {
		return topic{}, false
	}
	return all[i], true
}

// topicWish returns what words order about one of the topics.
func (t *turn) topicWish(r intent.Reading, said string) (func() (string, error), bool) {
	for _, one := range topics() {
		if do, ok := one.wish(t, r, said); ok {
			return do, true
		}
	}
	return nil, false
}

// topicScan answers the scan of a topic's code.
func (t *turn) topicScan(scene string) (reply string, ok bool, err error) {
	for _, one := range topics() {
		if rest, ok := strings.CutPrefix(scene, one.scene); ok && one.scan != nil {
			reply, err := one.scan(t, rest)
			return reply, true, err
		}
	}
	return "", false, nil
}

// communities returns the resident's community, or all of them while it is not known.
func (t *turn) communities() []int64 {
	if home := t.home(); home != 0 {
		return []int64{home}
	}
	return ids(t.tree.Under("/", area.Community))
}

// homeCommunity returns the resident's community. false: it is not known, or the person works for the county.
func (t *turn) homeCommunity() (int64, bool) {
	a, err := t.tree.Get(t.home())
	return t.home(), err == nil && a.Kind == area.Community
}

// askHome asks for the community of a topic, where there are several. What the resident wishes waits in the draft.
func (t *turn) askHome(stage Stage, what string, in func(community int64, what string) (string, error)) (string, error) {
	communities := ids(t.tree.Under("/", area.Community))
	if len(communities) == 1 {
		return in(communities[0], what)
	}
	t.draft = Draft{Person: t.person.ID, Stage: stage, Place: what}
	if len(communities) > mostPicks { // too many to number
		return askBookWhere, t.save()
	}
	t.draft.Choices = communities
	return sayChoices(t.tree, askBookCommunity, communities), t.save()
}

// settle goes on in a community, which is the resident's from now on if none was known.
func (t *turn) settle(stage Stage, community int64) error {
	t.draft = Draft{Person: t.person.ID, Stage: stage, Community: community}
	if t.person.Community != 0 {
		return nil
	}
	t.person.Community = community
	return t.tx.SavePerson(t.ctx, t.person)
}
