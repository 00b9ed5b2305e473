package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/errand"
	"linli/app/estate"
	"linli/app/feedback"
	"linli/app/guide"
	"linli/app/order"
	"linli/app/pages"
	"linli/app/party"
	"linli/app/person"
	"linli/app/place"
	"linli/app/report"
	"linli/app/text"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Part is the piece of an export that is read at once: the reports of one community and period in an area of it.
type Part struct {
	Community int64
	Area      area.Area // the community itself for all its reports
	From, To  time.Time
	Category  report.Category
}

// Store is what exports read.
type Store interface {
	// CountPart returns how many reports a part has.
	CountPart(ctx context.Context, p Part) (int, error)
	// ReadPart reads the next most reports of the part's community in order of submission, and returns those of the part.
	ReadPart(ctx context.Context, p Part, after pages.Cursor, most int) (pages.Page[report.Report], error)
	// LatestReviews returns the newest review of each report that has one.
	LatestReviews(ctx context.Context, reports []int64) (map[int64]report.Review, error)
	// CountBookings returns how many bookings a part's community has for sessions of its period.
	CountBookings(ctx context.Context, p Part) (int, error)
	// ReadBookings returns the next most of them in order of their beginning, without the booker's words about themselves.
	ReadBookings(ctx context.Context, p Part, after pages.Cursor, most int) (pages.Page[booking.Booking], error)
	// ServiceNames returns the names of services.
	ServiceNames(ctx context.Context, ids []int64) (map[int64]string, error)
	// Branches and Members are those of party.Store.
	Branches(ctx context.Context) ([]party.Branch, error)
	Members(ctx context.Context, branches []int64, now time.Time) ([]party.Entry, error)
	// CountHomes returns how many households live in a part today; ReadHomes the next most of them after an id, by id.
	CountHomes(ctx context.Context, p Part) (int, error)
	ReadHomes(ctx context.Context, p Part, after int64, most int) ([]Housed, error)
	// CountMeals returns how many members had portions in a part; ReadMeals the next most of them after an id, by id.
	CountMeals(ctx context.Context, p Part) (int, error)
	ReadMeals(ctx context.Context, p Part, after int64, most int) ([]Eaten, error)
	// CountVisits returns how many visits a part has; ReadVisits the next most of them after an id, by id.
	CountVisits(ctx context.Context, p Part) (int, error)
	ReadVisits(ctx context.Context, p Part, after int64, most int) ([]Visited, error)
	// ReadPostings returns the postings of a part that hold at some time of its period, by id.
	ReadPostings(ctx context.Context, p Part) ([]person.Posting, error)
	// CountOrdered returns how many visits were asked for in a part; ReadOrdered the next most of them after an id, by id.
	CountOrdered(ctx context.Context, p Part) (int, error)
	ReadOrdered(ctx context.Context, p Part, after int64, most int) ([]order.Order, error)
	// CountErrands returns how many errands were asked for in a part's community; ReadErrands the next most of them after an id, by id.
	CountErrands(ctx context.Context, p Part) (int, error)
	ReadErrands(ctx context.Context, p Part, after int64, most int) ([]errand.Errand, error)
	// CountServed returns how many visits the counters of a part's community had; ReadServed them, by counter and time.
	CountServed(ctx context.Context, p Part) (int, error)
	ReadServed(ctx context.Context, p Part) ([]Visiting, error)
	// ReadGuide returns the items that a community shows, its own first.
	ReadGuide(ctx context.Context, community int64) ([]guide.Shown, error)
	// ReadFigures is Figures of feedback.Store for one community.
	ReadFigures(ctx context.Context, community int64, first, last int) ([]feedback.Counted, error)
	// ReadPlaces returns the places of a part that exist, by name.
	ReadPlaces(ctx context.Context, p Part) ([]place.Place, error)
	// CountUses returns how many uses of places a part has; ReadUses the next of them in order of their begin.
	CountUses(ctx context.Context, p Part) (int, error)
	ReadUses(ctx context.Context, p Part, after pages.Cursor, most int) (pages.Page[Borrowed], error)
	// CountMediations returns how many mediations were asked for in a part's community; ReadMediations them, without words and persons.
	CountMediations(ctx context.Context, p Part) (int, error)
	ReadMediations(ctx context.Context, p Part) ([]Mediated, error)
	// CountRounds returns how many closed rounds a part has; ReadRounds the next of them in order of their begin.
	CountRounds(ctx context.Context, p Part) (int, error)
	ReadRounds(ctx context.Context, p Part, after pages.Cursor, most int) (pages.Page[Round], error)
	// CountWorks returns how many lines of work a part has.
	CountWorks(ctx context.Context, p Part) (int, error)
	// ReadWorks returns the next lines of work of a part in order of the day.
	ReadWorks(ctx context.Context, p Part, after pages.Cursor, most int) (pages.Page[work.Line], error)
	// ReadEstates returns the estates of a part, by name; Contracts and TableSeats are those of estate.Store.
	ReadEstates(ctx context.Context, p Part) ([]estate.Estate, error)
	Contracts(ctx context.Context, of int64) ([]estate.Contract, error)
	TableSeats(ctx context.Context, of int64) ([]estate.Seat, error)
	// Readings is that of reading.Store.
	Readings(ctx context.Context, areas []int64, kinds []audit.Reading, reader, before int64, most int) ([]audit.Record, error)
	InTx(ctx context.Context, do func(audit.Log) error) error
}

