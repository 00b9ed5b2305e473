package stories

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"linli/app/internal/demo"
)

// speaks sends a voice message in which WeChat recognises nothing, says where, and hands the report in; it returns its id.
func (c *citizen) speaks(recording []byte, where string) string {
	c.w.Helper()
	_, err := c.phone.Voice(recording, "")
	c.w.must(err)
	c.says(where)
	c.w.expect(c.says("1"), "已收到")
	c.w.settle()
	id, _ := c.own()["id"].(string)
	return id
}

func (w *world) lampVoice() []byte {
	w.Helper()
	voice, err := demo.LampVoice()
	w.must(err)
	return voice
}

// unheard returns the ids of the list 语音待听, which the number on the first page must match.
func (c *citizen) unheard() string {
	c.w.Helper()
	var ids []string
	for _, r := range items(c.does("staff", "GET", "/api/v1/staff/reports?list=unheard", nil, 200)) {
		ids = append(ids, r["id"].(string))
	}
	if n := c.does("staff", "GET", "/api/v1/staff/home", nil, 200)["unheard"]; n != float64(len(ids)) {
		c.w.Errorf("the first page counts %v of %v", n, ids)
	}
	return strings.Join(ids, " ")
}

// An elder speaks, and WeChat recognises nothing: the report waits to be heard, a clerk listens and writes down what is said.
func TestAVoiceMessageIsHeardAndWrittenDown(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.follower("老王").binds("mp", "13900000001"), w.clerk()
		id := wang.speaks(w.lampVoice(), "阳光花园3号楼")
		seen := clerk.sees("staff", id)
		voice := firstFile(seen)
		w.wants(voice, fields{"kind": "voice", "seconds": 12.0, "said": "", "said_at": "", "unheard": true, "transcribe": true})
		w.wants(seen, fields{"text": "", "unheard": 1.0, "category": "other"})
		if got := clerk.unheard(); got != id {
			w.Fatalf("the list 语音待听 has %q", got)
		}
		written := fields{"file_ids": []any{voice["id"]}, "words": demo.LampSaid}
		r := clerk.acts(id, "transcribe", written)
		w.wants(r, fields{"text": demo.LampSaid, "unheard": 0.0, "category": "facility", "urgent": false})
		if got := clerk.unheard(); got != "" {
			w.Errorf("it still waits to be heard: %q", got)
		}
		for account, who := range map[string]*citizen{"staff": clerk, "mp": wang} {
			seen := who.sees(account, id)
			w.wants(firstFile(seen), fields{"said": demo.LampSaid, "unheard": false, "transcribe": account == "staff"})
			last := objects(seen["events"])[len(objects(seen["events"]))-1]
			w.wants(last, fields{"kind": "transcribe", "title": "听写语音", "text": demo.LampSaid, "public": true})
		}
		w.wants(firstFile(w.steward().sees("mp", id)), fields{"said": demo.LampSaid, "transcribe": false})
		lines := len(objects(clerk.sees("staff", id)["events"]))
		clerk.acts(id, "transcribe", written)
		if now := len(objects(clerk.sees("staff", id)["events"])); now != lines {
			w.Errorf("the same words again made %d lines of %d", now, lines)
		}
		w.wants(clerk.acts(id, "transcribe", fields{"file_ids": []any{voice["id"]}, "words": "楼道的灯坏了两天"}), fields{"text": "楼道的灯坏了两天"})
	})
}

func TestWhoMayWriteDownWhatIsSaid(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.follower("老王").binds("mp", "13900000001"), w.clerk()
		id := wang.speaks(w.lampVoice(), "阳光花园3号楼")
		other := w.follower("小李").speaks(w.lampVoice(), "阳光花园3号楼")
		voice := firstFile(clerk.sees("staff", id))["id"]
		path, in := staffAPI+id+"/transcribe", fields{"file_ids": []any{voice}, "words": "灯坏了"}
		w.clerkB().refused("staff", "POST", path, in, "404 report.missing")
		w.orgMan().refused("staff", "POST", path, in, "404 report.missing")
		w.steward().refused("mp", "POST", path, in, "403 auth.denied")
		wang.refused("mp", "POST", path, in, "403 auth.denied")
		clerk.refused("staff", "POST", path, fields{"file_ids": []any{voice}, "words": " "}, "400 report.words")
		clerk.refused("staff", "POST", path, fields{"file_ids": []any{}, "words": "灯坏了"}, "404 media.missing")
		clerk.refused("staff", "POST", path, fields{"file_ids": []any{firstFile(clerk.sees("staff", other))["id"]}, "words": "灯坏了"}, "404 media.missing")
		photo := clerk.uploads("staff", photo(64, 48))
		clerk.acts(id, "note", fields{"words": "看过了", "file_ids": []any{photo}})
		clerk.refused("staff", "POST", path, fields{"file_ids": []any{photo}, "words": "灯坏了"}, "404 media.missing")
		if got := clerk.unheard(); got != id+" "+other && got != other+" "+id {
			w.Errorf("waiting to be heard: %q", got)
		}
	})
}

