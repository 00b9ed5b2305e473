package store

import "linli/app/pages"

// urgentOpen are the reports that are pinned to the beginning of every list; the index report_urgent has only the few.
const urgentOpen = `(SELECT id FROM report WHERE urgent = 1 AND is_open = 1)`

// pinnedFirst reads one page of a list whose pinned rows come before all others, each part in its own order. read returns
// the rows of one part after a cursor.
func pinnedFirst[T any](
	after pages.Cursor, most int, read func(pinned bool, after pages.Cursor, most int) ([]T, error),
) ([]T, error) {
	var found []T
	if after == (pages.Cursor{}) || after.Pinned {
		top, err := read(true, after, most)
		if err != nil || len(top) >= most {
			return top, err
		}
		found, after = top, pages.Cursor{}
	}
	rest, err := read(false, after, most-len(found))
	return append(found, rest...), err
}
