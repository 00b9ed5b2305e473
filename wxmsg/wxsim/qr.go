package wxsim

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"image"
	"image/draw"
	"image/jpeg"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// scene is the target of a QR code with parameters (带参二维码).
type scene struct {
	value   string
	expires time.Time // zero: permanent
}

const maxTemporary = 2_592_000

// createQR is /cgi-bin/qrcode/create.
func createQR(c *call) (any, error) {
	var in struct {
		Expire int64  `json:"expire_seconds"`
		Action string `json:"action_name"`
		Info   struct {
			Scene struct {
				ID  int64  `json:"scene_id"`
				Str string `json:"scene_str"`
			} `json:"scene"`
		} `json:"action_info"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	id, str := in.Info.Scene.ID, in.Info.Scene.Str
	value, valid := str, len(str) >= 1 && len(str) <= 64
	switch in.Action {
	case "QR_SCENE":
		value, valid = strconv.FormatInt(id, 10), id > 0 && id < 1<<32
	case "QR_LIMIT_SCENE":
		value, valid = strconv.FormatInt(id, 10), id >= 1 && id <= 100_000
	case "QR_STR_SCENE", "QR_LIMIT_STR_SCENE":
	default:
		return nil, wxErr(40053, "invalid action info")
	}
	temporary := !strings.Contains(in.Action, "LIMIT")
	if !valid || temporary && (in.Expire < 0 || in.Expire > maxTemporary) {
		return nil, wxErr(40053, "invalid action info")
	}
	if in.Expire == 0 {
		in.Expire = 30
	}
	made := scene{value: value}
	answer := map[string]any{}
	if temporary {
		made.expires = c.now.Add(time.Duration(in.Expire) * time.Second)
		answer["expire_seconds"] = in.Expire
	}
	ticket := newTicket()
	c.s.mu.Lock()
	defer c.s.unlock()
	c.s.tickets[ticket] = made
	answer["ticket"], answer["url"] = ticket, "http://weixin.qq.com/q/"+randomText(22)
	return answer, nil
}

// newTicket always contains a plus sign, so that a missing escape is noticed.
func newTicket() string {
	return "gQ+" + base64.StdEncoding.EncodeToString(randomBytes(67))
}

// showQR is mp.weixin.qq.com/cgi-bin/showqrcode.
func showQR(c *call) (any, error) {
	ticket := c.query.Get("ticket")
	if _, found := c.s.sceneOf(ticket); !found {
		return nil, wxErr(40051, "invalid ticket")
	}
	return raw{"image/jpg", "", picture(ticket, 430)}, nil
}

// sceneOf returns the scene of a valid ticket.
func (s *Sim) sceneOf(ticket string) (string, bool) {
	s.mu.Lock()
	defer s.unlock()
	made, found := s.tickets[ticket]
	if !found || !made.expires.IsZero() && !s.now().Before(made.expires) {
		return "", false
	}
	return made.value, true
}

// ticketOf finds or makes a ticket for a scene, as old printed codes are scanned too.
func (s *Sim) ticketOf(value string) string {
	s.mu.Lock()
	defer s.unlock()
	for ticket, made := range s.tickets {
		if made.value == value {
			return ticket
		}
	}
	ticket := newTicket()
	s.tickets[ticket] = scene{value: value}
	return ticket
}

var sceneShape = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$`)

// miniCode is /wxa/getwxacodeunlimit.
func miniCode(c *call) (any, error) {
	in := struct {
		Scene     string `json:"scene"`
		Page      string `json:"page"`
		CheckPath *bool  `json:"check_path"`
		Env       string `json:"env_version"`
		Width     int    `json:"width"`
	}{Width: 430}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if len(in.Scene) > 32 {
		return nil, wxErr(40169, "invalid length for scene, or the data is not json string")
	}
	if !sceneShape.MatchString(in.Scene) || in.Scene == "scancode_time" || strings.HasPrefix(in.Scene, "scancode_time=") {
		return nil, wxErr(40129, "invalid scene")
	}
	if in.Width < 280 || in.Width > 1280 {
		return nil, wxErr(40097, "invalid args")
	}
	if in.Env != "" && in.Env != "release" && in.Env != "trial" && in.Env != "develop" {
		return nil, wxErr(40097, "invalid args")
	}
	c.s.mu.Lock()
	defer c.s.unlock()
	checked := in.CheckPath == nil || *in.CheckPath
	if strings.ContainsAny(in.Page, "?") || strings.HasPrefix(in.Page, "/") || in.Page != "" && checked && !c.acct.hasPage(in.Page) {
		return nil, wxErr(41030, "invalid page")
	}
	return raw{"image/jpeg", "", picture(c.acct.AppID+in.Page+"?"+in.Scene, in.Width)}, nil
}

// picture draws an image that differs by text and looks like a code; no scanner can read it.
func picture(text string, width int) []byte {
	const cells, margin = 29, 2
	sum := sha256.Sum256([]byte(text))
	img := image.NewGray(image.Rect(0, 0, width, width))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for row := range cells {
		for col := range cells {
			if dark(sum, col-margin, row-margin) {
				cell := image.Rect(col*width/cells, row*width/cells, (col+1)*width/cells, (row+1)*width/cells)
				draw.Draw(img, cell, image.Black, image.Point{}, draw.Src)
			}
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 60}) // a buffer never fails
	return b.Bytes()
}

func dark(sum [32]byte, col, row int) bool {
	const last = 24
	if col < 0 || row < 0 || col > last || row > last {
		return false
	}
	for _, corner := range [][2]int{{3, 3}, {last - 3, 3}, {3, last - 3}} {
		if d := max(abs(col-corner[0]), abs(row-corner[1])); d <= 4 {
			return d <= 1 || d == 3
		}
	}
	bit := (col*25 + row) % 256
	return (sum[bit/8]>>(bit%8)^byte(col*row>>3))&1 == 1
}

func abs(n int) int { return max(n, -n) }
