package handlers

import (
	"linli/app/appraisal"
	"linli/app/pace"
	"linli/app/report"
	"linli/app/whistle"
)

// paceView shows a report's deadlines and delay.
type paceView struct {
	Light      pace.Light `json:"light"`
	DueAt      string     `json:"due_at"`       // of the current step
	WholeDueAt string     `json:"whole_due_at"` // of the whole case
	Asked      string     `json:"asked"`        // the post that was asked because of a delay
	AskedDueAt string     `json:"asked_due_at"`
	PausedTo   string     `json:"paused_until"`
}

func (v *viewer) pace(r report.Report) paceView {
	return paceView{
		Light: r.Light(v.h.now()), DueAt: stamp(r.DueAt), WholeDueAt: stamp(r.WholeDue), Asked: v.asked(r),
		AskedDueAt: stamp(r.AskedDue), PausedTo: stamp(r.PausedUntil),
	}
}

// asked names the post that was asked because of a delay, or returns "".
func (v *viewer) asked(r report.Report) string {
	if r.Asked == (pace.Post{}) {
		return ""
	}
	return v.holder(report.InPost(r.Asked))
}

// workView is what only staff need to know of a report.
type workView struct {
	Topic       string            `json:"topic"`
	TopicName   string            `json:"topic_name"`
	Grid        string            `json:"grid_id"`
	HolderKey   string            `json:"holder_key"` // by which lists are filtered
	Level       int               `json:"level"`
	Returns     int               `json:"returns"`
	Supervision *supervisionView  `json:"supervision,omitempty"`
	Postponing  *postponementView `json:"postponement,omitempty"`
	MergedInto  string            `json:"merged_into_id"`
	Followers   int               `json:"followers"`
	Parent      string            `json:"parent_id"`
	PartCount   int               `json:"part_count"`
	Parts       []partView        `json:"parts,omitempty"`
	FollowUp    report.FollowUp   `json:"follow_up"`
	Steps       []string          `json:"steps"` // named parts of the work that are still to be done
	Can         []report.Option   `json:"can"`   // what the caller can choose to do now
}

// dutyView is what only the steward of the place needs to know.
type dutyView struct {
	Can []report.Option `json:"can"`
}

type supervisionView struct {
	DueAt string `json:"due_at"`
	Late  bool   `json:"late"`
}

type postponementView struct {
	Kind  pace.PostponeKind `json:"kind"`
	Until string            `json:"until"`
	To    string            `json:"to"`
}

type partView struct {
	ID        string       `json:"id"`
	Number    string       `json:"number"`
	Text      string       `json:"text"`
	State     report.State `json:"state"`
	StateName string       `json:"state_name"`
	Holder    string       `json:"holder"`
	DueAt     string       `json:"due_at"`
	Result    string       `json:"result"`
}

func (v *viewer) work(r report.Report) *workView {
	w := &workView{
		Topic: r.Topic, TopicName: v.rules.TopicName(r.Topic), Grid: maybe(r.Grid), HolderKey: r.Holder.Say(), Level: r.Level, Returns: r.Returns, MergedInto: maybe(r.MergedInto),
		Followers: r.Followers, Parent: maybe(r.Parent), PartCount: r.Parts, FollowUp: r.FollowUp, Steps: []string{},
	}
	if s := r.Supervision; s.By != 0 {
		w.Supervision = &supervisionView{DueAt: stamp(s.DueAt), Late: s.Late}
	}
	if p := r.Postponing; p.Kind != "" {
		w.Postponing = &postponementView{Kind: p.Kind, Until: stamp(p.Until), To: v.holder(report.InPost(p.To))}
	}
	for _, s := range v.rules.Steps(r) {
		w.Steps = append(w.Steps, s.Name)
	}
	w.Can = report.WorkOptions(v.tree, v.who.Actor, r, len(w.Steps))
	if whistle.Fits(v.tree, v.who.Actor, r) {
		w.Can = append(w.Can, report.CanWhistle)
	}
	if appraisal.Fits(v.tree, v.who.Actor, r) {
		w.Can = append(w.Can, report.CanAppraise)
	}
	return w
}

func (v *viewer) part(p report.Report) partView {
	return partView{
		ID: text(p.ID), Number: p.Say(), Text: p.Text, State: p.State, StateName: p.State.Name(), Holder: v.holder(p.Holder),
		DueAt: stamp(p.DueAt), Result: p.Result,
	}
}
