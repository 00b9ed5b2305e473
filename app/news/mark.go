package news

import (
	"encoding/base64"
	"encoding/binary"
)

// Mark says which lines of the timelines a desk knows: all up to High except the gaps. A gap is a number whose transaction had not
// been committed when a later one was; some are never used.
type Mark struct {
	High int64
	gaps []gap // descending
}

// gap is a run of missing numbers.
type gap struct{ from, n int64 }

// mostGaps bounds the length of a mark. The oldest gaps are given up first.
const mostGaps = 300

// knows says whether the line is known.
func (m Mark) knows(id int64) bool {
	for _, g := range m.gaps {
		if id >= g.from && id < g.from+g.n {
			return false
		}
	}
	return id <= m.High
}

// low returns the number up to which every line is known.
func (m Mark) low() int64 {
	if len(m.gaps) == 0 {
		return m.High
	}
	return m.gaps[len(m.gaps)-1].from - 1
}

// String returns the mark as clients carry it.
func (m Mark) String() string {
	b := binary.AppendUvarint(nil, uint64(m.High))
	last := m.High
	for _, g := range m.gaps {
		b = binary.AppendUvarint(b, uint64(last-g.from-g.n))
		b = binary.AppendUvarint(b, uint64(g.n))
		last = g.from
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseMark reads what String returned. Faults: ErrMark.
func ParseMark(said string) (m Mark, err error) {
	b, err := base64.RawURLEncoding.DecodeString(said)
	if err != nil {
		return m, ErrMark.Because(err)
	}
	next := func() int64 {
		v, n := binary.Uvarint(b)
		if n <= 0 || v >= 1<<62 {
			err = ErrMark
			return 0
		}
		b = b[n:]
		return int64(v)
	}
	m.High = next()
	for last := m.High; len(b) > 0 && err == nil; {
		between, n := next(), next()
		if n == 0 || between+n > last || len(m.gaps) == mostGaps {
			return Mark{}, ErrMark
		}
		last -= between + n
		m.gaps = append(m.gaps, gap{last, n})
	}
	if err != nil {
		return Mark{}, ErrMark
	}
	return m, nil
}
