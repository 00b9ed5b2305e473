package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// ClientPages are the web pages of the clients by the first part of their address: h5 (居民端), staff (工作人员端) and office
// (办公端, the desk).
type ClientPages map[string]fs.FS

// asset is one file of a client in memory.
type asset struct {
	kind  string            // of its content
	etag  string            // of its plain form
	forms map[string][]byte // by content coding; "" is the plain one
}

// codings are tried in this order; the build made the smaller forms.
var codings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// serveClients mounts the pages; a program built without them answers with a text. The files are part of the program,
// so unreadable ones stop the start.
func (s *Server) serveClients(app *fiber.App) {
	for _, name := range []string{"h5", "staff", office} {
		assets, err := readAssets(s.config.ClientPages[name])
		if err != nil {
			panic(fmt.Errorf("pages of /%s/: %w", name, err))
		}
		more := ""
		if name == office {
			more = s.config.Tiles.origin()
		}
		policy := clientPolicy(s.config.Base, more, string(assets["index.html"].forms[""]))
		app.Use("/"+name, func(c *fiber.Ctx) error { return sendAsset(c, "/"+name, assets, policy) })
	}
}

// office is the client whose pages have addresses of their own, such as /office/reports: they are all its first page.
const office = "office"

// readAssets reads all files of a client into memory; they are about a megabyte.
func readAssets(pages fs.FS) (map[string]asset, error) {
	assets := map[string]asset{}
	if pages == nil {
		return assets, nil
	}
	err := fs.WalkDir(pages, ".", func(name string, d fs.DirEntry, err error) error {
		ending := path.Ext(name)
		if err != nil || d.IsDir() || ending == ".br" || ending == ".gz" {
			return err
		}
		plain, err := fs.ReadFile(pages, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(plain)
		a := asset{kind: mime.TypeByExtension(ending), etag: base64.RawURLEncoding.EncodeToString(sum[:12]), forms: map[string][]byte{"": plain}}
		for _, coding := range codings {
			if small, err := fs.ReadFile(pages, name+coding.suffix); err == nil {
				a.forms[coding.name] = small
			}
		}
		assets[name] = a
		return nil
	})
	return assets, err
}

// inline finds the scripts inside a page.
var inline = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// clientPolicy allows the pages only what they need: their own scripts, this service, its pictures, and photos still on
// the device, and pictures from one more origin if there is one. The framework writes style attributes. Only our own pages may frame them (the demo does).
func clientPolicy(base, more, page string) string {
	scripts := "'self'"
	for _, found := range inline.FindAllStringSubmatch(page, -1) {
		scripts += " " + hashOf(found[1])
	}
	pictures := "'self' data: blob:"
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		pictures += " " + u.Scheme + "://" + u.Host // links to photos begin with the public address
	}
	images := strings.TrimSpace(pictures + " " + more)
	return strings.Join([]string{
		"default-src 'none'", "script-src " + scripts, "style-src 'self' 'unsafe-inline'", "img-src " + images,
		"media-src " + pictures, "font-src 'self' data:", "connect-src 'self' blob:", "frame-ancestors 'self'", "base-uri 'none'",
		"form-action 'none'",
	}, "; ")
}

func sendAsset(c *fiber.Ctx, root string, assets map[string]asset, policy string) error {
	if c.Method() != http.MethodGet && c.Method() != http.MethodHead {
		c.Set(fiber.HeaderAllow, "GET, HEAD")
		return errMethod
	}
	if c.Path() == root { // relative addresses need the slash
		to := root + "/"
		if query := string(c.Request().URI().QueryString()); query != "" {
			to += "?" + query
		}
		return c.Redirect(to, http.StatusMovedPermanently)
	}
	name := strings.TrimPrefix(c.Path(), root+"/")
	if name == "" || root == "/"+office && path.Ext(name) == "" {
		name = "index.html"
	}
	a, ok := assets[name]
	if !ok {
		if len(assets) == 0 {
			return c.Status(http.StatusNotFound).SendString("本程序没有包含网页版，请在微信小程序里使用。")
		}
		return errNoRoute
	}
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer") // an address may hold a login code of WeChat for a moment
	c.Set(fiber.HeaderPermissionsPolicy, "camera=(self), geolocation=(self), microphone=(self)")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderCacheControl, "no-cache") // the browser asks each time whether it has changed
	if strings.HasPrefix(name, "assets/") {     // the build writes a new name for new content
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	form := ""
	for _, coding := range codings {
		if a.forms[coding.name] != nil && accepts(c.Get(fiber.HeaderAcceptEncoding), coding.name) {
			form = coding.name
			c.Set(fiber.HeaderContentEncoding, form)
			break
		}
	}
	etag := `"` + a.etag + form + `"`
	c.Set(fiber.HeaderETag, etag)
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		c.Response().Header.Del(fiber.HeaderContentEncoding)
		return c.SendStatus(http.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, a.kind)
	return c.Send(a.forms[form])
}

// accepts says whether a list such as "gzip;q=0.5, br" takes the coding.
func accepts(list, coding string) bool {
	for one := range strings.SplitSeq(list, ",") {
		name, quality, _ := strings.Cut(one, ";")
		if strings.TrimSpace(name) == coding {
			return strings.Trim(strings.ReplaceAll(quality, " ", ""), "0.") != "q="
		}
	}
	return false
}
