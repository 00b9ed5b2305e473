package handlers

import (
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Scripts cannot read the cookies of a desk, other sites cannot have them sent, and outside of a test or demo they travel
// encrypted only.
func TestCookiesOfADesk(t *testing.T) {
	app := fiber.New()
	for _, s := range []struct {
		base   string
		life   time.Duration
		has    []string
		hasNot []string
	}{
		{"https://linli.example.gov.cn", 0, []string{"linli_desk=v", "path=/", "HttpOnly", "secure", "SameSite=Strict"}, []string{"max-age", "expires", "domain"}},
		{"", 0, []string{"secure"}, nil},
		{"http://127.0.0.1:8080", 0, []string{"HttpOnly", "SameSite=Strict"}, []string{"secure"}},
		{"https://linli.example.gov.cn", 2 * time.Minute, []string{"max-age=120", "secure"}, nil},
		{"https://linli.example.gov.cn", -1, []string{"expires=Tue, 10 Nov 2009", "path=/"}, []string{"max-age"}},
	} {
		c := app.AcquireCtx(&fasthttp.RequestCtx{})
		setCookie(c, s.base, deskCookie, "v", "/", s.life)
		got := string(c.Response().Header.Peek(fiber.HeaderSetCookie))
		for _, part := range s.has {
			if !strings.Contains(got, part) {
				t.Errorf("%s for %s: %q has no %s", s.base, s.life, got, part)
			}
		}
		for _, part := range s.hasNot {
			if strings.Contains(strings.ToLower(got), part) {
				t.Errorf("%s for %s: %q has %s", s.base, s.life, got, part)
			}
		}
		app.ReleaseCtx(c)
	}
}