// Names returns persons by id, at most 1,000 at once.
type Names interface {
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
}

// Matters names what reports are about.
type Matters interface {
	Catalogue(ctx context.Context) (report.Catalogue, error)
}

// Book is the workbook that an export writes row by row. Nothing of it is sent before it is complete.
type Book interface {
	// Row appends a row below the titles of Columns.
	Row(cells []any) error
	// Guide writes the first sheet: by whom, what, when and why.
	Guide(lines [][2]string) error
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Names   Names
	Matters Matters
	Months  Months
	Areas   area.Source
	Words   wordlist.Source // the county's kinds of work
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	names   Names
	matters Matters
	months  Months
	areas   area.Source
	list    wordlist.Source
	now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, names: c.Names, matters: c.Matters, months: c.Months, areas: c.Areas, list: c.Words, now: c.Now}
}

// Export writes the rows into the book and then the audit record; if the record fails, the book must not be sent. It returns
// the name of the file. Faults: ErrPeriod, ErrReason, ErrTooMany, report.ErrCategory, area.ErrMissing; ErrArea for
// less than a community of what has no smaller place.
func (s *Service) Export(ctx context.Context, who auth.Actor, r Request, book Book) (string, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return "", err
	}
	r.Reason = text.Words(r.Reason)
	matters, err := s.matters.Catalogue(ctx)
	if err != nil {
		return "", err
	}
	if err := r.Check(matters); err != nil {
		return "", err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	at, err := r.locate(tree, who)
	if err != nil {
		return "", err
	}
	parts, of := partsOf(tree, at, r), s.written(r.Kind, who, at)
	if err := fits(ctx, parts, of); err != nil {
		return "", err
	}
	rows := 0
	for _, p := range parts {
		n, err := of.write(ctx, tree, p, r.Reveal, book)
		if err != nil {
			return "", err
		}
		rows += n
	}
	record := r.record(at, rows, who.Person, s.now())
	if err := s.keep(ctx, record); err != nil {
		return "", err
	}
	people, err := s.names.Persons(ctx, []int64{who.Person})
	if err != nil {
		return "", err
	}
	name := strings.ReplaceAll(AreaName(tree, at.ID), " ", "")
	return fmt.Sprintf("%s_%s_%s_%s.xlsx", r.Kind.Sheet().Title, name, r.From, r.To),
		book.Guide(r.guide(matters, AreaName(tree, at.ID), people[who.Person].Name, rows, record.At))
}

// record returns the record for the audit log.
func (r Request) record(at area.Area, rows int, who int64, now time.Time) audit.Record {
	about := About{Area: at.ID, From: r.From, To: r.To, Category: r.Category, Rows: rows}
	home := at.Community
	if at.Kind == area.Street { // above communities the area itself
		home = at.ID
	}
	return audit.Record{
		Community: home, At: now, Person: who, Action: r.Kind.action(r.Reveal), About: about.String(), Reason: r.Reason,
	}
}

// guide returns the lines of the first sheet.
func (r Request) guide(matters report.Catalogue, where, by string, rows int, now time.Time) [][2]string {
	category, numbers := cmp.Or(matters.Name(r.Category), "全部"), "已隐藏中间四位"
	if r.Reveal {
		numbers = "完整显示（已单独登记）"
	}
	sheet := r.Kind.Sheet()
	return [][2]string{
		{sheet.Title, ""},
		{"导出人", Plain(by)},
		{"导出时间", when.Full(now)},
		{"范围", Plain(where)},
		{sheet.Day, r.From + " 至 " + r.To},
		{"类别", category},
		{"条数", strconv.Itoa(rows)},
		{"手机号", numbers},
		{"导出原因", Plain(r.Reason)},
		{"提示", "本表含个人信息，请妥善保管，用后及时删除；每次导出均有登记。"},
	}
}

