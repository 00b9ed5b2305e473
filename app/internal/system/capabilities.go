package system

import (
	"context"
	"slices"
	"time"

	"linli/app/appraisal"
	"linli/app/area"
	"linli/app/attend"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/bulletin"
	"linli/app/cadence"
	"linli/app/calendar"
	"linli/app/care"
	"linli/app/chat"
	"linli/app/closing"
	"linli/app/collect"
	"linli/app/consent"
	"linli/app/counter"
	"linli/app/delegate"
	"linli/app/desk"
	"linli/app/dispatch"
	"linli/app/errand"
	"linli/app/estate"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/fund"
	"linli/app/guide"
	"linli/app/hall"
	"linli/app/home"
	"linli/app/household"
	"linli/app/inbox"
	"linli/app/inquiry"
	"linli/app/internal/ffmpeg"
	"linli/app/job"
	"linli/app/journal"
	"linli/app/ledger"
	"linli/app/linkage"
	"linli/app/loan"
	"linli/app/meal"
	"linli/app/media"
	"linli/app/mediate"
	"linli/app/news"
	"linli/app/notify"
	"linli/app/order"
	"linli/app/paper"
	"linli/app/party"
	"linli/app/patrol"
	"linli/app/person"
	"linli/app/place"
	"linli/app/policy"
	"linli/app/post"
	"linli/app/publicity"
	"linli/app/reading"
	"linli/app/report"
	"linli/app/roster"
	"linli/app/search"
	"linli/app/setup"
	"linli/app/steward"
	"linli/app/wall"
	"linli/app/when"
	"linli/app/whistle"
	"linli/app/wordlist"
	"linli/app/work"
	"linli/handlers"
	"linli/store"
	"linli/store/redis"
	"linli/wxmsg"
)

// A new capability is wired in this file only: its service, jobs, kinds of notice, part of the first page and routes.

// capabilities are the services of all capabilities.
type capabilities struct {
	Areas    *area.Cache
	Clocks   *when.Clocks
	Calendar *calendar.Service
	Persons  *person.Service
	accounts *closing.Service
	roster   *roster.Service
	notices  *notify.Service
	front    *home.Service
	alarms   alarms
	Media    *media.Service
	// Transcoder makes voice messages playable.
	Transcoder *ffmpeg.Program
	Chat       *chat.Service
	inbox      *inbox.Service[chat.Tx]
	Presses    *store.Presses

	Appraisals *appraisal.Service
	Bookings   *booking.Desk
	Bulletins  *bulletin.Service
	Cares      *care.Service
	Consents   *consent.Service
	Delegates  *delegate.Service
	desks      *desk.Service
	dispatch   *dispatch.Service
	rules      *dispatch.Rules
	Counters   *counter.Service
	Errands    *errand.Service
	Orders     *order.Service
	Estates    *estate.Service
	families   *family.Service
	Feedbacks  *feedback.Service
	Guides     *guide.Service
	Households *household.Service
	Inquiries  *inquiry.Service
	ledgers    *ledger.Service
	Halls      *hall.Service
	Loans      *loan.Service
	Meals      *meal.Service
	Mediations *mediate.Service
	News       *news.Service
	Papers     *paper.Service
	Parties    *party.Service
	Patrols    *patrol.Service
	Premises   *place.Service
	Places     *store.Bookings
	Public     *publicity.Service
	Posts      *post.Service
	Cadences   *cadence.Service
	Collects   *collect.Service
	Journals   *journal.Service
	Linkages   *linkage.Service
	Policies   *policy.Service
	Attends    *attend.Service
	Funds      *fund.Service
	Reports    *report.Service
	Searches   *search.Service
	Stewards   *steward.Service
	Walls      *wall.Service
	readings   *reading.Service
	words      *wordlist.Service
	Whistles   *whistle.Service
}

