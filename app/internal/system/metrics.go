package system

import (
	"context"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"linli/app/when"
	"linli/store"
)

// Metrics are the metrics of this process. Labels are route patterns, event names, API paths and codes, never ids.
type Metrics struct {
	Registry  *prometheus.Registry
	requests  *prometheus.HistogramVec // by route, status and fault code
	callbacks *prometheus.CounterVec   // by account, event and outcome
	wechat    *prometheus.CounterVec   // by API and outcome
	troubles  *prometheus.CounterVec   // by account, API and errcode
	phone     *prometheus.CounterVec   // by channel, provider and outcome
	jobs      *prometheus.CounterVec   // by kind and outcome
}

func newMetrics() *Metrics {
	m := &Metrics{
		Registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "linli_http_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"method", "route", "status", "code"}),
		callbacks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "linli_callbacks_total", Help: "Pushes of the WeChat platform.",
		}, []string{"account", "event", "outcome"}),
		wechat: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "linli_wechat_calls_total", Help: "Calls to the WeChat platform.",
		}, []string{"api", "outcome"}),
		troubles: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "linli_wechat_troubles_total", Help: "Refusals of the WeChat platform that only an operator can mend.",
		}, []string{"account", "api", "code"}),
		phone: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "linli_phone_messages_total", Help: "SMS and calls handed to a provider.",
		}, []string{"channel", "provider", "outcome"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "linli_jobs_total", Help: "Background jobs that ended.",
		}, []string{"kind", "outcome"}),
	}
	m.Registry.MustRegister(m.requests, m.callbacks, m.wechat, m.troubles, m.phone, m.jobs, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// backlog exports the number of due jobs and the age of the oldest.
func (m *Metrics) backlog(jobs *store.Jobs, now func() time.Time) {
	ask := func() (int, time.Time) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		due, oldest, err := jobs.Backlog(ctx)
		if err != nil {
			return -1, time.Time{}
		}
		return due, oldest
	}
	m.Registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "linli_jobs_due", Help: "Jobs that are due; -1 while the database does not answer.",
		}, func() float64 { due, _ := ask(); return float64(due) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "linli_jobs_oldest_seconds", Help: "Age of the job that has been due longest.",
		}, func() float64 {
			_, oldest := ask()
			if oldest.IsZero() {
				return 0
			}
			return now().Sub(oldest).Seconds()
		}))
}

// lateRuns returns how late each recurring job is.
type lateRuns struct {
	late *prometheus.Desc
	ask  func(context.Context) (map[string]time.Duration, error)
}

// recurring exports how late each recurring job is, by name.
func (m *Metrics) recurring(ask func(context.Context) (map[string]time.Duration, error)) {
	m.Registry.MustRegister(lateRuns{prometheus.NewDesc("linli_recurring_late_seconds",
		"How late a recurring job is, by name; nothing while the database does not answer.", []string{"name"}, nil), ask})
}

// Describe implements prometheus.Collector.
func (l lateRuns) Describe(to chan<- *prometheus.Desc) { to <- l.late }

// Collect implements prometheus.Collector.
func (l lateRuns) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	late, err := l.ask(ctx)
	if err != nil {
		return
	}
	for name, d := range late {
		to <- prometheus.MustNewConstMetric(l.late, prometheus.GaugeValue, d.Seconds(), name)
	}
}

// calendar exports the end of the loaded official lists, so that an alarm fires weeks before a year without one.
func (m *Metrics) calendar(clocks *when.Clocks, now func() time.Time) {
	m.Registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "linli_calendar_days_left",
		Help: "Days until the first day without an official list of holidays; -1 while the database does not answer.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		times, err := clocks.Get(ctx)
		if err != nil {
			return -1
		}
		return float64(times.Calendar().DaysLeft(now()))
	}))
}

// Admin serves metrics and profiles on their own address.
func (m *Metrics) Admin() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.Registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	return mux
}
