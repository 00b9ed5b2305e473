package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/fault"
	"linli/app/media"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/when"
)

// drawer is the service of papers with a database and a folder. The staff with id 50 work on every matter, others on none.
type drawer struct {
	*paper.Service
	t     *testing.T
	db    *DB
	clock *testClock
	blobs *faultyBlobs
	wang  int64 // a resident of community 2
}

const (
	helper   = 50 // works on every matter
	stranger = 51 // works on none
)

// faultyBlobs fail when asked to.
type faultyBlobs struct {
	media.Blobs
	put, del error
	last     string // key written last
}

func (b *faultyBlobs) Put(ctx context.Context, key string, data []byte, kind string) error {
	if b.last = key; b.put != nil {
		return b.put
	}
	return b.Blobs.Put(ctx, key, data, kind)
}

func (b *faultyBlobs) Delete(ctx context.Context, key string) error {
	if b.del != nil {
		return b.del
	}
	return b.Blobs.Delete(ctx, key)
}

func (d *drawer) Tree(context.Context) (*area.Tree, error) {
	return area.NewTree([]area.Area{
		{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/"},
		{ID: 4, Parent: 1, Community: 4, Kind: area.Community, Path: "/1/4/"},
	}, nil), nil
}

func newDrawer(t *testing.T, db *DB) *drawer {
	t.Helper()
	d := &drawer{t: t, db: db, clock: newClock(), blobs: &faultyBlobs{Blobs: folderOf(t)}}
	db.now = d.clock.Now
	d.wang = d.lives(2)
	d.Service = paper.NewService(paper.Config{
		Store: NewPapers(db), Blobs: d.blobs, Seal: db.Vault(), Areas: d, Now: d.clock.Now,
		Rights: map[string]paper.Right{"errand": func(_ context.Context, who auth.Actor, _ int64) (paper.Matter, error) {
			if who.Person == helper {
				return paper.Matter{Person: d.wang}, nil
			}
			return paper.Matter{}, fault.New(fault.Missing, "errand.missing", "未找到")
		}},
	})
	return d
}

// lives adds a person of a community.
func (d *drawer) lives(community int64) int64 {
	d.t.Helper()
	p := person.Person{Name: "王", Community: community, CreatedAt: d.clock.Now()}
	d.must(d.db.inTx(d.t.Context(), func(tx *tx) error { return tx.AddPerson(d.t.Context(), &p) }))
	return p.ID
}

func (d *drawer) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// is fails unless err is the fault.
func (d *drawer) is(what string, err, want error) {
	d.t.Helper()
	if !errors.Is(err, want) {
		d.t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func (d *drawer) same(what string, got, want any) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// adds hands in a paper of 王.
func (d *drawer) adds(by int64, a paper.Adding) paper.Paper {
	d.t.Helper()
	a.Person = d.wang
	if a.Name == "" {
		a.Name = "身份证复印件"
	}
	if a.Data == nil {
		a.Data = testPhoto(d.t)
	}
	p, err := d.Add(d.t.Context(), auth.Actor{Person: by}, a)
	d.must(err)
	return p
}

// use puts a paper into a matter, as its package does.
func (d *drawer) use(id int64, about string, by int64) error {
	return d.db.inTx(d.t.Context(), func(tx *tx) error { return paper.Use(d.t.Context(), tx, id, d.wang, about, by, d.clock.Now()) })
}

func (d *drawer) release(about string) {
	d.t.Helper()
	d.must(d.db.inTx(d.t.Context(), func(tx *tx) error { return paper.Release(d.t.Context(), tx, about, d.clock.Now()) }))
}

func (d *drawer) opens(by, id int64, about string) error {
	_, err := d.Open(d.t.Context(), auth.Actor{Person: by}, id, about)
	return err
}

func (d *drawer) lines(action string) int {
	d.t.Helper()
	return number(d.t, d.db, `SELECT COUNT(*) FROM audit_record WHERE action = ?`, action)
}

func (d *drawer) rows() int {
	d.t.Helper()
	return number(d.t, d.db, `SELECT COUNT(*) FROM paper`)
}

// stored says whether a blob is stored.
func (d *drawer) stored(key string) bool {
	d.t.Helper()
	r, _, err := d.blobs.Get(d.t.Context(), key)
	if errors.Is(err, media.ErrMissing) {
		return false
	}
	d.must(err)
	d.must(r.Close())
	return true
}

func (d *drawer) agrees(yes bool) {
	d.t.Helper()
	d.must(d.db.inTx(d.t.Context(), func(tx *tx) error {
		if yes {
			return consent.Give(d.t.Context(), tx, consent.Consent{Person: d.wang, Kind: consent.Papers, How: consent.Self, From: d.clock.Now()})
		}
		return consent.Withdraw(d.t.Context(), tx, d.wang, consent.Papers, consent.Self, 0, d.clock.Now())
	}))
}

func TestAPaperIsSealed(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		p, other := d.adds(d.wang, paper.Adding{Keep: true}), d.adds(d.wang, paper.Adding{Keep: true, Name: "户口本首页"})
		r, _, err := d.blobs.Get(t.Context(), p.Key)
		d.must(err)
		sealed, err := io.ReadAll(r)
		d.must(errors.Join(err, r.Close()))
		if bytes.Contains(sealed, []byte("\xff\xd8\xff")) || bytes.Contains(sealed, []byte("JFIF")) {
			t.Error("the blob can be read")
		}
		c, err := d.Open(t.Context(), auth.Actor{Person: d.wang}, p.ID, "")
		d.must(err)
		if c.Type != "image/jpeg" || http.DetectContentType(c.Bytes) != "image/jpeg" || bytes.Contains(c.Bytes, []byte("Exif")) || len(c.Bytes) != p.Bytes {
			t.Errorf("opened: %s, %d bytes", c.Type, len(c.Bytes))
		}
		d.same("lines of the own opening", d.lines("paper.open_own"), 1)
		d.same("rows of the media table", number(t, db, `SELECT COUNT(*) FROM media_file`), 0)

		d.must(d.blobs.Put(t.Context(), other.Key, sealed, ""))
		if err := d.opens(d.wang, other.ID, ""); err == nil || strings.Contains(err.Error(), "王") {
			t.Errorf("a blob under the key of another: %v", err)
		}
	})
}

func TestWhoMayNotOpenLeavesALine(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		p := d.adds(d.wang, paper.Adding{})
		d.must(d.use(p.ID, "errand:12", d.wang))
		d.is("another resident", d.opens(d.lives(2), p.ID, ""), paper.ErrMissing)
		d.is("a colleague", d.opens(stranger, p.ID, "errand:12"), paper.ErrMissing)
		d.is("of another matter", d.opens(helper, p.ID, "errand:13"), paper.ErrMissing)
		d.is("words instead of a matter", d.opens(helper, p.ID, "王的 13812345678"), paper.ErrMissing)
		d.same("lines of the refused", d.lines("paper.refused"), 4)
		d.same("what a client sends in the lines", number(t, db, `SELECT COUNT(*) FROM audit_record WHERE reason LIKE '%138%'`), 0)
		d.is("no such paper", d.opens(helper, p.ID+9, "errand:12"), paper.ErrMissing)
		d.is("nobody", d.opens(0, p.ID, ""), auth.ErrLogin)
		d.must(d.opens(helper, p.ID, "errand:12"))
		d.must(d.opens(helper, p.ID, "errand:12"))
		d.same("lines of the openings", d.lines("paper.open"), 2)
		d.same("whom they name", number(t, db, `
			SELECT COUNT(*) FROM audit_record WHERE action = 'paper.open' AND person_id = 50 AND community_id = 2 AND reason LIKE '%errand:12'`), 2)

		_, err := d.Keep(t.Context(), auth.Actor{Person: helper}, p.ID)
		d.is("kept by another", err, paper.ErrMissing)
		d.is("deleted by another", d.Delete(t.Context(), auth.Actor{Person: helper}, p.ID, true), paper.ErrMissing)
		_, err = d.Add(t.Context(), auth.Actor{Person: stranger}, paper.Adding{Person: d.wang, Name: "户口本", Data: testPhoto(t)})
		d.is("added by a stranger", err, paper.ErrMissing)
		clerk := auth.Actor{Person: stranger, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}
		added, err := d.Add(t.Context(), clerk, paper.Adding{Person: d.wang, Name: "户口本", Data: testPhoto(t), Keep: true})
		d.must(err)
		d.same("by", added.By, int64(stranger))
		d.same("staff keep nothing", added.Kept, false)
		d.is("added, not to open", d.opens(stranger, added.ID, ""), paper.ErrMissing)
		d.same("on whose matter one works", d.adds(helper, paper.Adding{About: "errand:12"}).Way, paper.AtCounter)
	})
}