// connect creates every service with its dependencies.
func (s *System) connect(words report.TextCheck, linkKey []byte) {
	if words == nil {
		words = s.Wechat
	}
	s.Areas = area.NewCache(store.NewAreas(s.DB), s.now)
	s.Clocks = when.NewClocks(store.NewTimes(s.DB), s.now)
	s.Calendar = calendar.NewService(calendar.Config{Store: store.NewTimes(s.DB), Clocks: s.Clocks, Areas: s.Areas, Now: s.now})
	persons := store.NewPersons(s.DB)
	s.Transcoder = ffmpeg.New(s.Config.FFmpeg, s.now)
	s.Media = media.NewService(media.Config{
		Store: store.NewMedia(s.DB), Blobs: s.Blobs, Platform: s.Wechat, Persons: persons, Areas: s.Areas, Transcoder: s.Transcoder,
		Base: s.Config.PublicURL, Key: linkKey, Now: s.now,
	})
	s.notices = notify.NewService(notify.Config{
		Store: store.NewNotices(s.DB), Kinds: notices, Sender: s.Wechat, Dialer: s.Dialer, Phone: s.Config.phonePolicy(),
		Alarms: &s.alarms, Areas: s.Areas, Roster: persons, Photos: s.Media, Now: s.now,
	})
	decisions := store.NewDispatch(s.DB)
	s.rules = dispatch.NewRules(decisions, s.now)
	s.Reports = report.NewService(report.Config{
		Store: store.NewReports(s.DB), Areas: s.Areas, Roster: persons, Text: words, Times: s.Clocks, Rules: s.rules, Now: s.now,
	})
	s.News = news.NewService(news.Config{Store: store.NewNews(s.DB), Areas: s.Areas, Now: s.now})
	s.dispatch = dispatch.NewService(dispatch.Config{
		Store: decisions, Rules: s.rules, Areas: s.Areas, Times: s.Clocks, Roster: persons, Now: s.now,
	})
	s.Whistles = whistle.NewService(whistle.Config{
		Store: store.NewWhistles(s.DB), Areas: s.Areas, Reports: s.Reports, Roster: persons, Now: s.now,
	})
	s.families = family.NewService(family.Config{Store: store.NewFamilies(s.DB), Areas: s.Areas, Limiter: s.Redis, Now: s.now})
	s.Estates = estate.NewService(estate.Config{Store: store.NewEstates(s.DB), Areas: s.Areas, Now: s.now})
	s.Appraisals = appraisal.NewService(store.NewAppraisals(s.DB), s.Areas, s.now)
	s.readings = reading.NewService(store.NewAudits(s.DB), s.Areas)
	s.Linkages = linkage.NewService(store.NewLinkages(s.DB), s.Areas, s.now)
	s.Walls = wall.NewService(store.NewWalls(s.DB), s.Areas, s.Reports, s.Linkages, s.now)
	s.Places = store.NewBookings(s.DB)
	s.Bookings = booking.NewDesk(booking.Config{
		Store: s.Places, Areas: s.Areas, Times: s.Clocks, Weeks: redis.NewWeeks(s.Redis), Now: s.now,
	})
	accounts := store.NewAccounts(s.DB)
	s.Persons = person.NewService(person.Config{
		Store: closing.NewPersons(persons, accounts, s.Bookings, s.now), Platform: s.Wechat, Sessions: s.Redis, Paths: s.paths, Now: s.now,
	})
	s.desks = desk.NewService(desk.Config{
		Store: store.NewDesks(s.DB), Codes: s.Redis, Desks: s.Redis, Serves: s.serves, Now: s.now,
	})
	s.Guides = guide.NewService(guide.Config{Store: store.NewGuides(s.DB), Areas: s.Areas, Now: s.now})
	s.Loans = loan.NewService(loan.Config{Store: store.NewLoans(s.DB), Areas: s.Areas, Numbers: s.Persons, Now: s.now})
	s.Halls = hall.NewService(hall.Config{
		Store: store.NewHalls(s.DB), Areas: s.Areas, Times: s.Clocks, Timetable: s.Bookings, Numbers: s.Persons, Now: s.now,
	})
	s.Errands = errand.NewService(errand.Config{
		Store: store.NewErrands(s.DB), Areas: s.Areas, Times: s.Clocks, Guide: s.Guides, Numbers: s.Persons, Reports: s.Reports, Now: s.now,
	})
	s.Feedbacks = feedback.NewService(feedback.Config{
		Store: store.NewFeedbacks(s.DB), Areas: s.Areas, Times: s.Clocks, Numbers: s.Persons, Reports: s.Reports.FollowUpTitles, Serving: s.Bookings.ServicesOf,
		Now: s.now,
	})
	s.Counters = counter.NewService(counter.Config{
		Store: store.NewCounters(s.DB), Areas: s.Areas, Times: s.Clocks, Desk: s.Bookings, Errands: s.Errands, Guide: s.Guides, Now: s.now,
	})
	s.Delegates = delegate.NewService(store.NewHosts(s.DB), s.Areas, s.Bookings, s.Reports, s.now)
	s.Inquiries = inquiry.NewService(inquiry.Config{
		Store: store.NewInquiries(s.DB), Areas: s.Areas, Roster: persons, Times: s.Clocks, Numbers: s.Persons,
		Reports: s.Reports, Now: s.now,
	})
	s.Households = household.NewService(household.Config{
		Store: store.NewHouseholds(s.DB), Areas: s.Areas, Times: s.Clocks, Now: s.now, Titles: noticeTitles(),
	})
	s.Collects = collect.NewService(store.NewCollections(s.DB), s.Areas, s.now)
	s.Parties = party.NewService(party.Config{Store: store.NewParties(s.DB), Areas: s.Areas, Now: s.now})
	s.Premises = place.NewService(place.Config{Store: store.NewPremises(s.DB), Areas: s.Areas, Now: s.now})
	s.Presses = store.NewPresses(s.DB)
	s.Public = publicity.NewService(publicity.Config{
		Store: store.NewPublicities(s.DB), Areas: s.Areas, People: persons, Times: s.Clocks, Now: s.now,
	})
	s.Bulletins = bulletin.NewService(bulletin.Config{Store: store.NewBulletins(s.DB), Areas: s.Areas, People: persons, Now: s.now})
	s.Stewards = steward.NewService(steward.Config{
		Store: store.NewStewards(s.DB), Areas: s.Areas, Reports: s.Reports, People: persons, Absences: s.Persons, Now: s.now,
	})
	s.Orders = order.NewService(order.Config{
		Store: store.NewOrders(s.DB), Areas: s.Areas, Times: s.Clocks, Numbers: s.Persons, Now: s.now,
		Origins: map[string]order.Lookup{"need": s.needOf, "report": s.reportOf, "errand": s.errandOf},
	})
	s.Cares = care.NewService(care.Config{
		Store: store.NewCares(s.DB), Areas: s.Areas, Times: s.Clocks, Stewards: s.Stewards, Words: store.NewWordlists(s.DB),
		Targets: map[string]care.Lookup{"report": s.reportAt, "booking": s.bookingAt, "meal": s.mealAt, "order": s.orderAt}, Now: s.now,
	})
	s.Mediations = mediate.NewService(mediate.Config{
		Store: store.NewMediations(s.DB), Areas: s.Areas, Reports: s.Reports, Timetable: s.Bookings, Numbers: s.Persons, Now: s.now,
	})
	s.Papers = paper.NewService(paper.Config{
		Store: store.NewPapers(s.DB), Blobs: s.Blobs, Seal: s.DB.Vault(), Areas: s.Areas, Now: s.now,
		Rights: map[string]paper.Right{"errand": s.Errands.Right, "mediate": s.Mediations.Right}, Titles: map[string]paper.Titles{"errand": s.Errands.Titles},
		Brings: map[string]paper.Bring{"errand": s.Errands.Brought}, Platform: s.Wechat,
	})
	s.Meals = meal.NewService(meal.Config{Store: store.NewMeals(s.DB), Areas: s.Areas, Times: s.Clocks, Cares: s.Cares, Now: s.now})
	s.Consents = consent.NewService(consent.Config{
		Store: store.NewConsents(s.DB), Areas: s.Areas, Asks: []consent.Asks{s.Stewards.Consents, s.Parties.Consents, s.Cares.Asks, s.Papers.Consents, s.Meals.Asks}, Given: s.Cares.Agreed, Now: s.now,
	})
	attendances, rounds := store.NewAttendances(s.DB), store.NewPatrols(s.DB)
	s.Patrols = patrol.NewService(patrol.Config{
		Store: rounds, Areas: s.Areas, Reports: s.Reports, Reasons: store.NewReasons(s.DB), Words: store.NewWordlists(s.DB), Now: s.now,
	})
	s.Policies = policy.NewService(policy.Config{
		Store: store.NewPolicies(s.DB), Areas: s.Areas, Now: s.now,
		Rules: append(attend.Rules(attendances), patrol.MinimumRule(rounds), patrol.TrackRule(rounds)),
	})
	s.Attends = attend.NewService(attend.Config{
		Store: attendances, Areas: s.Areas, Reasons: store.NewReasons(s.DB), Times: s.Clocks, On: s.Policies, Words: store.NewWordlists(s.DB), Now: s.now,
	})
	s.Funds = fund.NewService(store.NewFunds(s.DB), s.Areas, s.now)
	s.ledgers = ledger.NewService(ledger.Config{
		Store: store.NewLedgers(s.DB), Names: persons, Matters: s.Reports, Months: s.Attends, Areas: s.Areas, Words: store.NewWordlists(s.DB), Now: s.now,
	})
	s.words = wordlist.NewService(wordlist.Config{
		Store: store.NewWordlists(s.DB), Shipped: shippedWords, Check: checkWords, Applied: s.rules.Forget, Now: s.now,
	})
	s.alarms = alarms{s.Stewards, s.Persons}
	s.accounts = closing.NewService(accounts, s.Bookings, s.now)
	s.Chat = chat.NewService(chat.Config{
		Store: store.NewChats(s.DB), Areas: s.Areas, Reports: s.Reports, Desk: s.Bookings, Loans: s.Loans, Delegates: s.Delegates, Errands: s.Errands, Counters: s.Counters, Orders: s.Orders, Feedbacks: s.Feedbacks, Guides: s.Guides, Families: s.families, Inquiries: s.Inquiries, Media: s.Media, Meals: s.Meals, Mediations: s.Mediations,
		Households: s.Households, Collects: s.Collects, Public: s.Public, Base: s.Config.PublicURL, Web: s.web()[auth.MP], Now: s.now,
	})
	s.inbox = s.openInbox()
	s.roster = roster.NewService(roster.Config{
		Store: store.NewRoster(s.DB), Directory: store.NewRoster(s.DB), Areas: s.Areas, Now: s.now, Applied: s.Areas.Forget,
	})
	s.Posts = post.NewService(post.Config{Store: store.NewPosts(s.DB), Areas: s.Areas, Roster: s.roster, Public: s.Public, Now: s.now})
	s.Searches = search.NewService(search.Config{Store: store.NewSearches(s.DB), Areas: s.Areas, Numbers: s.Reports, Members: s.roster, Now: s.now})
	s.front = s.home()
	s.Journals = journal.NewService(journal.Config{
		Store: store.NewJournals(s.DB), Areas: s.Areas, Reasons: store.NewReasons(s.DB), Today: s.front, Words: store.NewWordlists(s.DB), Now: s.now,
	})
	s.Cadences = cadence.NewService(cadence.Config{
		Store: store.NewCadences(s.DB), Areas: s.Areas, Reasons: store.NewReasons(s.DB), Times: s.Clocks,
		Visits: s.Cares, Words: store.NewWordlists(s.DB), Now: s.now,
	})
	s.Duties = s.allDuties()
}

