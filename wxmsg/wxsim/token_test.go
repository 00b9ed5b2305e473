package wxsim

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

func (w *world) stable(force bool) (string, int64) {
	w.t.Helper()
	a := w.sim.accounts[OA].Account
	got := w.request("/cgi-bin/stable_token", map[string]any{
		"grant_type": "client_credential", "appid": a.AppID,
		"secret": a.Secret, "force_refresh": force,
	})
	value, _ := got["access_token"].(string)
	life, _ := got["expires_in"].(json.Number)
	n, _ := life.Int64()
	return value, n
}

// works returns the errcode a token gets.
func (w *world) works(token string) string {
	w.t.Helper()
	got := w.request("/cgi-bin/get_api_domain_ip?access_token="+token, nil)
	if n, bad := got["errcode"].(json.Number); bad {
		return n.String()
	}
	return "0"
}

func TestStableTokenOverItsLife(t *testing.T) {
	w := newWorld(t, Plain)
	first, life := w.stable(false)
	if life != 7200 || w.works(first) != "0" {
		t.Fatalf("%d", life)
	}
	w.forward(6900 * time.Second)
	if again, life := w.stable(false); again != first || life != 300 {
		t.Errorf("at 300 s left: same %v, life %d", again == first, life)
	}
	w.forward(time.Second)
	second, life := w.stable(false)
	if second == first || life != 7200 || w.works(first) != "0" || w.works(second) != "0" {
		t.Errorf("renewal: same %v, life %d, old %s", second == first, life, w.works(first))
	}
	w.forward(299 * time.Second)
	if w.works(first) != "42001" || w.works(second) != "0" {
		t.Errorf("after the end: %s %s", w.works(first), w.works(second))
	}
	w.sim.ExpireTokens()
	if w.works(second) != "42001" {
		t.Error("ExpireTokens left a valid token")
	}
	if third, _ := w.stable(false); third == second || w.works(third) != "0" {
		t.Error("no new token after ExpireTokens")
	}
}

func TestForceRefresh(t *testing.T) {
	w := newWorld(t, Plain)
	first, _ := w.stable(false)
	second, _ := w.stable(true)
	if second == first || w.works(first) != "40001" {
		t.Errorf("first still %s", w.works(first))
	}
	if again, _ := w.stable(true); again != second {
		t.Error("refreshed twice within 30 s")
	}
	for range forcePerDay - 1 {
		w.forward(forceEvery)
		w.stable(true)
	}
	w.forward(forceEvery)
	if value, _ := w.stable(true); value != "" {
		t.Error("21st refresh of a day")
	}
	w.forward(24 * time.Hour)
	if value, _ := w.stable(true); value == "" {
		t.Error("no refresh on the next day")
	}
}

func TestPlainTokenReplacesTheOld(t *testing.T) {
	w := newWorld(t, Plain)
	a := w.sim.accounts[OA].Account
	fetch := func() string {
		got := w.request(fmt.Sprintf("/cgi-bin/token?grant_type=client_credential&appid=%s&secret=%s", a.AppID, a.Secret), nil)
		return got["access_token"].(string)
	}
	stable, _ := w.stable(false)
	first, second := fetch(), fetch()
	if first == second || w.works(first) != "0" || w.works(second) != "0" {
		t.Error("the old token must stay valid for five minutes")
	}
	w.forward(tokenGrace)
	if w.works(first) != "40001" || w.works(second) != "0" || w.works(stable) != "0" {
		t.Errorf("%s %s %s", w.works(first), w.works(second), w.works(stable))
	}
}

func TestTokenRefusals(t *testing.T) {
	w := newWorld(t, Plain)
	a := w.sim.accounts[OA].Account
	ask := func(grant, appid, secret string) map[string]any {
		return w.request("/cgi-bin/stable_token", map[string]string{"grant_type": grant, "appid": appid, "secret": secret})
	}
	w.wantCode("grant", ask("x", a.AppID, a.Secret), "40002")
	w.wantCode("no appid", ask("client_credential", "", a.Secret), "41002")
	w.wantCode("no secret", ask("client_credential", a.AppID, ""), "41004")
	w.wantCode("appid", ask("client_credential", "wx0", a.Secret), "40013")
	w.wantCode("secret", ask("client_credential", a.AppID, "x"), "40125")
	w.wantCode("form", w.request("/cgi-bin/stable_token", "grant_type=client_credential"), "47001")
	w.wantCode("GET", w.request("/cgi-bin/stable_token", nil), "43002")
	w.wantCode("POST", w.request("/cgi-bin/token", "{}"), "43001")
	w.sim.BlockIP(OA, true)
	w.wantCode("whitelist", ask("client_credential", a.AppID, a.Secret), "40164")
	w.sim.Clear()
	w.wantCode("whitelist again", ask("client_credential", a.AppID, a.Secret), "0")

	if got := w.works(""); got != "41001" {
		t.Errorf("missing: %s", got)
	}
	if got := w.works("x%20y"); got != "40014" {
		t.Errorf("malformed: %s", got)
	}
	if got := w.works("97_" + randomText(133)); got != "40001" {
		t.Errorf("unknown: %s", got)
	}
	w.wantCode("mini token on an OA API", w.api(MP, "/cgi-bin/menu/get", nil), "48001")
	w.wantCode("OA token on a mini API", w.api(OA, "/wxa/getwxacodeunlimit", map[string]string{"scene": "a"}), "48001")
}
