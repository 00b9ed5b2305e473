package wxsim

import "time"

// grant is a customer-service window: this many messages until then.
type grant struct {
	left  int
	until time.Time
}

// windows are the messages that an action of a person allows the account (客服消息下发条数). WeChat changes them from time to time.
var windows = map[string]struct {
	count int
	life  time.Duration
}{
	"message": {5, 48 * time.Hour},
	"click":   {3, time.Minute},
	"follow":  {3, time.Minute},
	"scan":    {3, time.Minute},
	"enter":   {2, time.Minute}, // 进入小程序客服会话
}

// open renews a window. mu is held.
func (st *standing) open(trigger string, now time.Time) {
	w := windows[trigger]
	st.grants[trigger] = grant{w.count, now.Add(w.life)}
}

// take uses one message of the window that ends first.
func (st *standing) take(now time.Time) error {
	best, open := "", false
	for trigger, g := range st.grants {
		if !now.Before(g.until) {
			continue
		}
		open = true
		if g.left > 0 && (best == "" || g.until.Before(st.grants[best].until)) {
			best = trigger
		}
	}
	switch {
	case !open:
		return wxErr(45015, "response out of time limit or subscription is canceled")
	case best == "":
		return wxErr(45047, "out of response count limit")
	}
	g := st.grants[best]
	g.left--
	st.grants[best] = g
	return nil
}

type mediaRef struct {
	MediaID string `json:"media_id"`
}

type customSend struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	Text    struct {
		Content string `json:"content"`
	} `json:"text"`
	Image mediaRef `json:"image"`
	Voice mediaRef `json:"voice"`
	News  struct {
		Articles []struct {
			Title string `json:"title"`
			URL   string `json:"url"`
		} `json:"articles"`
	} `json:"news"`
	Link struct {
		Title string `json:"title"`
		URL   string `json:"url"`
	} `json:"link"`
	MiniPage struct {
		Title    string `json:"title"`
		AppID    string `json:"appid"`
		PagePath string `json:"pagepath"`
		Thumb    string `json:"thumb_media_id"`
	} `json:"miniprogrampage"`
	Menu struct {
		Head string `json:"head_content"`
		List []struct {
			ID      any    `json:"id"`
			Content string `json:"content"`
		} `json:"list"`
		Tail string `json:"tail_content"`
	} `json:"msgmenu"`
}

// sendCustom is /cgi-bin/message/custom/send.
func sendCustom(c *call) (any, error) {
	var in customSend
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	p, st, err := c.recipient(in.ToUser)
	if err != nil {
		return nil, err
	}
	d, err := c.customMessage(in)
	if err != nil {
		return nil, err
	}
	if c.acct.Kind == OA && !st.following {
		return nil, wxErr(45015, "response out of time limit or subscription is canceled")
	}
	if err := st.take(c.now); err != nil {
		return nil, err
	}
	d.API, d.MsgType, d.Status, d.MsgID = "custom", in.MsgType, "success", s.next()
	c.deliver(p, d)
	return ok, nil
}

// customMessage checks a message and returns its visible form. mu is held.
func (c *call) customMessage(in customSend) (Delivered, error) {
	switch in.MsgType {
	case "text":
		if in.Text.Content == "" {
			return Delivered{}, wxErr(44004, "empty content")
		}
		if len(in.Text.Content) > maxReplyText {
			return Delivered{}, wxErr(45002, "content size out of limit")
		}
		return Delivered{Text: in.Text.Content}, nil
	case "image":
		return Delivered{Text: "[图片]", MediaID: in.Image.MediaID}, c.knownMedia(in.Image.MediaID)
	case "voice":
		return Delivered{Text: "[语音]", MediaID: in.Voice.MediaID}, c.knownMedia(in.Voice.MediaID)
	case "news":
		if len(in.News.Articles) != 1 {
			return Delivered{}, wxErr(45008, "article size out of limit")
		}
		return Delivered{Text: in.News.Articles[0].Title, URL: in.News.Articles[0].URL}, nil
	case "link":
		return Delivered{Text: in.Link.Title, URL: in.Link.URL}, nil
	case "miniprogrampage":
		target := c.s.accountByAppID(in.MiniPage.AppID)
		if c.acct.Kind != OA {
			target = c.acct
		}
		if target == nil || target.Kind == OA {
			return Delivered{}, wxErr(40013, "invalid appid")
		}
		return Delivered{Text: in.MiniPage.Title, Page: in.MiniPage.PagePath, MiniAppID: target.AppID}, nil
	case "msgmenu":
		text := in.Menu.Head
		for _, item := range in.Menu.List {
			text += "\n" + item.Content
		}
		return Delivered{Text: text + "\n" + in.Menu.Tail}, nil
	default:
		return Delivered{}, wxErr(40008, "invalid message type")
	}
}
