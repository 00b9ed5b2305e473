package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"linli/app/booking"
	"linli/app/chat"
	"linli/wxmsg/wxsim"
)

// demoCrowdMost limits the neighbours of one rush.
const demoCrowdMost = 60

var errDemoRush = errors.New("一次可以来 1 到 60 位邻居，要有这个场次")

// rushView is the result of a rush.
type rushView struct {
	People  int      `json:"people"`
	Booked  int      `json:"booked"`
	Waiting int      `json:"waiting"`
	Full    int      `json:"full"`
	Said    []string `json:"said"` // the reply to each, in the order of the crowd
}

// rush lets so many neighbours who follow the account book a session in the chat at the same moment, each from a
// telephone of their own.
func (f *demoFront) rush(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Session int64 `json:"session_id,string"`
		People  int   `json:"people"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1000)).Decode(&in); err != nil || in.People < 1 || in.People > demoCrowdMost {
		answer(w, nil, errDemoRush)
		return
	}
	s, err := f.system.Places.Session(r.Context(), in.Session)
	if err != nil {
		answer(w, nil, errDemoRush)
		return
	}
	service, err := f.system.Bookings.Service(r.Context(), s.Service)
	if err != nil {
		answer(w, nil, err)
		return
	}
	v, err := f.crowd(r.Context(), s, service.Name, in.People)
	answer(w, v, err)
}

// crowd creates new neighbours and starts them together.
func (f *demoFront) crowd(ctx context.Context, s booking.Session, service string, people int) (rushView, error) {
	f.mu.Lock()
	first := f.came
	f.came += people
	f.mu.Unlock()
	neighbours := make([]*wxsim.Person, people)
	for i := range neighbours {
		neighbours[i] = f.sim.Person(fmt.Sprintf("邻居%d号 %d", first+i+1, s.ID))
	}
	scene := fmt.Sprintf("%s%d", chat.TimetableScene, s.Community)
	arrive := func(p *wxsim.Person) (string, error) {
		if p.Following() {
			return "", nil
		}
		_, err := p.Follow(scene)
		return "", err
	}
	if _, err := allTogether(neighbours, arrive); err != nil {
		return rushView{}, err
	}
	said, err := allTogether(neighbours, func(p *wxsim.Person) (string, error) {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		return bookInChat(p, service, chat.SayDay(s.BeginAt))
	})
	v := rushView{People: people, Said: said}
	for _, text := range said {
		switch {
		case strings.HasPrefix(text, "约好了"):
			v.Booked++
		case strings.Contains(text, "排在候补"):
			v.Waiting++
		default:
			v.Full++
		}
	}
	return v, err
}

// allTogether runs the same action for all of them at the same moment.
func allTogether(people []*wxsim.Person, do func(*wxsim.Person) (string, error)) ([]string, error) {
	said, errs := make([]string, len(people)), make([]error, len(people))
	start := make(chan struct{})
	var group sync.WaitGroup
	for i, p := range people {
		group.Go(func() {
			<-start
			said[i], errs[i] = do(p)
		})
	}
	close(start)
	group.Wait()
	return said, errors.Join(errs...)
}

// bookInChat books in the chat: the service, the number of the day, and the first period if the chat asks for one.
func bookInChat(p *wxsim.Person, service, day string) (string, error) {
	list, err := p.Text(service)
	if err != nil {
		return "", err
	}
	m := regexp.MustCompile(`(?m)^(\d) .*` + regexp.QuoteMeta(day)).FindStringSubmatch(list.Text)
	if m == nil {
		return list.Text, nil
	}
	reply, err := p.Text(m[1])
	if err == nil && strings.Contains(reply.Text, "几点来") {
		reply, err = p.Text("1")
	}
	return reply.Text, err
}
