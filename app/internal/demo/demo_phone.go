package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/app/chat"
	"linli/wxmsg/wxsim"
)

var errGesture = errors.New("this cannot be done with a telephone")

// lineView is one line of a chat.
type lineView struct {
	At      time.Time `json:"at"`
	Mine    bool      `json:"mine"` // sent by the person, not the account
	From    string    `json:"from"`
	Kind    string    `json:"kind"`
	Text    string    `json:"text"`
	Picture string    `json:"picture,omitempty"`
	Page    string    `json:"page,omitempty"`
}

// chat returns the lines of a chat with the official account, without the first `after`.
func (f *demoFront) chat(w http.ResponseWriter, r *http.Request, p *player) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	all := f.sim.Chat(p.phone)
	lines := []lineView{}
	if f.offline(p) {
		all = all[:min(after, len(all))] // what came meanwhile is read later
	}
	for i, e := range all {
		if i < after || e.Account != wxsim.OA {
			continue
		}
		v := lineView{At: e.At, Mine: e.From == p.phone.Name(), From: e.From, Kind: e.Kind, Text: e.Text, Page: e.URL}
		if e.Kind == "image" {
			v.Picture, v.Page = fmt.Sprintf("/demo/people/%s/chat/%d", p.Key, i), ""
		}
		lines = append(lines, v)
	}
	answer(w, map[string]any{"lines": lines, "next": len(all), "following": p.phone.Following()}, nil)
}

// picture returns a photo of the chat.
func (f *demoFront) picture(w http.ResponseWriter, r *http.Request, p *player) {
	n, err := strconv.Atoi(r.PathValue("line"))
	all := f.sim.Chat(p.phone)
	if err != nil || n < 0 || n >= len(all) || all[n].Kind != "image" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", http.DetectContentType(all[n].Media))
	w.Header().Set("Cache-Control", "max-age=3600")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(all[n].Media) // the browser may have gone
}

// gestureBody is the body of a gesture from the page.
type gestureBody struct {
	Text    string  `json:"text"`
	Sample  string  `json:"sample"` // name of a sample photo
	Lat     float64 `json:"lat"`
	Lng     float64 `json:"lng"`
	Area    int64   `json:"area,string"` // the area whose board is scanned
	Key     string  `json:"key"`         // of a menu entry
	Account string  `json:"account"`
}

const mostPhoto = 12 << 20

// gesture is one action of a player on their telephone.
func (f *demoFront) gesture(w http.ResponseWriter, r *http.Request, p *player) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostPhoto))
	if err != nil {
		answer(w, nil, errors.Join(errGesture, err))
		return
	}
	name := r.PathValue("gesture")
	if f.offline(p) {
		if strings.HasSuffix(name, "-code") {
			panic(http.ErrAbortHandler) // the client asks, and hears nothing
		}
		answer(w, nil, errNoNetwork)
		return
	}
	if name == "picture" { // a real upload
		_, err := p.phone.Photo(body)
		answer(w, map[string]string{}, dropShown(err))
		return
	}
	var in gestureBody
	if err := json.Unmarshal(body, &in); err != nil && len(body) > 0 {
		answer(w, nil, errors.Join(errGesture, err))
		return
	}
	switch name {
	case "login-code":
		answer(w, map[string]string{"code": p.phone.LoginCode(string(p.account)), "path": loginPath(p.account)}, nil)
		return
	case "oauth-code": // a web page is opened inside WeChat
		answer(w, map[string]string{"code": p.phone.OAuthCode()}, nil)
		return
	case "unfollow", "follow":
		err = f.follow(p, name == "follow")
	default:
		err = f.speak(r.Context(), p, name, in)
	}
	answer(w, map[string]string{}, dropShown(err))
}

func (f *demoFront) follow(p *player, follow bool) (err error) {
	if follow {
		_, err = p.phone.Follow("")
		return err
	}
	_, err = p.phone.Unfollow()
	return err
}

// speak is a gesture in the chat with the official account.
func (f *demoFront) speak(ctx context.Context, p *player, name string, in gestureBody) (err error) {
	switch name {
	case "text":
		_, err = p.phone.Text(in.Text)
	case "photo":
		var jpeg []byte
		if jpeg, err = photoOf(in.Sample); err == nil {
			_, err = p.phone.Photo(jpeg)
		}
	case "voice":
		var amr []byte
		if amr, err = voiceOf(in.Text); err == nil {
			_, err = p.phone.Voice(amr, in.Text)
		}
	case "location":
		_, err = p.phone.Location(in.Lat, in.Lng, in.Text)
	case "scan":
		err = f.scan(ctx, p, in.Area)
	case "press":
		err = f.press(p, in.Key)
	case "menu":
		_, err = p.phone.Click(in.Key)
	default:
		err = errGesture
	}
	return err
}

// scan scans the code on the board of a building.
func (f *demoFront) scan(ctx context.Context, p *player, area int64) error {
	tree, err := f.system.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	a, err := tree.Get(area)
	if err != nil {
		return err
	}
	_, err = p.phone.Scan(chat.BoardScene + a.Board)
	return err
}

// dropShown drops errors that the chat shows anyway: there the platform itself apologises.
func dropShown(err error) error {
	if errors.Is(err, wxsim.ErrNoAnswer) || errors.Is(err, wxsim.ErrIllegal) {
		return nil
	}
	if errors.Is(err, wxsim.ErrNotFollowing) || errors.Is(err, wxsim.ErrFollowing) {
		return errors.Join(errGesture, err)
	}
	return err
}
