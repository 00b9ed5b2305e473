package patrol

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/policy"
)

// The switches. Both are off by default (国办函〔2026〕12号).
const (
	SwitchMinimum policy.Key = "patrol_minimum"
	SwitchTrack   policy.Key = "patrol_track"
)

// The limits of a track.
const (
	MostTrackKeep = 30 // days
	mostTrackDays = 90
	mostPositions = 500 // of one request
	worst         = 50  // metres of accuracy
	fastest       = 3   // metres in a second
	still         = 5   // metres: less is standing still
)

// MinimumRule declares the switch that shows three numbers of the day beside what is asked of it.
func MinimumRule(store Store) policy.Rule {
	return policy.Rule{
		Key: SwitchMinimum, Title: "巡查次数提示", MostDays: 366, MostKeep: 0, Concerns: auth.Keepers, Drop: store.DropNothing,
		Words: "网格员在自己的巡查页面看到当天巡查的次数、时长和里程，和每天 2 次、1 小时、1 公里对照。三个数分开看，不合成分数，只有本人看得到。",
	}
}

// TrackRule declares the switch that lets a walker record the way of a round.
func TrackRule(store Store) policy.Rule {
	return policy.Rule{
		Key: SwitchTrack, Title: "巡查轨迹", MostDays: mostTrackDays, MostKeep: MostTrackKeep, Concerns: auth.Keepers, Drop: store.DropPositions,
		Words: "巡查的人自己按“记录轨迹”才记这一次，结束时只留里程，轨迹点到期删除。只有本人和他的网格长看得到，不进任何台账、通知和考核。",
	}
}

// Position is where a telephone was. It is in no log, notice, ledger or export.
type Position struct {
	At       time.Time `json:"at"`
	Lat      float64   `json:"lat"`
	Lng      float64   `json:"lng"`
	Accuracy float64   `json:"accuracy"` // metres
}

// ParsePositions reads positions as a telephone sends them. Fault: ErrPlace for anything else, for places outside the country, and
// for too many.
func ParsePositions(raw []byte) ([]Position, error) {
	var all []Position
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(&all); err != nil {
		return nil, ErrPlace.Because(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || len(all) > mostPositions {
		return nil, ErrPlace
	}
	for _, p := range all {
		if area.CheckPosition(p.Lat, p.Lng) != nil || math.IsNaN(p.Accuracy) || p.Accuracy < 0 || p.At.IsZero() || p.At.Year() < 2000 || p.At.Year() > 2200 {
			return nil, ErrPlace
		}
	}
	return all, nil
}

// filter returns the positions of a track that count, in order of time, after the ones that are known: not those that are inexact,
// faster than a walker, sent twice, or of somebody who stands still.
func filter(known, sent []Position) (kept []Position) {
	sent = slices.Clone(sent)
	slices.SortStableFunc(sent, func(a, b Position) int { return a.At.Compare(b.At) })
	var last *Position
	if len(known) > 0 {
		last = &known[len(known)-1]
	}
	for _, p := range sent {
		if p.Accuracy > worst {
			continue
		}
		if last != nil {
			passed, way := p.At.Sub(last.At).Seconds(), metres(*last, p)
			if passed <= 0 || way < still || way/passed > fastest {
				continue
			}
		}
		kept = append(kept, p)
		last = &kept[len(kept)-1]
	}
	return kept
}

// length returns how long the way along some positions is, in metres.
func length(all []Position) (sum int) {
	var way float64
	for i := 1; i < len(all); i++ {
		way += metres(all[i-1], all[i])
	}
	return int(math.Round(way))
}

// metres returns how far two positions are apart. Within a community the earth is flat.
func metres(a, b Position) float64 {
	const degree = 111_320 // metres
	x := (b.Lng - a.Lng) * degree * math.Cos((a.Lat+b.Lat)/2*math.Pi/180)
	y := (b.Lat - a.Lat) * degree
	return math.Hypot(x, y)
}

// within returns the positions that lie within a round.
func within(p Patrol, all []Position) []Position {
	return slices.DeleteFunc(slices.Clone(all), func(o Position) bool { return !p.takes(o.At, 0) })
}
