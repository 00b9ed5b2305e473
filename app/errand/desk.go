package errand

import (
	"context"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/guide"
	"linli/app/text"
	"linli/app/work"
)

// Handling holds the input of a deed on an errand. Each use case reads only the fields it needs.
type Handling struct {
	Words   string
	N       int    // See: the material, from 0
	Looked  Looked // See
	Name    string // Want
	Form    guide.Form
	To      int64  // Hand
	Outside string // HandIn: the number that the office gave
	Self    bool   // HandIn: the resident goes, and no mandate is needed
	Door    string // Fail: where to go next
}

// Proxy is somebody who can do an errand.
type Proxy struct {
	Person int64
	Name   string
	Role   auth.Role
	Area   int64
}

// Proxies returns the persons who act in the community now and can do errands: keepers first, then stewards. Faults: ErrMissing.
func (s *Service) Proxies(ctx context.Context, who auth.Actor, id int64) ([]Proxy, error) {
	e, err := s.Read(ctx, who, id)
	if err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	posts, err := s.store.PostingsAt(ctx, below(t, e.Community), auth.Proxies)
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	var all []Proxy
	for _, role := range auth.Proxies {
		for _, p := range posts {
			acts := p.ActsFor(s.now())
			if p.Role != role || acts == 0 || seen[acts] {
				continue
			}
			seen[acts] = true
			name, err := s.store.NameOf(ctx, acts)
			if err != nil {
				return nil, err
			}
			all = append(all, Proxy{acts, name, p.Role, p.Area})
		}
	}
	return all, nil
}

// below returns a community and the areas in it.
func below(t *area.Tree, community int64) []int64 {
	all := []int64{community}
	for _, kind := range []area.Kind{area.Grid, area.Building, area.Unit} {
		for _, a := range t.Under(t.Path(community), kind) {
			all = append(all, a.ID)
		}
	}
	return all
}

// Hand gives the work to a colleague, with the reason; the answer stays with the first. A mandate is for one person and
// ends; the resident is asked for a new one. Faults: ErrMissing, ErrNotYours, ErrState, ErrHolder, ErrWords.
func (s *Service) Hand(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	why, err := words(h.Words)
	if err != nil {
		return Errand{}, err
	}
	known, err := s.Proxies(ctx, who, id)
	if err != nil {
		return Errand{}, err
	}
	at := slices.IndexFunc(known, func(p Proxy) bool { return p.Person == h.To })
	if at < 0 {
		return Errand{}, ErrHolder
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		if err := d.errand.hand(h.To); err != nil {
			return Event{}, err
		}
		if err := d.passMandate(known[at]); err != nil {
			return Event{}, err
		}
		if err := d.reach(noticeYours, why, h.To); err != nil {
			return Event{}, err
		}
		return did(DidHand, known[at].Name+"："+why), d.resident(noticeHanded, known[at].Name)
	})
}

// See records what the actor found of a material, with the reason for a bad one. Faults: ErrMissing, ErrNotYours, ErrState,
// ErrMaterial, ErrWords.
func (s *Service) See(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	why, err := maywords(h.Words)
	if err != nil {
		return Errand{}, err
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		if err := d.errand.see(h.N, h.Looked, why); err != nil {
			return Event{}, err
		}
		said := d.errand.Materials[h.N].Name + "：合格"
		if h.Looked == Bad {
			said = d.errand.Materials[h.N].Name + "：" + why
		}
		return did(DidSee, said), nil
	})
}

// Want adds a material that the item does not name. Faults: ErrMissing, ErrNotYours, ErrState, ErrMaterial.
func (s *Service) Want(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	h.Name = text.Line(h.Name)
	if !text.Within(h.Name, 1, guide.MaxWord) || h.Form != "" && !slices.Contains(guide.Forms, h.Form) {
		return Errand{}, ErrMaterial
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		return did(DidWant, h.Name), d.errand.want(Material{Name: h.Name, Form: h.Form})
	})
}

// Tell tells the resident everything that is missing, in one list; a second time with the reason. Faults: ErrMissing, ErrNotYours,
// ErrState, ErrNothing, ErrTold, ErrWords.
func (s *Service) Tell(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	again, err := maywords(h.Words)
	if err != nil {
		return Errand{}, err
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		gaps, err := d.errand.tell(again, d.now)
		if err != nil {
			return Event{}, err
		}
		said := strings.Join(gaps, "、")
		if again != "" {
			said += "。" + again
		}
		return did(DidTell, said), d.resident(noticeMissing, said)
	})
}