// What staff hear may be an emergency: the report becomes urgent and the steward is called.
func TestDangerHeardInAVoiceMessage(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang, clerk := w.follower("老王"), w.clerk()
		id := wang.speaks(w.lampVoice(), "阳光花园3号楼")
		w.wants(clerk.sees("staff", id), fields{"urgent": false})
		voice := firstFile(clerk.sees("staff", id))["id"]
		clerk.acts(id, "transcribe", fields{"file_ids": []any{voice}, "words": "家里煤气漏了，头晕"})
		w.settle()
		w.wants(clerk.sees("staff", id), fields{"urgent": true, "text": "家里煤气漏了，头晕"})
		if got := steward.lastHeard(); got != "紧急：楼里有事" {
			w.Errorf("the steward received %q", got)
		}
	})
}

// Words that WeChat recognised are what is said: nobody has to listen, and staff may correct them.
func TestARecognisedVoiceMessageIsNotUnheard(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang, clerk := w.follower("老王"), w.clerk()
	_, err := wang.phone.Voice(w.lampVoice(), "楼道灯坏了")
	w.must(err)
	wang.says("阳光花园3号楼")
	w.expect(wang.says("1"), "已收到")
	w.settle()
	id, _ := wang.own()["id"].(string)
	voice := firstFile(clerk.sees("staff", id))
	w.wants(voice, fields{"said": "楼道灯坏了", "said_at": "", "unheard": false})
	if got := clerk.unheard(); got != "" {
		w.Errorf("waiting to be heard: %q", got)
	}
	clerk.acts(id, "transcribe", fields{"file_ids": []any{voice["id"]}, "words": "楼道的灯坏了三天"})
	w.wants(clerk.sees("staff", id), fields{"text": "楼道的灯坏了三天"})
}

// The recording plays in every client: MP3, in parts, with the rights of the photos; the original can be downloaded.
func TestAVoiceMessageIsPlayed(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ffmpeg is missing")
		}
		t.Skip("ffmpeg is not installed")
	}
	eachWorld(t, func(w *world) {
		wang, clerk := w.follower("老王").binds("mp", "13900000001"), w.clerk()
		id := wang.speaks(w.lampVoice(), "阳光花园3号楼")
		var voice fields
		w.until(func() bool {
			voice = firstFile(clerk.sees("staff", id))
			return voice["play"] != ""
		})
		w.wants(voice, fields{"note": "", "seconds": 12.0})
		for account, who := range map[string]*citizen{"staff": clerk, "mp": wang} {
			if got := w.open(firstFile(who.sees(account, id))["play"]); got != "200" {
				w.Errorf("%s opens the MP3: %s", account, got)
			}
		}
		if got := w.open(firstFile(w.steward().sees("mp", id))["play"]); got != "200" {
			w.Errorf("the steward opens the MP3: %s", got)
		}
		path := strings.TrimPrefix(voice["play"].(string), w.config.PublicURL)
		whole := w.sent("", "GET", path, nil)
		w.wants(fields{"type": whole.Header.Get("Content-Type"), "ranges": whole.Header.Get("Accept-Ranges")}, fields{"type": "audio/mpeg", "ranges": "bytes"})
		part := w.sent("", "GET", path, nil, "Range", "bytes=0-1")
		two, err := io.ReadAll(part.Body)
		w.must(err)
		if part.StatusCode != 206 || len(two) != 2 || two[0] != 0xff || !strings.HasPrefix(part.Header.Get("Content-Range"), "bytes 0-1/") {
			w.Errorf("a part: %d, %x, %q", part.StatusCode, two, part.Header.Get("Content-Range"))
		}
		original := w.sent("", "GET", strings.TrimPrefix(voice["url"].(string), w.config.PublicURL), nil)
		if got := original.Header.Get("Content-Disposition"); !strings.HasSuffix(got, `.amr"`) || original.Header.Get("Content-Type") != "audio/amr" {
			w.Errorf("the original is served as %q", got)
		}
		if got := w.code("", "GET", strings.Replace(path, "/play?", "/full?", 1), nil); got != "404 media.missing" {
			w.Errorf("the link of the MP3 opens the original: %s", got)
		}
	})
}

// Without the program nothing stops: the message is kept, can be downloaded, says so, and becomes playable later.
func TestWithoutTheProgramVoiceMessagesWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t, []string{"LINLI_FFMPEG=/nowhere/ffmpeg"})
	wang, clerk := w.follower("老王"), w.clerk()
	id := wang.speaks(w.lampVoice(), "阳光花园3号楼")
	w.forward(time.Hour)
	w.must(w.system.Media.RetryTranscoding(w.ctx))
	w.settle()
	voice := firstFile(clerk.sees("staff", id))
	w.wants(voice, fields{"play": "", "note": "录音还在转换，稍后可以播放；着急请下载，或打电话问", "transcribe": true})
	if got := w.open(voice["url"]); got != "200" {
		w.Errorf("download: %s", got)
	}
}
