package handlers

import (
	"strconv"
	"time"

	"linli/app/when"
)

func text(id int64) string { return strconv.FormatInt(id, 10) }

// maybe returns the id as text, "" for 0.
func maybe(id int64) string {
	if id == 0 {
		return ""
	}
	return text(id)
}

// stamp writes an instant as the API does, in Beijing time; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(when.Beijing).Format(time.RFC3339)
}