// The same document serves two errands; each further one asks, and not after the consent was withdrawn.
func TestOneDocumentInTwoErrands(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		p := d.adds(helper, paper.Adding{About: "errand:1"})
		d.must(d.use(p.ID, "errand:1", helper))
		d.must(d.opens(helper, p.ID, "errand:1"))
		d.is("without consent", d.use(p.ID, "errand:2", helper), paper.ErrConsent)
		d.agrees(true)
		d.must(d.use(p.ID, "errand:2", helper))
		d.must(d.use(p.ID, "errand:2", helper)) // twice is once
		d.is("asked", d.opens(helper, p.ID, "errand:2"), paper.ErrAsked)
		d.must(d.db.inTx(t.Context(), func(tx *tx) error {
			n, err := paper.Count(t.Context(), tx, "errand:2")
			d.same("papers to open", n, 0)
			return err
		}))
		_, err := d.Answer(t.Context(), auth.Actor{Person: helper}, p.ID, paper.Answer{About: "errand:2", Yes: true})
		d.is("staff answer", err, paper.ErrMissing)
		wang := auth.Actor{Person: d.wang}
		_, err = d.Answer(t.Context(), wang, p.ID, paper.Answer{About: "errand:2", Yes: true})
		d.must(err)
		_, err = d.Answer(t.Context(), wang, p.ID, paper.Answer{About: "errand:2", Yes: false})
		d.is("answered twice", err, paper.ErrAnswer)
		d.must(d.opens(helper, p.ID, "errand:2"))

		d.must(d.use(p.ID, "errand:3", helper))
		_, err = d.Answer(t.Context(), wang, p.ID, paper.Answer{About: "errand:3", Yes: false})
		d.must(err)
		d.is("declined", d.opens(helper, p.ID, "errand:3"), paper.ErrMissing)
		d.same("notices", number(t, db, `SELECT COUNT(*) FROM notify_notice WHERE kind = 'paper.asked' AND person_id = ?`, d.wang), 2)
		d.agrees(false)
		d.is("after the withdrawal", d.use(p.ID, "errand:4", helper), paper.ErrConsent)
		d.must(d.opens(helper, p.ID, "errand:2")) // what was agreed stays
		d.must(d.use(p.ID, "errand:5", d.wang))   // the person needs no consent

		found, err := d.For(t.Context(), "errand:2")
		d.must(err)
		d.same("papers of the second errand", len(found), 1)
		d.same("uses", len(found[0].Uses), 3)
		d.release("errand:1")
		d.release("errand:2")
		one, err := NewPapers(db).Paper(t.Context(), p.ID)
		d.must(err)
		d.same("in use by the third", one.DropAt.IsZero(), true)
		li := d.lives(2)
		d.is("another's paper", d.db.inTx(t.Context(), func(tx *tx) error {
			return paper.Use(t.Context(), tx, p.ID, li, "errand:6", helper, d.clock.Now())
		}), paper.ErrMissing)
	})
}

