package search

import (
	"cmp"
	"slices"
)

// The index says for each pair of characters and each community in which blocks of reports the pair occurs, a bit for each
// block. A block is blockSize successive ids. Bits are only ever set: what a bit promises is verified in the texts.
const (
	blockSize = 2048
	// rowBits is how many blocks one row of the index has.
	rowBits = 512
)

// Row is one row of the index.
type Row struct {
	Pair      int64
	Community int64
	Segment   int64 // the blocks from Segment*rowBits on
	Bits      []byte
}

func blockOf(report int64) int64 { return report / blockSize }

// idsOf returns the first and the last id of a block.
func idsOf(block int64) (from, to int64) { return block * blockSize, (block+1)*blockSize - 1 }

// Set sets the bit of a block.
func (r *Row) set(block int64) {
	at := block % rowBits
	if need := int(at/8) + 1; len(r.Bits) < need {
		r.Bits = append(r.Bits, make([]byte, need-len(r.Bits))...)
	}
	r.Bits[at/8] |= 1 << (at % 8)
}

// Join adds the bits of another row, and says whether there was a new one.
func (r *Row) Join(more []byte) (grown bool) {
	if len(r.Bits) < len(more) {
		r.Bits = append(r.Bits, make([]byte, len(more)-len(r.Bits))...)
	}
	for i, b := range more {
		grown = grown || b&^r.Bits[i] != 0
		r.Bits[i] |= b
	}
	return grown
}

// rowsOf returns the rows of the index that texts need.
func rowsOf(texts []Text) []Row {
	type key struct{ pair, community, segment int64 }
	all := map[key]*Row{}
	for _, t := range texts {
		block := blockOf(t.Report)
		for _, p := range pairsOf(Fold(t.Text), Fold(t.Place)) {
			k := key{p, t.Community, block / rowBits}
			if all[k] == nil {
				all[k] = &Row{Pair: p, Community: t.Community, Segment: k.segment}
			}
			all[k].set(block)
		}
	}
	rows := make([]Row, 0, len(all))
	for _, r := range all {
		rows = append(rows, *r)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Segment, b.Segment), cmp.Compare(a.Pair, b.Pair))
	})
	return rows
}

// candidate is a block in which the words may occur, and where.
type candidate struct {
	block       int64
	communities []int64
}

// candidates returns the blocks that have all pairs, the newest first.
func candidates(pairs []int64, rows []Row) []candidate {
	type place struct{ community, segment int64 }
	count, bits := map[place]int{}, map[place][]byte{}
	for _, r := range rows {
		at := place{r.Community, r.Segment}
		if count[at]++; count[at] == 1 {
			bits[at] = slices.Clone(r.Bits)
			continue
		}
		both := bits[at][:min(len(bits[at]), len(r.Bits))]
		for i := range both {
			both[i] &= r.Bits[i]
		}
		bits[at] = both
	}
	in := map[int64][]int64{}
	for at, n := range count {
		if n < len(pairs) {
			continue
		}
		for i, b := range bits[at] {
			for bit := range int64(8) {
				if b&(1<<bit) != 0 {
					block := at.segment*rowBits + int64(i)*8 + bit
					in[block] = append(in[block], at.community)
				}
			}
		}
	}
	all := make([]candidate, 0, len(in))
	for block, communities := range in {
		slices.Sort(communities)
		all = append(all, candidate{block, communities})
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(b.block, a.block) })
	return all
}

// Within are the communities or orgs whose reports are read; without both all are.
type Within struct{ Communities, Orgs []int64 }

// span is a range of ids that is read at once.
type span struct {
	Within
	from, to int64
}

// few is how many blocks of one community are read at once. Of more communities than that, all reports of a block are read.
const few = 8

// spansOf joins neighbouring candidates whose reports are few.
func spansOf(all []candidate, in Within) (spans []span) {
	for _, c := range all {
		from, to := idsOf(c.block)
		one := span{Within{c.communities, in.Orgs}, from, to}
		most := int64(few)
		switch n := len(c.communities); {
		case len(in.Orgs) > 0:
			one.Communities = nil
		case n == 0 || n > few:
			one.Communities, most = nil, 1
		default:
			most = int64(few / n)
		}
		if n := len(spans); n > 0 {
			last := &spans[n-1]
			if last.from == to+1 && last.to-from < most*blockSize && slices.Equal(last.Communities, one.Communities) {
				last.from = from
				continue
			}
		}
		spans = append(spans, one)
	}
	return spans
}
