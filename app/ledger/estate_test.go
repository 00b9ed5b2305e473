package ledger

import (
	"testing"

	"linli/app/estate"
)

func TestTheTableOfAnEstateInALedger(t *testing.T) {
	t.Parallel()
	name := func(id int64) string { return map[int64]string{1: "何书记", 2: "丁师傅", 3: "老王"}[id] }
	for _, c := range []struct {
		name  string
		seats []estate.Seat
		want  string
	}{
		{"nobody", nil, ""},
		{"by side", []estate.Seat{{Party: estate.OfOwners, Person: 3}, {Party: estate.OfProperty, Person: 2}, {Party: estate.OfCommunity, Person: 1}}, "社区 何书记、物业 丁师傅、业主代表 老王"},
	} {
		if got := sayTable(c.seats, name); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	row := Settlement{Contracts: ""}.Cells()
	if len(row) != len(EstateColumns) || row[3] != "" || row[7] != nil || row[16] != "" {
		t.Errorf("what is not known stays empty: %v", row)
	}
}