// shippedWords returns the words of a list that the county has not decided yet.
func shippedWords(l wordlist.List) []wordlist.Word {
	return slices.Concat(report.Shipped.Words(l), patrol.Shipped(l), work.Shipped(l), order.Shipped(l), mediate.Shipped(l), feedback.Shipped(l))
}

// checkWords returns what the rules that read a list cannot take.
func checkWords(l wordlist.List, all []wordlist.Word) error {
	if err := report.CheckWords(l, all); err != nil {
		return err
	}
	return work.CheckWords(l, all)
}

// reportAt, bookingAt, orderAt and mealAt return the community of what the actor may see.
func (s *System) reportAt(ctx context.Context, who auth.Actor, id int64) (int64, error) {
	d, err := s.Reports.Get(ctx, who, id)
	return d.Report.Community, err
}

func (s *System) bookingAt(ctx context.Context, who auth.Actor, id int64) (int64, error) {
	m, err := s.Bookings.Get(ctx, who, id)
	return m.Booking.Community, err
}

func (s *System) orderAt(ctx context.Context, who auth.Actor, id int64) (int64, error) {
	o, err := s.Orders.Read(ctx, who, id)
	return o.Community, err
}

// needOf, reportOf and errandOf return about whom something is that the actor may see, and its community.
func (s *System) needOf(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error) {
	return s.Cares.NeedOf(ctx, who, id)
}