func TestAPaperGoesThirtyDaysAfterTheEnd(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		wang := auth.Actor{Person: d.wang}
		p, kept := d.adds(d.wang, paper.Adding{}), d.adds(d.wang, paper.Adding{})
		unused, early := d.adds(d.wang, paper.Adding{}), d.adds(d.wang, paper.Adding{})
		for _, one := range []paper.Paper{p, kept, early} {
			d.must(d.use(one.ID, "errand:1", d.wang))
		}
		d.must(d.db.inTx(t.Context(), func(tx *tx) error { return paper.EndUse(t.Context(), tx, early.ID, "errand:1", d.clock.Now()) }))
		d.clock.Forward(10 * 24 * time.Hour)
		d.must(d.DropDue(t.Context()))
		d.same("a week without use", d.stored(unused.Key), false)
		d.same("rows", d.rows(), 3)
		d.release("errand:1")
		_, err := d.Keep(t.Context(), wang, kept.ID)
		d.must(err)

		d.clock.Forward(paper.KeepAfter - time.Millisecond)
		d.must(d.opens(helper, p.ID, "errand:1"))
		d.must(d.DropDue(t.Context()))
		d.same("taken out earlier", d.stored(early.Key), false)
		d.same("the day before", d.stored(p.Key), true)
		d.clock.Forward(time.Millisecond)
		n, err := d.Due(t.Context())
		d.must(err)
		d.same("the dry run", n, 1)
		d.same("which deletes nothing", d.stored(p.Key), true)
		d.is("the matter's staff no longer open it", d.opens(helper, kept.ID, "errand:1"), paper.ErrMissing)
		d.must(d.DropDue(t.Context()))
		d.same("the bytes", d.stored(p.Key), false)
		d.is("the row", d.opens(d.wang, p.ID, ""), paper.ErrMissing)
		d.must(d.opens(d.wang, kept.ID, ""))

		back, err := d.Unkeep(t.Context(), wang, kept.ID)
		d.must(err)
		d.same("no longer kept", back.DropAt, d.clock.Now().Add(paper.KeepUnused))
		d.clock.Forward(paper.KeepUnused)
		d.must(d.DropDue(t.Context()))
		d.same("rows at last", d.rows()+number(t, db, `SELECT COUNT(*) FROM paper_use`), 0)
	})
}

