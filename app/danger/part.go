package danger

// part is a stretch of a text that is scored by itself, so that an emergency at the end of a long message counts as if it
// stood alone.
type part struct {
	from, to int // runes
	best     int // the plainest frame in it
	kind     Kind
}

// A text of at most onePart runes is one part. In a longer one every frame with the runes around it is a part, and so are
// stretches of partLength that begin partStep after each other.
const (
	onePart    = 60
	partLength = 40
	partStep   = 20
	partAround = 12
	mostParts  = 100
)

// parts cuts a text of so many runes.
func parts(length int) []part {
	if length <= onePart {
		return []part{{to: length, best: -longest}}
	}
	var all []part
	for from := 0; ; from += partStep {
		to := min(from+partLength, length)
		all = append(all, part{from: max(to-partLength, 0), to: to})
		if to == length {
			return all
		}
	}
}

// put notes a frame of this weight.
func put(all []part, s span, weight int, kind Kind, length int) []part {
	if length <= onePart {
		if weight > all[0].best {
			all[0].best, all[0].kind = weight, kind
		}
		return all
	}
	p := part{max(s.from-partAround, 0), min(s.to+partAround, length), weight, kind}
	for i := range all {
		if all[i].from == p.from && all[i].to == p.to {
			if weight > all[i].best || all[i].kind == "" {
				all[i].best, all[i].kind = weight, kind
			}
			return all
		}
	}
	if weight < 1 || len(all) >= mostParts {
		return all
	}
	return append(all, p)
}

// weight is what the frames and what is learned say together.
func (r *Reader) weight(p part, said []rune, tags []tag) float64 {
	var seen classes
	for _, t := range tags {
		if t.from >= p.from && t.to <= p.to {
			seen.add(t.is)
		}
	}
	return framed[max(min(p.best, len(framed)-1), 0)] + r.score(string(said[p.from:p.to]), seen)
}