func (s *System) reportOf(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error) {
	d, err := s.Reports.Get(ctx, who, id)
	return d.Report.Author, d.Report.Community, err
}

func (s *System) errandOf(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error) {
	e, err := s.Errands.Read(ctx, who, id)
	return e.Person, e.Community, err
}

func (s *System) mealAt(ctx context.Context, who auth.Actor, id int64) (int64, error) {
	return s.Meals.CommunityOf(ctx, who, id)
}

// serves says whether the actor is a provider in a session of these days.
func (s *System) serves(ctx context.Context, who auth.Actor) (bool, error) {
	found, err := s.Bookings.Serving(ctx, who)
	return len(found) > 0, err
}

// allDuties maps each kind of job to its use case.
func (s *System) allDuties() map[job.Kind]Doing {
	return map[job.Kind]Doing{
		notify.SendJob:       s.notices.Send,
		notify.SayJob:        s.notices.Say,
		notify.WakeJob:       s.notices.Wake,
		notify.PressedJob:    oneShot(s.notices.Pressed),
		report.SubmittedJob:  s.Stewards.Alert,
		person.HandOverJob:   s.Reports.HandOver,
		steward.PageJob:      s.Stewards.Page,
		closing.LeftJob:      oneShot(s.accounts.Left),
		person.LinkJob:       oneShot(s.Persons.Link),
		person.TaggedJob:     oneShot(s.Cares.Replan),
		whistle.DueJob:       oneShot(s.Whistles.Due),
		booking.TendJob:      s.Bookings.Tend,
		booking.CalledOffJob: oneShot(s.Bookings.TellCalledOff),
		booking.OfferJob:     s.Bookings.Offer,
		loan.RemindJob:       s.Loans.Remind,
		hall.TendJob:         s.Halls.Tend,
		errand.CloseJob:      oneShot(s.Errands.Confirm),
		paper.FetchJob:       oneShot(s.Papers.Fetch),

		household.ToConfirmJob: oneShot(s.Households.Remind),
		media.JobFetch:         oneShot(s.Media.Fetch),
		media.JobCheck:         oneShot(s.Media.Check),
		media.JobRecheck:       oneShot(s.Media.Recheck),
		media.JobTranscode:     s.Media.Transcode,
	}
}