// Whatever is interrupted, no bytes stay without a row, and no row without an end.
func TestNoBytesAreLeftBehind(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		d.blobs.put = errors.New("the disk is full")
		_, err := d.Add(t.Context(), auth.Actor{Person: d.wang}, paper.Adding{Person: d.wang, Name: "户口本", Data: testPhoto(t)})
		d.is("no place", err, paper.ErrBusy)
		d.blobs.put = nil
		d.must(d.blobs.Put(t.Context(), d.blobs.last, []byte("half"), "")) // killed between the bytes and the row
		found, err := d.Of(t.Context(), auth.Actor{Person: d.wang})
		d.must(err)
		d.same("what did not arrive is in no list", len(found), 0)
		d.must(d.DropDue(t.Context()))
		d.same("not yet", d.rows(), 1)
		d.clock.Forward(time.Hour)
		d.must(d.DropDue(t.Context()))
		d.same("rows", d.rows(), 0)
		d.same("bytes", d.stored(d.blobs.last), false)

		p := d.adds(d.wang, paper.Adding{Keep: true})
		d.blobs.del = errors.New("the disk is away")
		if err := d.Delete(t.Context(), auth.Actor{Person: d.wang}, p.ID, false); err == nil {
			t.Error("nothing said")
		}
		d.is("opened while it goes", d.opens(d.wang, p.ID, ""), paper.ErrMissing)
		if err := d.DropDue(t.Context()); err == nil {
			t.Error("the job says nothing")
		}
		d.blobs.del = nil
		d.must(d.DropDue(t.Context()))
		d.same("rows", d.rows(), 0)
		d.same("bytes", d.stored(p.Key), false)
	})
}

func TestAPaperInUseIsDeletedOnDemandOnly(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		wang := auth.Actor{Person: d.wang}
		p := d.adds(d.wang, paper.Adding{Keep: true})
		d.must(d.use(p.ID, "errand:1", d.wang))
		d.is("in use", d.Delete(t.Context(), wang, p.ID, false), paper.ErrInUse)
		d.must(d.Delete(t.Context(), wang, p.ID, true))
		found, err := d.For(t.Context(), "errand:1")
		d.must(err)
		d.same("the errand finds it gone", len(found), 0)
		d.same("bytes", d.stored(p.Key), false)
		d.is("used again", d.use(p.ID, "errand:2", d.wang), paper.ErrMissing)
		d.release("errand:1") // of what is gone
	})
}