// Resume goes on with an errand whose resident brought what was missing to the counter. Faults: ErrMissing, ErrNotYours, ErrState.
func (s *Service) Resume(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		if err := d.errand.need(Waiting); err != nil {
			return Event{}, err
		}
		d.errand.resume(d.promise, d.now)
		return did(DidResume, ""), nil
	})
}

// HandIn gives the matter to the office, in the resident's name with a mandate, or with Self by the resident, whose way counts. Faults:
// ErrMissing, ErrNotYours, ErrState, ErrGaps, ErrMandate, ErrWords.
func (s *Service) HandIn(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	h.Outside = text.Line(h.Outside)
	said, err := maywords(h.Words)
	if err != nil || !text.Within(h.Outside, 0, MaxOutside) {
		return Errand{}, ErrWords
	}
	if h.Outside != "" { // outside the transaction, which may be tried again
		said = strings.TrimSpace("回执号 " + h.Outside + " " + said)
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		if err := d.errand.handIn(h.Outside, d.promise, d.now); err != nil {
			return Event{}, err
		}
		if h.Self {
			d.errand.Trips++
		} else if err := d.needMandate(Submit); err != nil {
			return Event{}, err
		}
		if err := d.work(work.HandedIn, d.errand.Title); err != nil {
			return Event{}, err
		}
		return did(DidHandIn, said), d.resident(noticeHandedIn, said)
	})
}

// ComeBack records that the office returned the matter, and why. Faults: ErrMissing, ErrNotYours, ErrState, ErrWords.
func (s *Service) ComeBack(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	return s.said(ctx, who, id, h.Words, func(d *deed, why string) (Event, error) {
		if err := d.errand.comeBack(); err != nil {
			return Event{}, err
		}
		return did(DidReturn, why), d.resident(noticeReturned, why)
	})
}

// Finish records the result. Faults: ErrMissing, ErrNotYours, ErrState, ErrWords.
func (s *Service) Finish(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	return s.said(ctx, who, id, h.Words, func(d *deed, result string) (Event, error) {
		if err := d.errand.finish(result, d.now); err != nil {
			return Event{}, err
		}
		if err := d.work(work.DidErrand, d.errand.Title); err != nil {
			return Event{}, err
		}
		return did(DidFinish, result), d.resident(noticeDone, result)
	})
}

// Deliver records that the resident has the result; Self: they fetched it, and their way counts. Faults: ErrMissing, ErrNotYours,
// ErrState, ErrWords.
func (s *Service) Deliver(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	said, err := maywords(h.Words)
	if err != nil {
		return Errand{}, err
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		if err := d.errand.deliver(d.now); err != nil {
			return Event{}, err
		}
		if h.Self {
			d.errand.Trips++
		}
		if err := d.endMandate(); err != nil {
			return Event{}, err
		}
		return did(DidDeliver, said), d.afterwards()
	})
}

// Fail ends an errand that cannot be done, with the reason and the next door. Faults: ErrMissing, ErrNotYours, ErrState, ErrWords.
func (s *Service) Fail(ctx context.Context, who auth.Actor, id int64, h Handling) (Errand, error) {
	door, err := words(h.Door)
	if err != nil {
		return Errand{}, err
	}
	return s.said(ctx, who, id, h.Words, func(d *deed, why string) (Event, error) {
		if err := d.errand.fail(why, door, d.now); err != nil {
			return Event{}, err
		}
		if err := d.release(); err != nil {
			return Event{}, err
		}
		return did(DidFail, why+"。"+door), d.resident(noticeCannot, why+"。"+door)
	})
}

// Trip counts one way of the resident. Faults: ErrMissing, ErrNotYours, ErrState.
func (s *Service) Trip(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) { return did(DidTrip, ""), d.errand.trip() })
}

// said is act for a deed that needs words.
func (s *Service) said(ctx context.Context, who auth.Actor, id int64, spoken string, do func(*deed, string) (Event, error)) (Errand, error) {
	clean, err := words(spoken)
	if err != nil {
		return Errand{}, err
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) { return do(d, clean) })
}
