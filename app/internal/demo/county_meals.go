package demo

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/care"
	"linli/app/meal"
	"linli/app/person"
	"linli/app/when"
	"linli/store"
)

// demoEaters are residents who take part in the meals of 阳光社区: name, year of birth, unit and room, way, and what they may not eat.
// The last one waits for an answer.
var demoEaters = []struct {
	name       string
	born       int
	home, room string
	way        meal.Way
	diet       string
}{
	{"周玉梅", 1938, "YANG-3-1", "201", meal.Deliver, "不吃葱"},
	{"冯保国", 1941, "YANG-3-2", "302", meal.Deliver, ""},
	{"何秀芝", 1936, "YANG-3-2", "602", meal.Deliver, "糖尿病，少盐"},
	{"范有福", 1943, "YANG-5-2", "401", meal.Deliver, ""},
	{"丁翠英", 1940, "YANG-5-1", "102", meal.EatIn, ""},
	{"唐大妈", 1944, "YANG-5-1", "501", meal.EatIn, "不吃辣"},
	{"康德厚", 1942, "YANG-8-1", "301", meal.Deliver, ""},
}

const (
	demoCarrier = "HGJ-04" // a steward brings the meals of one building
	demoUnseen  = "何秀芝"    // did not open yesterday
)

var demoDishes = []string{"番茄炒蛋、清炒菠菜、米饭", "红烧豆腐、炒青菜、二米饭", "肉末茄子、冬瓜汤、米饭", "清蒸鱼、土豆丝、馒头", "土豆烧鸡、白菜、米饭", "萝卜炖牛肉、油麦菜、米饭", "香菇青菜、蒸蛋、小米粥"}

// serveMeals returns the steps: a programme with its members; yesterday a lunch was not taken in, and the steward went to see why
// at once; today a round is on its way.
func (p *past) serveMeals() (all []moment) {
	today, _ := when.Day(p.now)
	add := func(at time.Time, do func(context.Context, moment) error) {
		if at.Before(p.now) {
			all = append(all, moment{days: wakingDays(p.now, at), report: -14, step: len(all), other: do})
		}
	}
	yesterday := today.AddDate(0, 0, -1)
	add(today.AddDate(0, 0, -4).Add(10*time.Hour), p.openKitchen)
	fix := func(ctx context.Context, _ moment) error { return p.s.Meals.Fix(ctx) }
	add(yesterday.Add(-7*time.Hour+time.Minute), fix)
	add(yesterday.Add(11*time.Hour+40*time.Minute), func(ctx context.Context, m moment) error { return p.bring(ctx, m, demoUnseen, 9) })
	add(yesterday.Add(12*time.Hour+11*time.Minute), func(ctx context.Context, _ moment) error { return p.s.Meals.NoAnswer(ctx) })
	add(yesterday.Add(12*time.Hour+24*time.Minute), p.findHer)
	add(yesterday.Add(17*time.Hour+time.Minute), fix)
	add(today.Add(11*time.Hour+40*time.Minute), func(ctx context.Context, m moment) error { return p.bring(ctx, m, "", 2) })
	return all
}

// openKitchen begins the programme with its menu, carriers and members, unless it is there already.
func (p *past) openKitchen(ctx context.Context, m moment) error {
	who, err := p.actor(ctx, demoLender, m)
	if err != nil {
		return err
	}
	there, err := p.s.Meals.Programmes(ctx, who)
	if err != nil || len(there) > 0 {
		return err
	}
	one, err := p.s.Meals.AddProgramme(ctx, who, meal.Programme{
		Community: p.areas["YG"], Name: "老有颐养午餐", KitchenID: p.orgs["ST"], Place: "一楼便民厅", Age: 70, Tags: []person.Tag{person.Alone, person.Frail},
		Week: meal.EveryDay, Serve: 11*60 + 30, Cut: 17 * 60, Price: "12 元，80 岁以上 8 元，到食堂交", Most: 60,
	})
	if err != nil {
		return err
	}
	menu := make([]meal.Dish, 14)
	day := when.DateOf(p.clock.Now())
	for i := range menu {
		menu[i] = meal.Dish{Day: day, Words: demoDishes[i%len(demoDishes)]}
		day = day.Next()
	}
	if _, err := p.s.Meals.SetMenu(ctx, who, one.ID, menu); err != nil {
		return err
	}
	carriers := []meal.Carrier{{Building: p.areas["YANG-3"], Person: p.persons[demoCarrier].ID}, {Building: p.areas["YANG-5"], Person: p.persons[demoWalker].ID}}
	if _, err := p.s.Meals.SetCarriers(ctx, who, one.ID, carriers); err != nil {
		return err
	}
	for i, e := range demoEaters {
		who.Request = fmt.Sprintf("demo-eater-%d", i)
		id, err := p.entersEater(ctx, who, e.name, e.born, e.home)
		if err != nil {
			return err
		}
		member, err := p.s.Meals.Enter(ctx, who, meal.Asking{
			Programme: one.ID, Person: id, Way: e.way, Week: meal.EveryDay, Area: p.areas[e.home], Room: e.room, Reason: "一个人做饭不方便", Diet: e.diet,
			Contact: "女儿", Phone: person.Phone(fmt.Sprintf("1990000%04d", 8830+i)),
		})
		if err != nil {
			return err
		}
		if i == len(demoEaters)-1 {
			break
		}
		if _, err := p.s.Meals.Agree(ctx, who, member.ID, 0); err != nil {
			return err
		}
	}
	return nil
}

func (p *past) entersEater(ctx context.Context, who auth.Actor, name string, born int, home string) (int64, error) {
	at, err := p.tree.Get(p.areas[home])
	if err != nil {
		return 0, err
	}
	known, err := p.s.Persons.Enter(ctx, who, person.Newcomer{Name: name, Born: born, Community: at.Community, Home: at.ID})
	return known.ID, err
}

// bring records what the steward brings: at most so many, and nobody opens at one door.
func (p *past) bring(ctx context.Context, m moment, unseen string, most int) error {
	who, err := p.actor(ctx, demoCarrier, m)
	if err != nil {
		return err
	}
	rounds, err := p.s.Meals.Rounds(ctx, who)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		for i, stop := range r.Stops {
			if i >= most || stop.Outcome != meal.ToDo {
				continue
			}
			outcome := meal.Delivered
			if at, err := p.nameOf(ctx, stop.Person); err != nil {
				return err
			} else if at == unseen {
				outcome = meal.NoAnswer
			}
			if _, err := p.s.Meals.Record(ctx, who, stop.ID, meal.Result{Outcome: outcome}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *past) nameOf(ctx context.Context, id int64) (string, error) {
	known, err := store.NewPersons(p.s.DB).Persons(ctx, []int64{id})
	return known[id].Name, err
}

// findHer lets the steward who was paged see the one who had not opened.
func (p *past) findHer(ctx context.Context, m moment) error {
	who, err := p.actor(ctx, demoCarrier, m)
	if err != nil {
		return err
	}
	rows, err := p.s.Cares.Round(ctx, who)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.Chase.ID != 0 && p.tree.Path(r.Area) != "" && under(p.tree, r.Area, p.areas["YANG-3"]) {
			_, _, err := p.s.Cares.Visit(ctx, who, r.ID, care.Entry{Way: care.Door, Outcome: care.Well, Words: "在午睡，没听见敲门。餐热了送进去了。"})
			return err
		}
	}
	return nil
}

func under(t *area.Tree, at, above int64) bool {
	b, ok := t.Up(at, area.Building)
	return ok && b.ID == above
}
