package patrol

import (
	"context"

	"linli/app/report"
	"linli/app/wordlist"
)

// Topic is what a round looks for, with the category of a report about it (S080).
type Topic struct {
	Code     string
	Name     string
	Category report.Category // "": the words of a find say it
	Hidden   bool            // no longer offered
}

// shipped are the topics of 北票 (S080) and two more, until the county decides its own.
var shipped = []wordlist.Word{
	{Code: "production", Name: "安全生产", Under: "production"},
	{Code: "fire", Name: "消防安全", Under: "fire"},
	{Code: "public", Name: "公共安全", Under: "public_safety"},
	{Code: "dispute", Name: "矛盾纠纷", Under: "dispute"},
	{Code: "security", Name: "社会治安", Under: "security"},
	{Code: "relief", Name: "社区救助", Under: "relief"},
	{Code: "facility", Name: "公共设施", Under: "facility"},
	{Code: "sanitation", Name: "环境卫生", Under: "sanitation"},
}

// Shipped returns the words of the list of topics until the county decides, nil for any other list.
func Shipped(l wordlist.List) []wordlist.Word {
	if l != wordlist.Rounds {
		return nil
	}
	return shipped
}

func newTopics(all []wordlist.Word) []Topic {
	if len(all) == 0 {
		all = shipped
	}
	topics := make([]Topic, len(all))
	for i, w := range all {
		topics[i] = Topic{Code: w.Code, Name: w.Name, Category: report.Category(w.Under), Hidden: w.Hidden}
	}
	return topics
}

// topics returns the topics of the county.
func (s *Service) topics(ctx context.Context) ([]Topic, error) {
	all, err := s.with.Words.Words(ctx, wordlist.Rounds)
	return newTopics(all), err
}

// topicOf returns a topic; false: there is none of the code.
func topicOf(all []Topic, code string) (Topic, bool) {
	for _, t := range all {
		if t.Code == code {
			return t, true
		}
	}
	return Topic{}, false
}
