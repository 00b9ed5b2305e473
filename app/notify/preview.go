package notify

import (
	"context"
	"maps"
	"strings"
	"unicode/utf8"

	"linli/app/auth"
	typed "linli/app/text"
)

// The places besides the channels where a person meets a notice.
const (
	InInbox   Channel = "inbox" // 站内消息
	AtTheDoor Channel = "door"  // read out by a steward
)

// Preview is what one channel would show of an example notice.
type Preview struct {
	Channel Channel
	Title   string
	Shown
	Off bool // the operator has configured no template: nothing is sent there
}

// PreviewWords returns what a notice of the kind would look like in these words on each channel that the kind uses, and why
// the words cannot be saved (nil: they can). No words are the program's.
func (s *Service) PreviewWords(_ context.Context, who auth.Actor, name, text string) (all []Preview, wrong, err error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, nil, err
	}
	k, one, err := s.wordable(name)
	if err != nil {
		return nil, nil, err
	}
	facts := k.example(one)
	if text = strings.TrimSpace(typed.Words(text)); text != "" && text != one.Text {
		wrong = k.CheckText(one, text)
		one = one.worded(text)
	}
	all = s.previews(one.To(0, 0, "", facts))
	for _, p := range all {
		for i, f := range p.Fields {
			if f.Fact != "" {
				p.Fields[i].Label = k.Label(Fact{f.Fact})
			}
		}
	}
	return all, wrong, nil
}

// example returns the facts of an example notice.
func (k *Kinds) example(one Kind) Facts {
	facts := maps.Clone(k.subject.Example)
	if said, ok := k.subject.Words[strings.TrimSuffix(one.Name, "_urgent")]; ok {
		facts[FactWords] = said
	}
	if one.Urgent && k.subject.Danger != "" {
		facts[FactTitle] = k.subject.Danger
	}
	return facts
}

// previews asks every channel how it would show the notice.
func (s *Service) previews(n Notice) []Preview {
	all := []Preview{{Channel: InInbox, Title: n.Title(), Shown: plain(n.Text())}}
	switch {
	case n.Kind.Chat != "":
		all = append(all, s.spoken(n.ChatText()))
	case n.speltOut():
		all = append(all, s.spoken(n.Text()))
	}
	for _, channel := range n.everyChannel() {
		p := Preview{Channel: channel, Off: true}
		for _, kind := range []string{n.Kind.Name, n.Kind.Instead} {
			if shown, ok := s.carrier(channel).Shown(Message{Account: channel, Kind: kind, Facts: n.Facts.ByName(), Page: n.page()}); ok {
				p.Shown, p.Off = shown, false
				break
			}
		}
		all = append(all, p)
	}
	if n.Kind.AtDoor {
		title, text := n.ForSteward()
		all = append(all, Preview{Channel: AtTheDoor, Title: title, Shown: plain(text)})
	}
	return all
}

// everyChannel returns the channels that a notice may take, the telephone's of an alarm included.
func (n Notice) everyChannel() []Channel {
	if n.Wakes() {
		return append(n.channels(), SMS, Voice)
	}
	return n.channels()
}

func (s *Service) spoken(text string) Preview {
	shown, ok := s.out.Spoken(text)
	return Preview{Channel: InChat, Shown: shown, Off: !ok}
}

func plain(text string) Shown { return Shown{Text: text, Length: utf8.RuneCountInString(text)} }
