package telecom

import (
	"context"
	"crypto/subtle"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"linli/app/notify"
)

// Callback takes what the providers push. Neither provider signs its pushes, so each address ends with a token that nobody
// can guess.
type Callback struct {
	config CallbackConfig
}

// CallbackConfig is what a Callback needs.
type CallbackConfig struct {
	Token string
	Heard func(ctx context.Context, events []notify.PhoneEvent) error
	Now   func() time.Time
	Log   *slog.Logger
	Count func(channel, outcome string)
}

// NewCallback returns the callback.
func NewCallback(c CallbackConfig) *Callback { return &Callback{c} }

// Path returns the address of a channel's callback below the public address of the service.
func Path(provider string, channel notify.Channel, token string) string {
	return "/phone/" + provider + "/" + string(channel) + "/" + token
}

// Receive answers a push. 500 asks the provider to push again.
func (c *Callback) Receive(ctx context.Context, provider, channel, token string, body []byte) (status int, reply []byte) {
	of := notify.Channel(channel)
	if c.config.Token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(c.config.Token)) != 1 ||
		!slices.Contains(Providers, provider) || !slices.Contains(Channels, of) {
		c.config.Count("none", "forbidden")
		return http.StatusForbidden, nil
	}
	events, err := parseEvents(provider, of, body, c.config.Now())
	if err != nil {
		c.config.Count(channel, "unread")
		return http.StatusBadRequest, nil
	}
	if err := c.config.Heard(ctx, events); err != nil {
		c.config.Count(channel, "failed")
		c.config.Log.Error("receipt of the telephone", "channel", channel, "err", err)
		return http.StatusInternalServerError, nil
	}
	c.config.Count(channel, "taken")
	if provider == Tencent {
		return http.StatusOK, []byte(`{"result":0,"errmsg":"OK"}`)
	}
	return http.StatusOK, []byte(`{"code":0,"msg":"成功"}`)
}
