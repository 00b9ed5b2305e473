package person

import (
	"context"
	"slices"
	"time"

	"linli/app/fault"
)

// ErrTag is returned for a word that is no tag.
var ErrTag = fault.New(fault.Invalid, "person.tag", "请选择列表中的标签")

// Tag is what staff know of a resident whom the community looks after (S125). Only staff of the place see it; it is in
// no notice and no log.
type Tag string

// The tags.
const (
	Aged     Tag = "aged"     // 高龄
	Alone    Tag = "alone"    // 独居
	Frail    Tag = "frail"    // 失能
	Kinless  Tag = "kinless"  // 孤寡
	Hardship Tag = "hardship" // 困难
	Disabled Tag = "disabled" // 残疾
	Honoured Tag = "honoured" // 优抚
	Bereaved Tag = "bereaved" // 失独
)

// Tags lists them all, in the order in which they are shown.
var Tags = []Tag{Aged, Alone, Frail, Kinless, Hardship, Disabled, Honoured, Bereaved}

var tagNames = map[Tag]string{
	Aged: "高龄", Alone: "独居", Frail: "失能", Kinless: "孤寡", Hardship: "困难", Disabled: "残疾", Honoured: "优抚",
	Bereaved: "失独",
}

// Name returns the tag in Chinese.
func (t Tag) Name() string { return tagNames[t] }

// CheckTags returns the tags each once and in order, or ErrTag.
func CheckTags(all []Tag) ([]Tag, error) {
	for _, t := range all {
		if !slices.Contains(Tags, t) {
			return nil, ErrTag
		}
	}
	var kept []Tag
	for _, t := range Tags {
		if slices.Contains(all, t) {
			kept = append(kept, t)
		}
	}
	return kept, nil
}

// TagReader gives the tags of a person, in or outside a transaction.
type TagReader interface {
	// TagsOf returns them in the order of Tags.
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