// partsOf divides an area into parts by community.
func partsOf(t *area.Tree, at area.Area, r Request) []Part {
	from, to, _ := r.Period() // checked before
	part := func(community int64, within area.Area) Part {
		return Part{Community: community, Area: within, From: from, To: to, Category: r.Category}
	}
	if _, inside := t.Up(at.ID, area.Community); inside {
		return []Part{part(at.Community, at)}
	}
	var parts []Part
	for _, c := range t.Under(at.Path, area.Community) {
		parts = append(parts, part(c.ID, c))
	}
	return append(parts, part(at.Community, at)) // reports in no community
}

// fits returns ErrTooMany when the parts have more rows than one workbook may hold.
func fits(ctx context.Context, parts []Part, of written) error {
	total := 0
	for _, p := range parts {
		n, err := of.count(ctx, p)
		if err != nil {
			return err
		}
		if total += n; total > MaxRows {
			return ErrTooMany
		}
	}
	return nil
}

// write writes a part page by page.
func (s *Service) write(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
	err = pages.Each(func(after pages.Cursor) (pages.Page[report.Report], error) {
		return s.store.ReadPart(ctx, p, after, Page)
	}, func(reports []report.Report) error {
		entries, err := s.entries(ctx, t, reports, reveal)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := book.Row(e.Cells()); err != nil {
				return fmt.Errorf("write ledger: %w", err)
			}
		}
		rows += len(reports)
		return nil
	})
	return rows, err
}

// entries adds names and reviews to a page of reports.
func (s *Service) entries(ctx context.Context, t *area.Tree, reports []report.Report, reveal bool) ([]Entry, error) {
	var ids, people []int64
	for _, r := range reports {
		ids, people = append(ids, r.ID), append(people, r.Author, r.Holder.Person)
	}
	slices.Sort(people)
	names, err := s.names.Persons(ctx, slices.Compact(people))
	if err != nil {
		return nil, err
	}
	reviews, err := s.store.LatestReviews(ctx, ids)
	if err != nil {
		return nil, err
	}
	matters, err := s.matters.Catalogue(ctx) // ledgers have the words of the county, also where a community has its own
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(reports))
	for i, r := range reports {
		author := names[r.Author]
		entries[i] = Entry{
			Report: r, Unit: t.OrgName(r.Org), Grid: nameOf(t, r.Grid), Building: nameOf(t, r.Building),
			Holder: report.SayHolder(t, r.Holder, names[r.Holder.Person].Name), Reporter: author.Name,
			Phone: phone(author.Phone, reveal), At: s.now(),
		}
		entries[i].CategoryName, entries[i].Family, entries[i].Partner = matters.Name(r.Category), matters.FamilyName(r.Category), matters.PartnerName(r.Partner)
		if v, ok := reviews[r.ID]; ok && v.Round == r.Reopens {
			entries[i].Review = &v
		}
	}
	return entries, nil
}

func nameOf(t *area.Tree, id int64) string {
	a, err := t.Get(id)
	if err != nil {
		return ""
	}
	return a.Name
}

// AreaName returns the name of an area as Say gives it; for streets and counties their own name.
func AreaName(t *area.Tree, id int64) string {
	if s := t.Say(id); s != "" {
		return s
	}
	return nameOf(t, id)
}

// Past returns one page of the exports of the actor's communities, newest first, for secretaries and above.
func (s *Service) Past(ctx context.Context, who auth.Actor, before int64) (pages.Page[Export], error) {
	if err := who.Need(auth.Deciders...); err != nil {
		return pages.Page[Export]{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Export]{}, err
	}
	records, err := s.store.Readings(ctx, tree.Covered(who, auth.Deciders...), exports, 0, before, pages.Size)
	found := make([]Export, 0, len(records))
	for _, r := range records {
		about, _ := ParseAbout(r.About)
		found = append(found, Export{r, about})
	}
	return pages.Full(found, pages.Size, func(e Export) pages.Cursor { return pages.Cursor{ID: e.ID} }), err
}
