package system

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"linli/app/notify"
)

// phoneDay exports the figures of today for each channel of the telephone.
type phoneDay struct {
	desc *prometheus.Desc
	ask  func(context.Context) ([]notify.Count, error)
}

func (m *Metrics) telephone(ask func(context.Context) ([]notify.Count, error)) {
	m.Registry.MustRegister(phoneDay{prometheus.NewDesc("linli_phone_today",
		"SMS and calls of today: sent, arrived, failed, refused for a reason that an operator must fix, charged parts or minutes; nothing while the database does not answer.",
		[]string{"channel", "what"}, nil), ask})
}

// Describe implements prometheus.Collector.
func (p phoneDay) Describe(to chan<- *prometheus.Desc) { to <- p.desc }

// Collect implements prometheus.Collector.
func (p phoneDay) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	today, err := p.ask(ctx)
	if err != nil {
		return
	}
	for _, c := range today {
		for what, n := range map[string]int{"sent": c.Tries, "arrived": c.Arrived, "failed": c.Failed, "refused": c.Wrong, "charged": c.Units} {
			to <- prometheus.MustNewConstMetric(p.desc, prometheus.GaugeValue, float64(n), string(c.Channel), what)
		}
	}
}
