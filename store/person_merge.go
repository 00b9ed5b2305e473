package store

import (
	"context"
	"fmt"

	"linli/app/person"
)

var personData = data{
	tables: []Table{
		{
			Name: "person", Holds: "name, encrypted number and its keyed hash, year of birth, home, agreement",
			From: "until the account is closed; the row stays without these data, because records refer to it", Also: withHome,
			Names: map[string]Fate{"merged_into": {Leave: leadsOn, Close: leadsOn}, "entered_by": byStaff},
		},
		{
			Name: "person_identity", Holds: "openid, unionid, whether they follow, when they last wrote, keyed hash of a proved number",
			From: "as long as the account exists", Also: "closing; leaving", Names: map[string]Fate{"person_id": {}},
		},
		{
			Name: "person_invitation", Holds: "hash of an invitation, its maker and invited person", Keep: person.KeepInvitations,
			From: "when it could last be used", Job: DropOldRows, Column: "expires_at", Also: "a new invitation",
			Names: map[string]Fate{"person_id": byStaff, "made_by": byStaff},
		},
		{
			Name: "person_left", Holds: "keyed hash of an openid that left, and the time", Keep: person.KeepLeft, From: "when they left",
			Job: DropOldRows, Column: "at",
		},
		{
			Name: "person_posting", Holds: "the posts of a person, absences and substitutes", From: ofRoster + "; an ended one is " + ofDuty,
			Names: map[string]Fate{"person_id": byStaff, "substitute_id": byStaff},
		},
		{
			Name: "person_union", Holds: "unionid", From: "as long as one identity has it", Also: "closing; leaving",
			Names: map[string]Fate{"person_id": {}},
		},
	},
	move: (*tx).moveSelf,
}

const leadsOn = "refers to a merged person, whose data are erased as well"

// moveSelf points the person, and those merged into them earlier, to the other person.
func (t *tx) moveSelf(ctx context.Context, from, to int64) error {
	for _, column := range []string{"id", "merged_into"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE person SET merged_into = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("merge person: %w", err)
		}
	}
	// The unionids come first: a login with one of them waits here, or has committed and is seen below. They are moved twice,
	// because an identity may have got a new one before its lock was taken.
	for _, table := range []string{"person_union", "person_identity", "person_union"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
			return fmt.Errorf("merge %s: %w", table, err)
		}
	}
	return nil
}
