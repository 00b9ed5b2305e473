package handlers

import "linli/app/roster"

// mostShown is the most rows of a preview that are shown one by one; the counts are of all.
const mostShown = 3000

type previewView struct {
	Token    string        `json:"token"`
	Counts   []countView   `json:"counts"`
	Changes  []changeView  `json:"changes"`
	More     int           `json:"more"`
	Problems []problemView `json:"problems"`
	Notes    []problemView `json:"notes"`
	Follows  []followView  `json:"follows"`
}

type countView struct {
	Sheet   string `json:"sheet"`
	Added   int    `json:"added"`
	Changed int    `json:"changed"`
	Same    int    `json:"same"`
}

type changeView struct {
	Sheet  string      `json:"sheet"`
	Row    int         `json:"row"`
	Code   string      `json:"code"`
	Title  string      `json:"title"`
	Deed   roster.Deed `json:"deed"`
	Fields []fieldView `json:"fields"`
}

type fieldView struct {
	Column string `json:"column"`
	Old    string `json:"old"`
	New    string `json:"new"`
}

type problemView struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Reason string `json:"reason"`
}

type followView struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Text  string `json:"text"`
}

func viewPreview(p roster.Preview) previewView {
	v := previewView{
		Token: p.Token, Counts: []countView{}, Changes: []changeView{}, Problems: viewProblems(p.Problems),
		Notes:   viewProblems(p.Summary.Notes),
		Follows: each(p.Follows, func(f roster.Follow) followView { return followView(f) }).Items,
	}
	for _, s := range roster.Sheets() {
		v.Counts = append(v.Counts, countView{s.Name, p.Summary.Added[s.Name], p.Summary.Changed[s.Name], p.Summary.Same[s.Name]})
	}
	// what changes comes before what does not, so that it is not what is left out
	for _, same := range []bool{false, true} {
		for _, c := range p.Changes {
			if (c.Deed == roster.Same) != same {
				continue
			}
			if len(v.Changes) == mostShown {
				v.More++
				continue
			}
			v.Changes = append(v.Changes, changeView{
				c.Sheet, c.Row, c.Code, c.Title, c.Deed, each(c.Fields, func(f roster.Field) fieldView { return fieldView(f) }).Items,
			})
		}
	}
	return v
}

func viewProblems(all []roster.Problem) []problemView {
	return each(all, func(p roster.Problem) problemView { return problemView(p) }).Items
}
