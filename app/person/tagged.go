package person

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/wordlist"
)

// Tagged returns one page of the residents of a community with a tag, for whom the actor is a keeper, in the order in which they became
// known. It leaves a line of who read which list, of where, and how many stand on it. Faults: ErrTag, ErrPlace.
func (s *Service) Tagged(ctx context.Context, who auth.Actor, community int64, tag Tag, after int64) (found pages.Page[Person], err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return found, err
	}
	path, err := s.paths(ctx)
	if err != nil {
		return found, err
	}
	place := path(community)
	if !WorksIn(who, place) {
		return found, ErrPlace
	}
	known, err := s.store.Words(ctx, wordlist.Tags)
	if err != nil {
		return found, err
	}
	i := slices.IndexFunc(known, func(w wordlist.Word) bool { return w.Code == string(tag) })
	if i < 0 {
		return found, ErrTag
	}
	in := TaggedIn{Community: community, Tag: tag}
	if !who.Covers(place, auth.Keepers...) {
		in.Homes = slices.DeleteFunc(who.Paths(auth.Keepers...), func(own string) bool { return !strings.HasPrefix(own, place) })
	}
	rows, all, err := s.store.Tagged(ctx, in, after, pages.Size+1)
	if err != nil || all == 0 {
		return found, err
	}
	return pages.Cut(rows, pages.Size, func(p Person) pages.Cursor { return pages.Cursor{ID: p.ID} }), s.noteReading(ctx, audit.Record{
		Community: community, Person: who.Person, Action: string(audit.ReadTagged), About: fmt.Sprintf("tag:%s:%d", tag, community),
		Reason: fmt.Sprintf("%s %d 人", known[i].Name, all),
	})
}

// TaggedIn is a list of residents: of a community, or of the parts of it with these paths.
type TaggedIn struct {
	Community int64
	Tag       Tag
	Homes     []string
}
