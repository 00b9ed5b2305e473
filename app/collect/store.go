package collect

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Store is what collections need from the database.
type Store interface {
	// Campaigns returns those of communities, the newest first.
	Campaigns(ctx context.Context, communities []int64) ([]Campaign, error)
	// Campaign returns one, or ErrMissing.
	Campaign(ctx context.Context, id int64) (Campaign, error)
	// CampaignsIn returns every campaign in a state.
	CampaignsIn(ctx context.Context, s State) ([]Campaign, error)
	// Progress counts the answers of a campaign by building.
	Progress(ctx context.Context, id int64) (map[int64]Counts, error)
	// AnswersIn returns the doors of a building with their answers, in order of the rooms.
	AnswersIn(ctx context.Context, campaign, building int64) ([]Door, error)
	// Door returns one, or ErrDoor.
	Door(ctx context.Context, id int64) (Door, error)
	// ToCollect returns the doors below the paths that nobody has answered for and where nobody was absent since a time.
	ToCollect(ctx context.Context, paths []string, since time.Time, most int) ([]Door, error)
	// OwnDoors returns those of open campaigns that the person may answer for.
	OwnDoors(ctx context.Context, who int64) ([]Door, error)
	// Persons returns the persons of the ids that exist.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	// Reaches returns who live in households, in the order in which they became known.
	Reaches(ctx context.Context, households []int64) (map[int64][]household.Reach, error)
	// Silent returns the households of a community, or below a path in it, without any contact since a time, by building and room.
	Silent(ctx context.Context, community int64, path string, since time.Time) ([]Silent, error)
	// LastContacts returns the last contact of households, of any kind.
	LastContacts(ctx context.Context, households []int64) (map[int64]time.Time, error)
	// PlannedVisits returns the last day of the visit that is planned, by household.
	PlannedVisits(ctx context.Context, households []int64) (map[int64]when.Date, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together.
type Tx interface {
	audit.ReadingLog
	work.Log
	notify.Outbox
	household.LearnTx
	// Try runs do; an error undoes what do wrote.
	Try(ctx context.Context, do func() error) error
	AddCampaign(ctx context.Context, c *Campaign) error
	// FindCampaign returns one without a lock, or ErrMissing.
	FindCampaign(ctx context.Context, id int64) (Campaign, error)
	// LockCampaign returns one for update, or ErrMissing.
	LockCampaign(ctx context.Context, id int64) (Campaign, error)
	SaveCampaign(ctx context.Context, c Campaign) error
	DeleteCampaign(ctx context.Context, id int64) error
	// AddDoors adds the households of an open campaign that it does not have, those that moved in since among them.
	AddDoors(ctx context.Context, c Campaign, path string) error
	// TakeUnasked marks households as asked that were not and have not answered, and returns their contact persons.
	TakeUnasked(ctx context.Context, campaign int64, most int, now time.Time) ([]Asked, error)
	// CountAnswers counts the answers of a campaign.
	CountAnswers(ctx context.Context, id int64) (Counts, error)
	// FindDoor is Door inside the transaction.
	FindDoor(ctx context.Context, id int64) (Door, error)
	// FindReaches is Reaches inside the transaction.
	FindReaches(ctx context.Context, households []int64) (map[int64][]household.Reach, error)
	// GiveAnswer saves an answer if the campaign is open and nobody else has answered. false: it did not.
	GiveAnswer(ctx context.Context, a Answer, open, sealed Values) (bool, error)
	// DropAnswers deletes the answers of a campaign.
	DropAnswers(ctx context.Context, id int64) error
}

// Asked is somebody to tell about a campaign.
type Asked struct {
	Person int64 `db:"contact_id"`
	Answer int64 `db:"id"`
}
