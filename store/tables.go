package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/app/person"
	"linli/app/roster"
)

// everything lists the data of all capabilities in the order in which a merge or a move changes it. The person is first: a
// concurrent login waits for that lock. Homes are last: the residents' records of an area are found by their homes.
var everything = []data{
	personData,
	reportData,
	stewardData,
	whistleData,
	bulletinData,
	notifyData,
	mediaData,
	chatData,
	tagData,
	consentData,
	familyData,
	bookingData,
	loanData,
	guideData,
	hallData,
	inquiryData,
	errandData,
	feedbackData,
	counterData,
	orderData,
	mediateData,
	publicityData,
	postData,
	careData,
	paperData,
	mealData,
	householdData,
	workData,
	collectData,
	homeData,

	appraisalData,
	areaData,
	attendData,
	fundData,
	auditData,
	cadenceData,
	dispatchData,
	estateData,
	inboxData,
	jobData,
	linkageData,
	partyData,
	patrolData,
	placeData,
	planData,
	policyData,
	pressData,
	readyData,
	schemaData,
	searchData,
	vaultData,
	wallData,
	wechatData,
	whenData,
	wordlistData,
}

// Tables returns every table of the database, by name.
func Tables() []Table {
	var all []Table
	for _, d := range everything {
		all = append(all, d.tables...)
	}
	slices.SortFunc(all, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// MergePerson implements person.Tx: it moves every record of one person to the other.
func (t *tx) MergePerson(ctx context.Context, from, to int64) error {
	for _, d := range everything {
		if d.move == nil {
			continue
		}
		if err := d.move(t, ctx, from, to); err != nil {
			return err
		}
	}
	return nil
}

// LeaveRecords implements person.Tx.
func (t *tx) LeaveRecords(ctx context.Context, p person.Person, now time.Time) error {
	for _, d := range everything {
		if d.leave == nil {
			continue
		}
		if err := d.leave(t, ctx, p, now); err != nil {
			return err
		}
	}
	return nil
}

// CarryArea implements roster.Tx: it moves every record of an area to its new place.
func (t *tx) CarryArea(ctx context.Context, m roster.Move) error {
	for _, d := range everything {
		if d.carry == nil {
			continue
		}
		if err := d.carry(t, ctx, m); err != nil {
			return err
		}
	}
	return nil
}
