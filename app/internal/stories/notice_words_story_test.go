package stories

import (
	"strings"
	"testing"

	"linli/app/booking"
	"linli/app/notify"
	"linli/app/report"
)

const noticeWords = api + "/staff/notice-words"

// wording returns what the desk shows of a kind of notice.
func (c *citizen) wording(kind string) fields {
	c.w.Helper()
	for _, g := range objects(c.does("staff", "GET", noticeWords, nil, 200)["items"]) {
		for _, one := range objects(g["kinds"]) {
			if one["kind"] == kind {
				return one
			}
		}
	}
	c.w.Fatalf("there is no %s", kind)
	return nil
}

// foresees returns the channels of a preview by name, and what is wrong with the words.
func (c *citizen) foresees(kind, text string) (map[string]fields, any) {
	c.w.Helper()
	found := c.does("staff", "POST", noticeWords+"/"+kind+"/preview", fields{"text": text}, 200)
	all := map[string]fields{}
	for _, one := range objects(found["items"]) {
		name, _ := one["channel"].(string)
		all[name] = one
	}
	return all, found["problem"]
}

func TestACountyWordsItsNotices(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		centre := w.centre()
		w.settle()
		const kind, ours = "report.resolved", "街坊您好，“{title}”（{number}）办好了：{words}\n满意请回复 1，没解决请回复 2。"
		before := centre.wording(kind)
		centre.does("staff", "PUT", noticeWords+"/"+kind, fields{"text": ours, "version": before["version"]}, 204)
		clerk.acts(id, "take", nil)
		w.settle()
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "灯换好了。"})
		w.settle()

		want := "）办好了：灯换好了。\n满意请回复 1，没解决请回复 2。"
		inbox := objects(wang.does("mp", "GET", api+"/notices", nil, 200)["items"])[0]
		if text, _ := inbox["text"].(string); !strings.HasPrefix(text, "街坊您好，“") || !strings.HasSuffix(text, want) {
			w.Errorf("the inbox says %q", text)
		}
		if said := wang.chatted(); len(said) == 0 || !strings.HasPrefix(said[len(said)-1], "街坊您好，“") || !strings.HasSuffix(said[len(said)-1], want) {
			w.Errorf("the chat says %q", said)
		}
		if heard := wang.heard(); heard[len(heard)-1].Title != "已办结" {
			w.Errorf("the template is %q", wang.lastHeard())
		}
		shown := centre.wording(kind)
		if shown["text"] != ours || shown["changed_by"] != "吴主任" || shown["default"] != before["default"] || shown["problem"] != "" {
			w.Errorf("the desk shows %v", shown)
		}
		same(w, "audit records", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.text' AND about = 'notice_kind:report.resolved'`))

		centre.refused("staff", "PUT", noticeWords+"/"+kind, fields{"text": "", "version": before["version"]}, "409 mark.stale")
		centre.does("staff", "PUT", noticeWords+"/"+kind, fields{"text": "", "version": shown["version"]}, 204)
		centre.does("staff", "PUT", noticeWords+"/"+kind, fields{"text": before["default"]}, 204) // nothing changes
		again := objects(wang.does("mp", "GET", api+"/notices", nil, 200)["items"])[0]
		if text, _ := again["text"].(string); !strings.Contains(text, "请评价：回复“1 满意”") {
			w.Errorf("the inbox says %q after the program's words came back", text)
		}
		same(w, "audit records", 2, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.text'`))
	})
}

func TestWordsThatANoticeCannotHaveAreRefused(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		centre, clerk, wang := w.centre(), w.clerk(), w.someone("老王")
		const path, good = noticeWords + "/report.accepted", "“{title}”（{number}）收到了，由{by}负责。"
		for text, want := range map[string]string{
			"":                           "204",
			"收到了。":                       "400 notify.fact_lost",
			good + "{phone}":             "400 notify.fact_unknown",
			good + "{title}":             "400 notify.fact_repeated",
			good + "详见www.linli.example": "400 notify.text_address",
			good + strings.Repeat("谢谢您关心社区。", 20): "400 notify.text_long",
		} {
			if got := w.code(centre.login("staff"), "PUT", path, fields{"text": text}); got != want {
				w.Errorf("%q: %s, want %s", text, got, want)
			}
		}
		centre.refused("staff", "PUT", noticeWords+"/report.resolved", fields{"text": "“{title}”（{number}）办好了：{words}"}, "400 notify.answer_lost")
		centre.refused("staff", "PUT", noticeWords+"/report.resolved_urgent", fields{"text": good}, "404 notify.no_kind")
		centre.refused("staff", "PUT", noticeWords+"/digest", fields{"text": good}, "404 notify.no_kind")
		clerk.refused("staff", "PUT", path, fields{"text": good}, "403 auth.denied")
		wang.refused("mp", "GET", noticeWords, nil, "403 auth.denied")
		if can := clerk.does("staff", "GET", noticeWords, nil, 200)["can"].([]any); len(can) != 0 {
			w.Errorf("a clerk can %v", can)
		}
		same(w, "audit records", 0, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.text'`))
	})
}

func TestWordsAreSeenOnEachChannelBeforeTheyCount(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		shown, problem := clerk.foresees("report.resolved", "办好了：{title}（{number}）{words}满意回复 1，没解决回复 2。")
		if problem != "" || !strings.HasPrefix(shown["inbox"]["text"].(string), "办好了：公共设施") || !strings.Contains(shown["chat"]["text"].(string), "换了新的") {
			w.Errorf("%v: %v", problem, shown)
		}
		cut := false
		for _, f := range objects(shown["oa"]["fields"]) {
			cut = cut || f["cut"] == true && f["label"] == "具体内容" && strings.HasSuffix(f["value"].(string), "...")
		}
		if !cut {
			w.Errorf("the template cuts nothing: %v", shown["oa"])
		}
		if _, problem := clerk.foresees("report.resolved", "办好了"); problem == "" {
			w.Error("wrong words have no problem")
		}
		door, _ := clerk.foresees("booking.tomorrow", "")
		if !strings.HasPrefix(door["door"]["text"].(string), "社区理发：") || door["sms"] == nil || door["voice"] != nil {
			w.Errorf("%v", door)
		}
	})
}

// gets lists the facts that each notice of a kind has by its declaration.
func gets(kind string) []notify.Fact {
	for _, k := range []*notify.Kinds{&report.Notices, &booking.Notices} {
		for _, one := range k.All() {
			if one.Name == kind {
				return k.Always(one)
			}
		}
	}
	return nil
}
