package wxmsg

import (
	"bytes"
	"context"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"linli/app/auth"
	"linli/app/media"
)

const (
	mediaAPI     = "/cgi-bin/media/get"
	uploadAPI    = "/cgi-bin/media/upload"
	sceneQRAPI   = "/cgi-bin/qrcode/create"
	showQRAPI    = "/cgi-bin/showqrcode"
	pageCodeAPI  = "/wxa/getwxacodeunlimit"
	maxPicture   = 2 << 20
	maxSceneSecs = 2592000 // 30 days
)

// FetchMedia returns a photo or voice message that a person sent to the official account, with its content type (获取临时素材,
// https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_temporary_materials.html). The platform keeps it for
// three days. It returns ErrMediaSize when it has more than max bytes, and media.ErrGone when it will never come.
func (c *Client) FetchMedia(ctx context.Context, mediaID string, most int64) (data []byte, contentType string, err error) {
	a, err := c.account(auth.OA)
	if err != nil {
		return nil, "", final(err, media.ErrGone)
	}
	if mediaID == "" || len(mediaID) > 512 {
		return nil, "", media.ErrGone
	}
	k, err := c.ask(ctx, a, request{api: mediaAPI, hide: []string{mediaID}, most: most, file: true, send: func(k *call, tok string) {
		query := tokenQuery(tok)
		query.Set("media_id", mediaID)
		k.get(query)
	}})
	if errors.Is(err, errTooLong) {
		return nil, "", ErrMediaSize.Because(err)
	}
	if err != nil {
		return nil, "", final(err, media.ErrGone)
	}
	contentType, _, _ = strings.Cut(k.header.Get("Content-Type"), ";")
	contentType = strings.ToLower(strings.TrimSpace(contentType))
	if sniffed, _, _ := strings.Cut(http.DetectContentType(k.body), ";"); strings.HasPrefix(sniffed, "image/") || contentType == "" {
		contentType = sniffed // the platform sends image/jpeg for other types too
	}
	if strings.HasPrefix(contentType, "text/") || strings.HasSuffix(contentType, "json") || strings.HasSuffix(contentType, "xml") {
		return nil, "", &Error{API: mediaAPI, Unknown: true, Msg: "answer is no media file"}
	}
	return k.body, contentType, nil
}

// UploadPicture gives the official account a picture for its chat (新增临时素材,
// https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/New_temporary_materials.html). The platform keeps it for
// three days.
func (c *Client) UploadPicture(ctx context.Context, data []byte) (mediaID string, err error) {
	a, err := c.account(auth.OA)
	if err != nil {
		return "", polite(err)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("media", "photo.jpg")
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil {
		return "", err
	}
	_ = w.Close() // a buffer takes everything
	k, err := c.ask(ctx, a, request{api: uploadAPI, file: true, send: func(k *call, tok string) {
		query := tokenQuery(tok)
		query.Set("type", "image")
		k.send(query, w.FormDataContentType(), bytes.NewReader(form.Bytes()))
	}})
	if err != nil {
		return "", polite(err)
	}
	var said struct {
		ID string `json:"media_id"`
	}
	if err := k.answer(&said); err != nil {
		return "", polite(err)
	}
	if said.ID == "" {
		return "", &Error{API: uploadAPI, Unknown: true, Msg: "answer has no media_id"}
	}
	return said.ID, nil
}

// SceneQR makes a QR code that opens the official account and tells it scene (生成带参数的二维码,
// https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html): its picture and
// the address inside. seconds 0 makes a permanent one, of which an account has 100 000; others live at most 30 days.
func (c *Client) SceneQR(ctx context.Context, scene string, seconds int) (image []byte, address string, err error) {
	a, err := c.account(auth.OA)
	if err != nil {
		return nil, "", polite(err)
	}
	if scene == "" || len(scene) > 64 || seconds < 0 {
		return nil, "", &Error{API: sceneQRAPI, Code: 40053, Msg: "scene must have 1 to 64 bytes"}
	}
	body := map[string]any{
		"action_name": "QR_LIMIT_STR_SCENE",
		"action_info": map[string]any{"scene": map[string]any{"scene_str": scene}},
	}
	if seconds > 0 {
		body["action_name"], body["expire_seconds"] = "QR_STR_SCENE", min(seconds, maxSceneSecs)
	}
	k, err := c.ask(ctx, a, request{api: sceneQRAPI, send: func(k *call, tok string) { k.post(tokenQuery(tok), body) }})
	if err != nil {
		return nil, "", polite(err)
	}
	var said struct {
		Ticket string `json:"ticket"`
		URL    string `json:"url"`
	}
	if err := k.answer(&said); err != nil {
		return nil, "", polite(err)
	}
	if said.Ticket == "" {
		return nil, "", &Error{API: sceneQRAPI, Unknown: true, Msg: "answer has no ticket"}
	}
	image, err = c.showQR(ctx, a, said.Ticket)
	return image, said.URL, err
}

// showQR fetches the picture of a ticket; it needs no token.
func (c *Client) showQR(ctx context.Context, a *account, ticket string) ([]byte, error) {
	k, err := c.bare(ctx, a, request{api: showQRAPI, hide: []string{ticket}, most: maxPicture, file: true, send: func(k *call, _ string) {
		k.do(http.MethodGet, "https://"+mpHost+showQRAPI, url.Values{"ticket": {ticket}}, "", nil)
	}})
	if err != nil {
		return nil, err
	}
	return k.picture()
}

// sceneChars are the characters allowed in a mini-program code.
const sceneChars = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~"

// PageCode makes a round code that opens a page of a mini-program with scene (获取不限制的小程序码,
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html). It does not use
// silenceper, which accepts only one exact content type.
func (c *Client) PageCode(ctx context.Context, name auth.Account, scene, page string) ([]byte, error) {
	a, err := c.account(name)
	if err != nil {
		return nil, polite(err)
	}
	page = strings.TrimPrefix(page, "/")
	if scene == "" || len(scene) > 32 || strings.Trim(scene, sceneChars) != "" || strings.Contains(page, "?") {
		return nil, &Error{API: pageCodeAPI, Code: 40169, Msg: "scene must have 1 to 32 allowed characters, page no query"}
	}
	st := stages[c.stage]
	body := map[string]any{"scene": scene, "env_version": st.code, "check_path": st.code == "release", "width": 430}
	if page != "" {
		body["page"] = page
	}
	k, err := c.ask(ctx, a, request{api: pageCodeAPI, most: maxPicture, file: true, send: func(k *call, tok string) { k.post(tokenQuery(tok), body) }})
	if err != nil {
		return nil, polite(err)
	}
	return k.picture()
}

// picture returns the answer if it is a PNG or JPEG by its first bytes.
func (k *call) picture() ([]byte, error) {
	switch http.DetectContentType(k.body) {
	case "image/png", "image/jpeg":
		return k.body, nil
	}
	return nil, &Error{API: k.api, Unknown: true, Msg: "answer is no picture"}
}
