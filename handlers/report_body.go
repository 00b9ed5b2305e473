package handlers

import (
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
)

// handlingBody is the body of every action on a report; openapi/report.yaml says which parts count where.
type handlingBody struct {
	Words    string          `json:"words"`
	Files    []string        `json:"file_ids"`
	Category report.Category `json:"category"`
	Urgent   *bool           `json:"urgent"`
	To       holderBody      `json:"to"`
	Outcome  report.Outcome  `json:"outcome"`
	Area     string          `json:"area_id"`
	Topic    string          `json:"topic"`
	Way      report.Way      `json:"way"`
	Until    time.Time       `json:"until"`
	Into     string          `json:"into_id"`
	Again    bool            `json:"again"`
}

func (in handlingBody) input() (h report.Handling, err error) {
	h.Words, h.Category, h.Topic, h.Urgent, h.Outcome = in.Words, in.Category, in.Topic, in.Urgent, in.Outcome
	h.Way, h.Until, h.Again = in.Way, in.Until, in.Again
	if h.Into, err = number(in.Into); err != nil {
		return h, err
	}
	if h.Files, err = numbers(in.Files); err != nil {
		return h, err
	}
	if h.To, err = in.To.holder(); err != nil {
		return h, err
	}
	h.Area, err = number(in.Area)
	return h, err
}

type draftBody struct {
	Category report.Category `json:"category"`
	Text     string          `json:"text"`
	Urgent   bool            `json:"urgent"`
	Place    string          `json:"place"`
	Area     string          `json:"area_id"`
	Lat      float64         `json:"lat"`
	Lng      float64         `json:"lng"`
	Coord    string          `json:"coord"` // "wgs84" from a browser, else GCJ-02
	Files    []string        `json:"file_ids"`
	Share    bool            `json:"share"`
	Org      string          `json:"org_id"`
	Answers  []answeredView  `json:"answers"`
}

// answeredView is what the author says to a question of the category.
type answeredView struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

func (in draftBody) draft(source report.Source) (report.Draft, error) {
	d := report.Draft{
		Source: source, Category: in.Category, Text: in.Text, Urgent: in.Urgent, Place: in.Place, Lat: in.Lat,
		Lng: in.Lng, Share: in.Share,
	}
	if in.Coord == "wgs84" && area.CheckPosition(in.Lat, in.Lng) == nil {
		d.Lat, d.Lng = area.FromWGS84(in.Lat, in.Lng)
	}
	for _, a := range in.Answers {
		d.Answers = append(d.Answers, report.Answer{Question: a.Question, Words: a.Answer})
	}
	var err error
	if err = numbersInto(map[*int64]string{&d.Area: in.Area, &d.Org: in.Org}); err != nil {
		return d, err
	}
	d.Files, err = numbers(in.Files)
	return d, err
}

type holderBody struct {
	Kind   report.HolderKind `json:"kind"`
	Person string            `json:"person_id"`
	Role   auth.Role         `json:"role"`
	Area   string            `json:"area_id"`
	Org    string            `json:"org_id"`
}

func (in holderBody) holder() (h report.Holder, err error) {
	h.Kind, h.Role = in.Kind, in.Role
	if h.Person, err = number(in.Person); err != nil {
		return h, err
	}
	if h.Area, err = number(in.Area); err != nil {
		return h, err
	}
	h.Org, err = number(in.Org)
	return h, err
}

type reviewBody struct {
	Satisfied  *bool  `json:"satisfied"`
	Efficiency int    `json:"efficiency"`
	Result     int    `json:"result"`
	Attitude   int    `json:"attitude"`
	Words      string `json:"words"`
}

func (in reviewBody) input() (report.Review, error) {
	if in.Satisfied == nil { // a missing answer is not a judgement
		return report.Review{}, errBody
	}
	return report.Review{
		Satisfied: *in.Satisfied, Efficiency: in.Efficiency, Result: in.Result, Attitude: in.Attitude, Words: in.Words,
	}, nil
}

// splitBody divides a report into jobs.
type splitBody struct {
	Parts []struct {
		Words string     `json:"words"`
		To    holderBody `json:"to"`
	} `json:"parts"`
}

func (in splitBody) input() (_ []report.Part, err error) {
	parts := make([]report.Part, len(in.Parts))
	for i, p := range in.Parts {
		parts[i].Words = p.Words
		if parts[i].To, err = p.To.holder(); err != nil {
			return nil, err
		}
	}
	return parts, nil
}