// Recurring returns the recurring jobs.
func (s *System) Recurring() []Recurring {
	return []Recurring{
		{"sweep_deadlines", 15 * time.Second, func(ctx context.Context) error {
			_, err := s.Reports.Sweep(ctx)
			return err
		}},
		{"sweep_errands", 15 * time.Second, func(ctx context.Context) error {
			_, err := s.Errands.Sweep(ctx)
			return err
		}},
		{"sweep_orders", 15 * time.Second, func(ctx context.Context) error {
			_, err := s.Orders.Sweep(ctx)
			return err
		}},
		{"watch_counters", 10 * time.Minute, s.Counters.Watch},
		{"close_unreviewed", 10 * time.Minute, func(ctx context.Context) error {
			_, err := s.Reports.CloseExpired(ctx)
			return err
		}},
		{"make_sessions", time.Hour, s.Bookings.Materialise},
		{"end_booking_days", time.Hour, s.Bookings.EndDay},
		{"drop_booking_answers", time.Hour, s.Bookings.EraseOldAnswers},
		{"check_calendar", 24 * time.Hour, s.CheckCalendar},
		{"appraise", time.Hour, s.Appraisals.Nightly},
		{"count_wall_day", time.Hour, s.Walls.Nightly},
		{"hand_in_drafts", time.Minute, s.Chat.Sweep},
		{"hand_back_reports", 10 * time.Minute, s.roster.HandBack},
		{"give_back_unseated", 10 * time.Minute, func(ctx context.Context) error {
			_, err := s.Reports.Unseated(ctx)
			return err
		}},
		{"man_urgent_reports", time.Minute, func(ctx context.Context) error {
			_, err := s.Reports.Unmanned(ctx)
			return err
		}},
		{"check_stewards", 10 * time.Minute, s.Stewards.CheckReach},
		{"steward_digest", 10 * time.Minute, s.Stewards.Digest},
		{"ask_households", time.Minute, s.Collects.Ask},
		{"end_campaigns", time.Minute, s.Collects.EndDue},
		{"drop_answers", 10 * time.Minute, s.Collects.DropDue},
		{"remind_cadences", time.Hour, s.Cadences.Remind},
		{"compose_weeks", 10 * time.Minute, s.Journals.ComposeWeeks},
		{"plan_visits", time.Hour, s.Cares.Plan},
		{"tend_mediations", time.Hour, s.Mediations.Tend},
		{"care_no_answer", 30 * time.Second, s.Cares.NoAnswer},
		{"fix_meals", time.Minute, s.Meals.Fix},
		{"ask_meal_weeks", time.Hour, s.Meals.AskWeeks},
		{"remind_follow_ups", 10 * time.Minute, s.Feedbacks.Remind},
		{"forget_answers", time.Hour, s.Feedbacks.Forget},
		{"meal_no_answer", 30 * time.Second, s.Meals.NoAnswer},
		{"close_patrols", 10 * time.Minute, s.Patrols.CloseQuiet},
		{"tell_finds", 10 * time.Minute, s.Patrols.TellFinds},
		{"guide_review", time.Hour, s.Guides.Review},
		{"end_publicities", time.Minute, s.Public.End},
		{"watch_posts", time.Hour, s.Posts.Watch},
		{"close_quiet_inquiries", time.Hour, s.Inquiries.CloseQuiet},
		{"drop_call_numbers", time.Hour, s.Stewards.EraseNumbers},
		{"transcode_voices", 10 * time.Minute, s.Media.RetryTranscoding},
		{"drop_unclaimed_files", time.Hour, func(ctx context.Context) error {
			_, err := s.Media.Sweep(ctx)
			return err
		}},
		{"drop_papers", time.Hour, s.Papers.DropDue},
		{"end_switches", 10 * time.Minute, s.Policies.EndDue},
		{"drop_switched_off", time.Hour, s.Policies.DropOld},
		{"index_words", 10 * time.Second, s.Searches.Index},
		{store.DropOldRows, time.Hour, s.deleteOldRows},
	}
}

