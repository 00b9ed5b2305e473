package report

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"linli/app/fault"
)

// UndoWithin is how long the author may take back an urgent report. Afterwards only staff end it: somebody else may have
// noticed the danger and withdrawn the words under pressure or by mistake.
const UndoWithin = 10 * time.Minute

// ErrUrgent is returned for withdrawing an urgent report later than that.
var ErrUrgent = fault.New(fault.Conflict, "report.urgent", "紧急事件已经有人处理，要撤回请打社区电话")

// tellsOf are the lines whose words may speak of danger: what authors and stewards say about the matter after it was
// submitted, and what staff hear in a voice message.
var tellsOf = []EventKind{DidAdd, DidAnswer, DidReopen, DidReview, DidLook, DidFollowUp, DidTranscribe}

// hear makes the report urgent when the line of this deed speaks of danger, tells the holder and has stewards alerted. A
// report that ended is handled again. The danger in a merged report counts for the main one.
func (d deed) hear(said Event) error {
	if _, found := d.rules.Dangers.Read(said.Text); !found || !slices.Contains(tellsOf, said.Kind) {
		return nil
	}
	if d.report.State != Merged {
		return d.raise(said.Text)
	}
	main, err := d.tx.LockReport(d.ctx, d.report.MergedInto)
	if err != nil {
		return err
	}
	o := d
	o.report = &main
	if err := o.raise(said.Text); err != nil {
		return err
	}
	return d.tx.SaveReport(d.ctx, main)
}

// raise makes a report urgent.
func (d deed) raise(words string) error {
	r := d.report
	if !r.Open() {
		r.again(d.promise(), d.now)
	}
	if r.Urgent {
		return nil
	}
	r.hurry(d.scene, d.now)
	if err := d.note(r, public(DidAlarm, "")); err != nil {
		return err
	}
	if err := d.holder(NoticeDanger, words); err != nil {
		return err
	}
	return d.tx.AddJob(d.ctx, SubmittedJob, r.ID, d.now)
}

// correct takes what staff say about the danger: stewards are alerted, or told that they need not go. The line in the timeline
// is what the store lists as Misread.
func (d deed) correct() error {
	if d.Urgent == nil || *d.Urgent == d.report.Urgent {
		return nil
	}
	said := internal(DidAlarm, "工作人员认定紧急")
	if d.report.Urgent {
		said = internal(DidCalm, "工作人员认定不紧急")
	}
	d.report.Urgent = *d.Urgent
	if err := d.note(d.report, said); err != nil {
		return err
	}
	return d.tx.AddJob(d.ctx, SubmittedJob, d.report.ID, d.now)
}

// Misread is a report whose danger staff corrected: the words say more or less than the reader found.
type Misread struct {
	Text   string
	Danger bool // what staff say
}

// Line returns the report as a line of the corpus of danger, with the numbers of telephones and papers hidden.
func (m Misread) Line() string {
	kind := "none"
	if m.Danger {
		kind = "help"
	}
	return kind + "\t" + longNumber.ReplaceAllString(strings.ReplaceAll(m.Text, "\n", " "), "#")
}

var longNumber = regexp.MustCompile(`\d[\d\- ]{5,}\d`)
