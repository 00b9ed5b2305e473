package handlers

import (
	"cmp"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/estate"
	"linli/app/when"
)

type ownedView struct {
	placeView
	Community string `json:"community_id"`
	Estate    string `json:"estate_id"` // "" in none
}

type orgChoiceView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

type estateRowView struct {
	ID             string            `json:"id"`
	Community      string            `json:"community_id"`
	CommunityName  string            `json:"community_name"`
	Name           string            `json:"name"`
	Housing        estate.Housing    `json:"housing"`
	HousingName    string            `json:"housing_name"`
	Built          int               `json:"built"`
	Management     estate.Management `json:"management"`
	ManagementName string            `json:"management_name"`
	Property       string            `json:"org_id"`
	Holder         string            `json:"holder_name"` // who answers for it: the property org, else the community
	Buildings      int               `json:"buildings"`
	Households     int               `json:"households"`
}

func viewEstateRow(t *area.Tree, e estate.Estate) estateRowView {
	v := estateRowView{
		ID: text(e.ID), Community: text(e.Community), CommunityName: placeName(t, e.Community), Name: e.Name, Housing: e.Housing,
		HousingName: e.Housing.Name(), Built: e.Built, Management: e.Management, ManagementName: e.Management.Name(), Property: maybe(e.Property),
		Holder: placeName(t, e.Community), Buildings: len(e.Buildings),
	}
	v.Holder = cmp.Or(t.OrgName(e.Property), v.Holder)
	for _, b := range e.Buildings {
		v.Households += t.HouseholdsOf(b)
	}
	return v
}

type buildingFactsView struct {
	placeView
	Floors   int           `json:"floors"`
	Lift     estate.Answer `json:"lift"`
	Built    int           `json:"built"`
	Roof     estate.Roof   `json:"roof"`
	RoofName string        `json:"roof_name"`
	LowLying bool          `json:"low_lying"`
	Unsafe   bool          `json:"unsafe"`
	Hard     bool          `json:"hard_to_reach"`
	Elders   *int          `json:"elders_percent"` // null below 10 residents
	seen
}

func viewBuilding(t *area.Tree, b estate.Building, s estate.Share) (buildingFactsView, error) {
	name := ""
	if a, err := t.Get(b.Area); err == nil {
		name = a.Name
	}
	v := buildingFactsView{
		placeView: placeView{text(b.Area), name}, Floors: b.Floors, Lift: b.Lift, Built: b.Built, Roof: b.Roof, RoofName: b.Roof.Name(),
		LowLying: b.LowLying, Unsafe: b.Unsafe, Hard: b.Hard,
	}
	if n, ok := s.Percent(); ok {
		v.Elders = &n
	}
	var err error
	v.seen, err = version(b.Features)
	return v, err
}

type contractView struct {
	ID           string `json:"id"`
	Estate       string `json:"estate_id"`
	EstateName   string `json:"estate_name"` // only in lists of several estates
	Payer        string `json:"payer_org_id"`
	PayerName    string `json:"payer_name"`
	Operator     string `json:"operator_org_id"`
	OperatorName string `json:"operator_name"`
	What         string `json:"what"`
	Hours        int    `json:"hours"`
	Minutes      int    `json:"used_minutes"` // of visits that are done
	From         string `json:"from"`
	To           string `json:"to"`
	Ended        bool   `json:"ended"`
	Locals       int    `json:"residents_wanted"`
	Workers      int    `json:"workers"`          // of the operator; 0 for fewer than 5
	Residents    int    `json:"resident_workers"` // of these
	seen
}

func (h estates) viewContract(t *area.Tree, c estate.Served, of string) (contractView, error) {
	v := contractView{
		ID: text(c.ID), Estate: text(c.Estate), EstateName: of, Payer: text(c.Payer), Operator: text(c.Operator), What: c.What, Hours: c.Hours, Minutes: c.Minutes,
		From: c.From.String(), To: c.To.String(), Ended: c.To < when.DateOf(h.now()), Locals: c.Locals,
		Workers: c.Workers, Residents: c.Residents,
	}
	v.PayerName, v.OperatorName = t.OrgName(c.Payer), t.OrgName(c.Operator)
	var err error
	v.seen, err = version(c.Contract)
	return v, err
}

type tableSeatView struct {
	ID        string       `json:"id"`
	Party     estate.Party `json:"party"`
	PartyName string       `json:"party_name"`
	Person    string       `json:"person_id"`
	Name      string       `json:"name"`
}

type estateView struct {
	estateRowView
	Committee     estate.Committee    `json:"committee"`
	CommitteeName string              `json:"committee_name"`
	Until         string              `json:"committee_until"`
	Branch        string              `json:"committee_branch_id"`
	Closed        bool                `json:"closed"`
	Parking       int                 `json:"parking"`
	Gates         bool                `json:"gates"`
	Parcels       bool                `json:"parcel_box"`
	Contact       string              `json:"contact_phone"`
	Supervision   string              `json:"supervision_phone"`
	BuildingIDs   []string            `json:"building_ids"`
	Of            []buildingFactsView `json:"of"`
	Contracts     []contractView      `json:"contracts"`
	Table         []tableSeatView     `json:"table"`
	Can           []string            `json:"can"`
	seen
}

func (h estates) show(c *fiber.Ctx, _ caller, p estate.Page) (err error) {
	t := p.Territory
	v := estateView{
		estateRowView: viewEstateRow(t, p.Estate), Committee: p.Committee, CommitteeName: p.Committee.Name(), Branch: maybe(p.Branch),
		Closed: p.Closed, Parking: p.Parking, Gates: p.Gates, Parcels: p.Parcels, Contact: p.Phones.Contact, Supervision: p.Phones.Supervision,
		BuildingIDs: each(p.Buildings, text).Items, Of: make([]buildingFactsView, len(p.Of)), Contracts: make([]contractView, len(p.Contracts)), Can: []string{},
	}
	if p.Until != 0 {
		v.Until = p.Until.String()
	}
	if p.Knows {
		v.Can = append(v.Can, "read")
	}
	if p.Keeps {
		v.Can = append(v.Can, "change")
	}
	for i, b := range p.Of {
		if v.Of[i], err = viewBuilding(t, b, p.Shares[b.Area]); err != nil {
			return err
		}
	}
	for i, one := range p.Contracts {
		if v.Contracts[i], err = h.viewContract(t, one, ""); err != nil {
			return err
		}
	}
	v.Table = each(p.Table, func(s estate.Seat) tableSeatView {
		return tableSeatView{text(s.ID), s.Party, s.Party.Name(), text(s.Person), p.People[s.Person].Name}
	}).Items
	if v.seen, err = version(p.Estate); err != nil {
		return err
	}
	return c.JSON(v)
}
