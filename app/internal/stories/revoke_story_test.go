package stories

import (
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// An authorization withdrawn in the settings of WeChat deletes its data only, once, and not what the roster says.
func TestAWithdrawnAuthorizationDeletesItsData(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		kept := func(c *citizen, what string) int {
			w.Helper()
			return w.count(`SELECT COUNT(*) FROM person WHERE id = ? AND `+what, c.me("mp"))
		}
		type left struct{ name, phone, home int }
		for i, s := range []struct {
			account, codes string
			want           left
		}{
			{"mp", "8", left{1, 0, 1}},
			{"mp", "6", left{0, 1, 1}},
			{"mp", "19", left{0, 1, 1}},
			{"mp", "2", left{1, 1, 0}},
			{"mp", "6,8", left{0, 0, 1}},
			{"mp", "1", left{1, 1, 1}}, // 车牌号, which is not stored
			{"mp", "x", left{1, 1, 1}},
			{"oa", "205", left{0, 1, 1}},
			{"oa", "201", left{1, 1, 0}},
			{"mp", "301", left{0, 0, 0}},
		} {
			c := w.named(s.account+s.codes, "阳光花园3号楼")
			w.follower(c.name)
			c.binds("mp", "1990000010"+string(rune('0'+i)))
			for range 2 {
				_, err := c.phone.RevokeAuthorization(s.account, s.codes)
				w.must(err)
			}
			w.settle()
			got := left{kept(c, `name <> ''`), kept(c, `phone_index <> ''`), kept(c, `home_id <> 0`)}
			if got != s.want {
				w.Errorf("%s %s leaves %+v, want %+v", s.account, s.codes, got, s.want)
			}
			if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.revoke' AND person_id = ?`, c.me("mp")); n != 1 {
				w.Errorf("%s: %d deletions", s.codes, n)
			}
			w.forward(time.Minute)
		}
		steward := w.follower("赵红").binds("mp", "19900000003")
		_, err := steward.phone.RevokeAuthorization("mp", "6,8")
		w.must(err)
		if kept(steward, `name <> '' AND phone_index <> ''`) != 1 {
			w.Error("the steward is no longer in the roster")
		}
		_, err = w.sim.Person("nobody we know").RevokeAuthorization("mp", "8")
		w.must(err)
	})
}

// A person who closes WeChat is deleted from all three accounts, as after closing the account here; repeated events,
// also for the other accounts, change nothing.
func TestClosingWeChatDeletesThePerson(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼").binds("mp", "19900000088")
		w.follower("老王")
		wang.consents("mp", "report.reply")
		wang.submits("路灯不亮", "阳光花园3号楼")
		person, token := wang.me("mp"), wang.login("mp")
		for _, account := range []string{wxsim.MP, wxsim.OA, wxsim.MP, wxsim.Staff} {
			_, err := wang.phone.CloseWeChat(account)
			w.must(err)
			w.settle()
		}
		w.refused(token, "GET", api+"/me", nil, "401 auth.login")
		for what, query := range map[string]string{
			"identities": `SELECT COUNT(*) FROM person_identity WHERE person_id = ?`,
			"a name":     `SELECT COUNT(*) FROM person WHERE id = ? AND (name <> '' OR phone_sealed <> '' OR phone_index <> '' OR home_id <> 0)`,
			"notices":    `SELECT COUNT(*) FROM notify_notice WHERE person_id = ?`,
			"a draft":    `SELECT COUNT(*) FROM chat_draft WHERE person_id = ?`,
		} {
			if n := w.count(query, person); n != 0 {
				w.Errorf("%s: %d rows remain", what, n)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM notify_consent`); n != 0 {
			w.Errorf("%d consents remain", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.leave'`); n != 1 {
			w.Errorf("%d events of leaving", n)
		}
	})
}
