package main

import (
	"errors"
	"fmt"
	"log"
	"strconv"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/wxmsg/wxsim"
)

// rule is a count of rows that must not exist. What a unique key of the schema prevents is no rule here.
type rule struct{ what, query string }

var rules = []rule{
	{"reports that are there twice", `SELECT COUNT(*) FROM (SELECT text FROM report WHERE text LIKE '楼道里的灯坏了%' GROUP BY text HAVING COUNT(*) > 1) AS twice`},
	{"dangers whose steward has not exactly one alert", `SELECT COUNT(*) FROM report r WHERE urgent = 1 AND (SELECT COUNT(*) FROM steward_alert a WHERE a.report_id = r.id
		AND a.person_id = 1000000 + r.building_id) <> 1`},
	{"alerts whose notice was not sent", `SELECT COUNT(*) FROM steward_alert a JOIN report r ON r.id = a.report_id WHERE r.urgent = 1 AND NOT EXISTS
		(SELECT 1 FROM notify_notice n WHERE n.person_id = a.person_id AND n.about = CONCAT('report:', r.id) AND n.kind = 'steward.alert_urgent' AND n.sent_at > 0)`},
	{"notices that are there twice", `SELECT COUNT(*) FROM notify_notice a JOIN notify_notice b ON b.person_id = a.person_id AND b.about = a.about AND b.kind = a.kind AND b.id > a.id
		AND b.created_at - a.created_at < 30000 WHERE a.about LIKE 'report:%'`}, // a steward who does not answer is asked again after minutes
	{"notices that are due and wait", `SELECT COUNT(*) FROM notify_notice WHERE state = 'pending' AND due_at <= UNIX_TIMESTAMP() * 1000`},
	{"notices that wait without a job", `SELECT COUNT(*) FROM notify_notice n WHERE state = 'pending' AND NOT EXISTS (SELECT 1 FROM job_open j WHERE j.kind = 'notify.send' AND j.ref = n.id)`},
	{"periods whose places do not add up", `SELECT COUNT(*) FROM booking_period p WHERE places <> taken + held + kept + free
		OR taken <> (SELECT COUNT(*) FROM booking b WHERE b.period_id = p.id AND b.seated = 1)
		OR held <> (SELECT COUNT(*) FROM booking b WHERE b.period_id = p.id AND b.state = 'offered')`},
	{"ranks given twice", `SELECT COUNT(*) FROM (SELECT session_id FROM booking WHERE state = 'waiting' GROUP BY session_id, position HAVING COUNT(*) > 1) AS twice`},
	{"numbers of a session given twice", `SELECT COUNT(*) FROM (SELECT session_id FROM booking WHERE seated = 1 GROUP BY session_id, number HAVING COUNT(*) > 1) AS twice`},
	{"free places while somebody waits", `SELECT COUNT(*) FROM booking_period p WHERE free > 0 AND EXISTS
		(SELECT 1 FROM booking b WHERE b.session_id = p.session_id AND b.state = 'waiting' AND b.passed = 0)`},
	{"waitlists of another length", `SELECT COUNT(*) FROM booking_session s WHERE waiting <>
		(SELECT COUNT(*) FROM booking b WHERE b.session_id = s.id AND b.state IN ('waiting', 'offered'))`},
	{"offers that nobody ends", `SELECT COUNT(*) FROM booking b WHERE state = 'offered' AND NOT EXISTS
		(SELECT 1 FROM job_open j WHERE j.kind = 'booking.offer' AND j.ref = b.id)`},
	{"people with one unionid", `SELECT COUNT(*) FROM (SELECT unionid FROM person_identity WHERE unionid <> '' GROUP BY unionid HAVING COUNT(DISTINCT person_id) > 1) AS twice`},
}

// check waits until everything is done and then asks whether anything was lost or done twice.
func (s *scale) check() error {
	begin := time.Now()
	if err := s.place.Rest(s.Ctx, s.patient); err != nil {
		return err
	}
	if err := s.Wechat.Settled(s.Ctx); err != nil {
		return err
	}
	log.Printf("everything was done %s after the traffic", time.Since(begin).Round(100*time.Millisecond))
	var wrong []error
	for _, w := range s.said.broken {
		wrong = append(wrong, errors.New(w))
	}
	wrong = append(wrong, s.broken()...)
	if len(wrong) > 0 {
		s.explain()
	}
	wrong = append(wrong, s.told()...)
	wrong = append(wrong, s.arrived()...)
	seats, err := s.place.Count(s.Ctx, `SELECT COUNT(*) FROM booking WHERE session_id = ? AND seated = 1`, rushed)
	if err != nil {
		wrong = append(wrong, err)
	} else if seats != lab.Places {
		wrong = append(wrong, fmt.Errorf("%d have one of the %d places of the rush", seats, lab.Places))
	}
	return errors.Join(wrong...)
}

// broken returns the rules that rows of the database break.
func (s *scale) broken() (wrong []error) {
	for _, r := range rules {
		n, err := s.place.Count(s.Ctx, r.query)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", r.what, err))
		} else if n > 0 {
			wrong = append(wrong, fmt.Errorf("%d %s", n, r.what))
		}
	}
	return wrong
}

// told checks that every number that was said exists once, and that a key has one number.
func (s *scale) told() (wrong []error) {
	if len(s.said.numbers) == 0 {
		return []error{errors.New("no number was told: nothing was tried")}
	}
	for number := range s.said.numbers {
		day, running, _ := strings.Cut(number, "-")
		d, err := strconv.Atoi(day)
		r, err2 := strconv.Atoi(running)
		n, err3 := s.place.Count(s.Ctx, `SELECT COUNT(*) FROM report WHERE number = ? * 1000000 + ?`, d, r)
		if err := errors.Join(err, err2, err3); err != nil {
			wrong = append(wrong, err)
		} else if n != 1 {
			wrong = append(wrong, fmt.Errorf("report %s exists %d times", number, n))
		}
	}
	return wrong
}

// arrived checks that no message came twice to the telephone.
func (s *scale) arrived() (wrong []error) {
	seen := map[string]int{}
	for _, kind := range []string{wxsim.OA, wxsim.MP, wxsim.Staff} {
		for _, d := range s.Wechat.Delivered(kind, "") {
			if d.ClientMsgID != "" {
				if seen[d.ClientMsgID]++; seen[d.ClientMsgID] == 2 {
					wrong = append(wrong, fmt.Errorf("message %s came twice", d.ClientMsgID))
				}
			}
		}
	}
	if len(seen) == 0 {
		wrong = append(wrong, errors.New("no message arrived: nothing was tried"))
	}
	return wrong
}

// explain prints what helps to find a cause: how notices ended, what is open, and the ends of the logs.
func (s *scale) explain() {
	for what, query := range map[string]string{
		"notices":  `SELECT CONCAT(kind, ' ', state), COUNT(*) FROM notify_notice GROUP BY 1`,
		"attempts": `SELECT CONCAT(channel, ' ', outcome, ' ', code, ' ', reason), COUNT(*) FROM notify_attempt GROUP BY 1`,
		"jobs":     `SELECT kind, COUNT(*) FROM job_open GROUP BY 1`,
	} {
		if err := s.list(what, query); err != nil {
			log.Printf("%s: %v", what, err)
		}
	}
	for _, r := range s.all {
		log.Printf("%s", r.Log())
	}
}

// list prints the rows of a query: a name and a number.
func (s *scale) list(what, query string) error {
	rows, err := s.place.DB.QueryContext(s.Ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return err
		}
		log.Printf("%s: %d %s", what, n, name)
	}
	return rows.Err()
}