func TestWhatIsNoPaper(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		today := when.DateOf(d.clock.Now())
		for what, c := range map[string]struct {
			a    paper.Adding
			want error
		}{
			"no name":          {paper.Adding{Name: "本"}, paper.ErrName},
			"a long name":      {paper.Adding{Name: strings.Repeat("本", 31)}, paper.ErrName},
			"a number":         {paper.Adding{Name: "身份证 211381199001011234"}, paper.ErrName},
			"wide digits":      {paper.Adding{Name: "身份证２１１３８１"}, paper.ErrName},
			"expired":          {paper.Adding{Name: "居住证", Valid: when.DateOf(today.Time().Add(-time.Hour))}, paper.ErrValid},
			"no picture":       {paper.Adding{Name: "居住证", Data: []byte("MZ program")}, media.ErrNotPicture},
			"a bomb":           {paper.Adding{Name: "居住证", Data: bomb()}, media.ErrTooMany},
			"nothing":          {paper.Adding{Name: "居住证", Data: []byte{}}, media.ErrEmpty},
			"more than 10 MB":  {paper.Adding{Name: "居住证", Data: make([]byte, 10<<20+1)}, media.ErrTooLarge},
			"the last day":     {paper.Adding{Name: "居住证", Valid: today}, nil},
			"a year in a name": {paper.Adding{Name: "2025年度收入证明"}, nil},
		} {
			c.a.Person = d.wang
			if c.a.Data == nil {
				c.a.Data = testPhoto(t)
			}
			_, err := d.Add(t.Context(), auth.Actor{Person: d.wang}, c.a)
			d.is(what, err, c.want)
		}
		d.same("rows", d.rows(), 2)
		p := d.adds(d.wang, paper.Adding{Valid: today})
		d.clock.Forward(24 * time.Hour)
		d.is("expired since", d.use(p.ID, "errand:1", d.wang), paper.ErrExpired)
		for d.rows() < paper.MaxPapers {
			d.adds(d.wang, paper.Adding{})
		}
		_, err := d.Add(t.Context(), auth.Actor{Person: d.wang}, paper.Adding{Person: d.wang, Name: "户口本", Data: testPhoto(t)})
		d.is("one too many", err, paper.ErrFull)
	})
}

// bomb is a small PNG that declares 60000 × 60000 pixels.
func bomb() []byte {
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head, 60000)
	binary.BigEndian.PutUint32(head[4:], 60000)
	head[8], head[9] = 8, 2
	chunk := append([]byte("IHDR"), head...)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

func TestARepeatedUploadIsOnePaper(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		who := auth.Actor{Person: d.wang, Request: "same"}
		first, err := d.Add(t.Context(), who, paper.Adding{Person: d.wang, Name: "户口本", Data: testPhoto(t)})
		d.must(err)
		again, err := d.Add(t.Context(), who, paper.Adding{Person: d.wang, Name: "户口本", Data: testPhoto(t)})
		d.must(err)
		d.same("the paper", again.ID, first.ID)
		d.same("rows", d.rows(), 1)
	})
}

// Of twenty who put one paper into one matter at once, one does; a deletion meanwhile leaves nothing half.
func TestAPaperIsUsedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		p := d.adds(d.wang, paper.Adding{})
		start := make(chan struct{})
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				<-start
				if err := d.use(p.ID, "errand:1", d.wang); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		group.Wait()
		d.same("uses", number(t, db, `SELECT COUNT(*) FROM paper_use`), 1)
	})
}

func TestPapersFollowTheirPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		d := newDrawer(t, db)
		li := d.lives(2)
		p := d.adds(d.wang, paper.Adding{Keep: true})
		d.must(d.use(p.ID, "errand:1", d.wang))
		d.must(d.db.inTx(t.Context(), func(tx *tx) error { return tx.MergePerson(t.Context(), d.wang, li) }))
		d.must(d.opens(li, p.ID, ""))
		d.is("the merged one", d.opens(d.wang, p.ID, ""), paper.ErrMissing)

		d.must(d.db.inTx(t.Context(), func(tx *tx) error {
			return tx.LeaveRecords(t.Context(), person.Person{ID: li}, d.clock.Now())
		}))
		d.is("who left", d.opens(li, p.ID, ""), paper.ErrMissing)
		d.is("the matter's staff", d.opens(helper, p.ID, "errand:1"), paper.ErrMissing)
		d.same("names", number(t, db, `SELECT COUNT(*) FROM paper WHERE name <> '' OR person_id <> 0`), 0)
		d.must(d.DropDue(t.Context()))
		d.same("rows", d.rows()+number(t, db, `SELECT COUNT(*) FROM paper_use`), 0)
		d.same("bytes", d.stored(p.Key), false)
	})
}
