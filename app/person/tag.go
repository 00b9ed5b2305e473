package person

import (
	"context"
	"slices"
	"time"

	"linli/app/fault"
	"linli/app/wordlist"
)

// ErrTag is returned for a word that is no tag.
var ErrTag = fault.New(fault.Invalid, "person.tag", "请选择列表中的标签")

// Tag is what staff know of a resident whom the community looks after (S125). Only staff of the place see it; it is in
// no notice and no log.
type Tag string

// The tags for which the program has rules; the county names them, and adds others (app/wordlist).
const (
	Aged     Tag = "aged"     // 高龄
	Alone    Tag = "alone"    // 独居
	Frail    Tag = "frail"    // 失能
	Kinless  Tag = "kinless"  // 孤寡
	Hardship Tag = "hardship" // 困难
	Disabled Tag = "disabled" // 残疾
	Honoured Tag = "honoured" // 优抚
	Bereaved Tag = "bereaved" // 失独
	// EmptyNest is who lives without their children.
	EmptyNest Tag = "empty_nest" // 空巢
)

// CheckTags returns the tags each once and in the order of the county's list, or ErrTag for one that is not in it.
func CheckTags(all []Tag, known []wordlist.Word) ([]Tag, error) {
	var kept []Tag
	for _, w := range known {
		if slices.Contains(all, Tag(w.Code)) {
			kept = append(kept, Tag(w.Code))
		}
	}
	for _, t := range all {
		if !slices.Contains(kept, t) {
			return nil, ErrTag
		}
	}
	return kept, nil
}

// TagReader gives the tags of a person, in or outside a transaction.
type TagReader interface {
	// TagsOf returns them in the order of the county's list.
	TagsOf(ctx context.Context, person int64) ([]Tag, error)
}

// Tagging is one tag given to a person.
type Tagging struct {
	Person    int64
	Tag       Tag
	Community int64
	By        int64
	At        time.Time
}