// notices are the kinds of notice of every capability.
var notices = []*notify.Kinds{
	&report.Notices,
	&steward.Notices,
	&whistle.Notices,
	&booking.Notices,
	&family.Notices,
	&loan.Notices, &guide.Notices, &errand.Notices, &order.Notices, &counter.Notices, &hall.Notices, &mediate.Notices,
	&feedback.Notices,
	&inquiry.Notices,
	&party.Notices,
	&publicity.Notices, &post.Notices, &paper.Notices,
	&household.Notices, &journal.Notices, &cadence.Notices, &care.Notices, &meal.Notices, &collect.Notices, &patrol.Notices, &attend.Notices,
	&chat.Notices,
	&notify.Notices,
	&policy.Notices,
}

// NoticeKinds returns every kind of notice.
func NoticeKinds() []notify.Kind {
	var all []notify.Kind
	for _, k := range notices {
		all = append(all, k.All()...)
	}
	return all
}

// noticeTitles returns the title of each kind of notice by its name.
func noticeTitles() map[string]string {
	titles := map[string]string{}
	for _, k := range NoticeKinds() {
		titles[k.Name] = k.Title
	}
	return titles
}

// residentConsents and staffConsents are the notices for which each client asks consent, most important first.
var (
	residentConsents = map[string][]notify.Kind{
		"report": report.Consents, "booking": slices.Concat(booking.Consents, counter.Consents), "loan": loan.Consents, "errand": errand.Consents, "order": order.Consents, "hall": hall.Consents, "feedback": feedback.Consents, "inquiry": inquiry.Consents, "publicity": publicity.Consents, "post": post.Consents, "steward": steward.Consents, "care": care.Consents, "meal": meal.Consents, "collect": collect.Consents, "paper": paper.Consents, "mediate": mediate.Consents,
	}
	staffConsents = map[string][]notify.Kind{"calls": {
		steward.NoticeStaffCallUrgent, steward.NoticeStaffCall, steward.NoticePageUrgent,
	}, "work": {
		report.NoticeNewUrgent, report.NoticeAssignedUrgent, steward.NoticePageUrgent, report.NoticeNew, whistle.NoticeCalled, report.NoticeAnswered, report.NoticeAssigned, steward.NoticeStaffCall,
		report.NoticeOverdue, report.NoticeBreached, report.NoticeEscalated, report.NoticeSupervised, steward.NoticeUnanswered,
		report.NoticeStandIn,
	}}
)

