package store

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/news"
	"linli/app/report"
)

type oneCommunity struct{}

func (oneCommunity) Tree(context.Context) (*area.Tree, error) {
	return area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"}, {ID: mixedCommunity, Parent: 1, Kind: area.Community, Community: mixedCommunity, Path: "/1/2/"},
	}, nil), nil
}

// A line whose number was given earlier and whose transaction is committed later is told; one that is rolled back is not waited for.
func TestLinesCommittedOutOfOrderAreTold(t *testing.T) {
	t.Parallel()
	db := openTestMySQL(t) // SQLite has one writer at a time
	post := report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: mixedCommunity}
	var all []int64
	for i := range 3 {
		r := report.Report{
			Number: 261129000 + int64(i), Community: mixedCommunity, Author: mixedAuthor, Source: report.Chat, Category: "utility", Text: "灯",
			Area: mixedCommunity, State: report.Submitted, Holder: post, SubmittedAt: db.now(),
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.AddReport(t.Context(), &r); return err }); err != nil {
			t.Fatal(err)
		}
		all = append(all, r.ID)
	}
	say := func(tx *tx, id int64) error {
		e := report.Event{Report: id, Holder: post}
		e.Kind, e.At = report.DidReply, db.now()
		return tx.AddEvent(t.Context(), &e)
	}
	written, commit, ended := make(chan bool), make(chan error), make(chan error, 2)
	for _, id := range all[:2] { // the first is rolled back, the second is committed late
		go func() {
			ended <- db.inTx(t.Context(), func(tx *tx) error {
				if err := say(tx, id); err != nil {
					return err
				}
				written <- true
				return <-commit
			})
		}()
		<-written
	}
	if err := db.inTx(t.Context(), func(tx *tx) error { return say(tx, all[2]) }); err != nil {
		t.Fatal(err)
	}
	s := news.NewService(news.Config{Store: NewNews(db), Areas: oneCommunity{}, Now: db.now})
	who := auth.Actor{Person: 3, Postings: []auth.Posting{{Role: auth.Clerk, Area: mixedCommunity, Path: "/1/2/"}}}
	start, err := s.Wait(t.Context(), who, "")
	if err != nil {
		t.Fatal(err)
	}
	gaveUp := errors.New("rolled back")
	commit <- gaveUp
	commit <- nil
	if a, b := <-ended, <-ended; !errors.Is(errors.Join(a, b), gaveUp) || a != nil && b != nil {
		t.Fatal(a, b)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	got, err := s.Wait(ctx, who, start.Next.String())
	if err != nil || len(got.Items) != 1 || !slices.Contains(all[:2], got.Items[0].Report) {
		t.Errorf("told %+v, %v", got, err)
	}
}
