package handlers

import (
	"net/url"
	"strings"
)

// Tiles are pictures of streets from a server that the operator names. Browsers fetch them; the service never does.
type Tiles struct {
	URL   string // with {z}, {x} and {y}
	Datum string // wgs84, which CGCS2000 is for this purpose, or gcj02
}

// Valid says whether the address has what a browser fills in.
func (t Tiles) Valid() bool {
	u, err := url.Parse(t.URL)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(u.Host, "{};, ") &&
		strings.Contains(t.URL, "{z}") && strings.Contains(t.URL, "{x}") && strings.Contains(t.URL, "{y}")
}

// origin is where the pictures come from, "" without tiles.
func (t Tiles) origin() string {
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

type tilesView struct {
	URL   string `json:"url"`
	Datum string `json:"datum"`
}

func (t Tiles) view() *tilesView {
	if t.URL == "" {
		return nil
	}
	return &tilesView{t.URL, t.Datum}
}