// home returns the first page with the parts of every capability.
func (s *System) home() *home.Service {
	return home.NewService(home.Config{
		Areas: s.Areas,
		Asked: []home.Asked{s.Stewards, s.Bookings, s.Orders, s.Loans, s.Halls, s.Reports, s.Feedbacks, s.families, s.Households, s.Posts, s.Collects, s.Meals, s.Mediations, s.notices},
		Days:  []home.Dayed{s.Stewards, s.Reports, s.Cares, s.Households, s.Collects, s.Patrols, s.Meals, s.Orders, s.Mediations, s.notices},
		Numbers: []home.Numbers{
			s.Reports.Numbers, s.Stewards.Numbers, s.Errands.Counts, s.Orders.Counts, home.Number("whistles", s.Whistles.CountWaiting),
			home.Number("follow_ups", s.Feedbacks.CountFollowUps), home.Number("to_ask", s.Feedbacks.CountToAsk),
			home.Number("meals_asked", s.Meals.CountAsked), home.Number("arrivals", s.Households.CountReported),
			home.Number("families", s.families.CountWaiting), home.Number("bookings_by_phone", s.Bookings.CountToCall),
			home.Number("loans_late", s.Loans.CountLate), home.Number("uses_asked", s.Halls.CountAsked), home.Number("guide_to_review", s.Guides.CountToReview), home.Number("inquiries", s.Inquiries.CountOpen), home.Number("objections", s.Public.CountOpen),
			home.Number("nominations", s.Posts.CountOpen), home.Number("vacancies", s.Posts.CountVacant), home.Number("undelivered", s.notices.CountUnreached),
		},
	})
}

// Server returns the HTTP server.
func (s *System) Server() *handlers.Server {
	callbacks := map[auth.Account]handlers.Callback{}
	for _, a := range s.Config.Accounts() {
		name := string(a.Name)
		callbacks[a.Name] = wxmsg.NewCallback(wxmsg.CallbackConfig{
			Account: a, Inbox: s.inbox, Now: s.now, Log: s.Log,
			Count: func(event, outcome string) { s.Metrics.callbacks.WithLabelValues(name, event, outcome).Inc() },
		})
	}
	return handlers.New(handlers.Config{
		Accounts:   s.accounts,
		Appraisals: s.Appraisals,
		Bookings:   s.Bookings,
		Bulletins:  s.Bulletins,
		Calendar:   s.Calendar,
		Cares:      s.Cares,
		Consents:   s.Consents,
		Delegates:  s.Delegates,
		Desks:      s.desks,
		Dispatch:   s.dispatch,
		Counters:   s.Counters,
		Errands:    s.Errands,
		Orders:     s.Orders,
		Estates:    s.Estates,
		Families:   s.families,
		Feedbacks:  s.Feedbacks,
		Guides:     s.Guides,
		Home:       s.front,
		Cadences:   s.Cadences,
		Collects:   s.Collects,
		Journals:   s.Journals,
		Patrols:    s.Patrols,
		Inquiries:  s.Inquiries,
		Ledgers:    s.ledgers,
		Halls:      s.Halls,
		Loans:      s.Loans,
		Meals:      s.Meals,
		Mediations: s.Mediations,
		Media:      s.Media,
		Notices:    s.notices,
		Persons:    s.Persons,
		Reports:    s.Reports,
		Public:     s.Public, Posts: s.Posts,
		Households: s.Households,
		Roster:     s.roster,
		Workbooks:  NewRosterFiles(),
		Attends:    s.Attends,
		Funds:      s.Funds,
		Wordlists:  s.words,
		Linkages:   s.Linkages,
		Setups:     setup.NewService(s.Areas, s.setupChecks()),
		Words:      store.NewWordlists(s.DB),
		Papers:     s.Papers,
		Parties:    s.Parties,
		Premises:   s.Premises,
		Policies:   s.Policies,
		News:       s.News,
		Searches:   s.Searches,
		Stewards:   s.Stewards, Walls: s.Walls, Readings: s.readings, Whistles: s.Whistles,

		Areas: s.Areas, Names: store.NewPersons(s.DB), Codes: s.Wechat, Callbacks: callbacks, Telephone: s.callback(), Pages: s.Wechat, Presses: s.Presses,
		NewWorkbook: NewWorkbook, Client: s.client(), ClientPages: ClientPages(), Tiles: handlers.Tiles{URL: s.Config.Tiles, Datum: s.Config.TilesDatum}, Ready: s.Ready, Facts: s.facts,

		Limiter: s.Redis, Log: s.Log, Now: s.now, Base: s.Config.PublicURL, Proxies: s.Config.proxies(), Connections: connections(fileLimit()),
		Observe: func(method, route, status, code string, took time.Duration) {
			s.Metrics.requests.WithLabelValues(method, route, status, code).Observe(took.Seconds())
		},
	})
}
