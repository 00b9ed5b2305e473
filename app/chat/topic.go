package chat

import (
	"slices"
	"strings"

	"linli/app/area"
)

// topic is a capability in the chat beside reports: its words, its questions and its QR codes.
type topic struct {
	stages  []Stage // its questions
	command func(t *turn, word string) (do func() (string, error), ok bool)
	answer  func(t *turn, said string) (reply string, ok bool, err error) // to one of its questions; false: it is no answer
	scene   string                                                        // the prefix of its codes
	scan    func(t *turn, rest string) (string, error)
	dropped string // the reply to 0
}

// topics lists them; a word of several topics belongs to the first.
func topics() []topic {
	return []topic{
		{
			stages:  bookingStages,
			command: (*turn).bookingCommand, answer: (*turn).answerBooking, dropped: sayNotBooked,
			scene: TimetableScene, scan: (*turn).scanTimetable,
		},
		{
			stages:  []Stage{LoanWhat, LoanWhere},
			command: (*turn).loanCommand, answer: (*turn).answerLoan, dropped: sayNotLent,
			scene: LoanScene, scan: (*turn).scanThing,
		},
		{
			stages:  []Stage{FamilyAsk},
			command: (*turn).familyCommand, answer: (*turn).answerFamily, dropped: sayNotAdded,
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

// topicCommand returns what a short message orders about one of the topics.
func (t *turn) topicCommand(word string) (func() (string, error), bool) {
	for _, one := range topics() {
		if do, ok := one.command(t, word); ok {
			return do, true
		}
	}
	return nil, false
}

// topicAnswer reads what was said as the answer to the open question of a topic.
func (t *turn) topicAnswer(said string) (string, bool, error) {
	if one, ok := t.draft.topic(); ok {
		return one.answer(t, said)
	}
	return "", false, nil
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

// leaveTopic clears the question of a topic, because the resident speaks of something else.
func (t *turn) leaveTopic() {
	if _, ok := t.draft.topic(); ok {
		t.draft = Draft{Person: t.person.ID}
	}
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
