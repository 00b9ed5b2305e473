package handlers

import (
	"strings"
	"testing"
)

// Two servers in a row must never disagree about where a request ends: an ambiguous request is refused, and nothing
// after it is answered.
func TestARequestThatCanBeReadInTwoWaysIsRefused(t *testing.T) {
	at := listening(t, &mute{})
	const hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	head := func(lines ...string) string {
		return "POST /api/v1/logout HTTP/1.1\r\nHost: x\r\n" + strings.Join(lines, "\r\n") + "\r\n\r\n"
	}
	for name, request := range map[string]string{
		"two lengths":              head("Content-Length: 0", "Content-Length: 34") + hidden,
		"two lengths, swapped":     head("Content-Length: 34", "Content-Length: 0") + hidden,
		"the same length twice":    head("Content-Length: 2", "Content-Length: 2") + "{}" + hidden,
		"a list of lengths":        head("Content-Length: 0, 34") + hidden,
		"a length with a sign":     head("Content-Length: +2") + "{}" + hidden,
		"a negative length":        head("Content-Length: -1") + hidden,
		"a length in hex":          head("Content-Length: 0x2") + "{}" + hidden,
		"length and chunks":        head("Content-Length: 34", "Transfer-Encoding: chunked") + "0\r\n\r\n" + hidden,
		"chunks and length":        head("Transfer-Encoding: chunked", "Content-Length: 5") + "0\r\n\r\n" + hidden,
		"a coding and chunks":      head("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n" + hidden,
		"chunks, then a coding":    head("Transfer-Encoding: chunked, identity") + "0\r\n\r\n" + hidden,
		"an unknown coding":        head("Transfer-Encoding: xchunked") + "0\r\n\r\n" + hidden,
		"two codings":              head("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + "0\r\n\r\n" + hidden,
		"a chunk without a size":   head("Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n" + hidden,
		"a chunk with a sign":      head("Transfer-Encoding: chunked") + "+2\r\n{}\r\n0\r\n\r\n" + hidden,
		"a negative chunk":         head("Transfer-Encoding: chunked") + "-2\r\n{}\r\n0\r\n\r\n" + hidden,
		"a chunk in C":             head("Transfer-Encoding: chunked") + "0x2\r\n{}\r\n0\r\n\r\n" + hidden,
		"a chunk longer than said": head("Transfer-Encoding: chunked") + "1\r\n{}\r\n0\r\n\r\n" + hidden,
		"a huge chunk":             head("Transfer-Encoding: chunked") + "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n" + hidden,
		"a folded line":            head("X-A: b", " Content-Length: 34") + hidden,
		"a folded coding":          head("Transfer-Encoding:", " chunked", "Content-Length: 34") + "0\r\n\r\n" + hidden,
		"a blank before the colon": head("Content-Length : 34") + hidden,
		"a name with a blank":      head("Content Length: 34") + hidden,
		"no name":                  head(": 34") + hidden,
		"a bare return":            head("X-A: b\rContent-Length: 34") + hidden,
		"a zero byte":              head("X-A: b\x00c") + hidden,
		"no host":                  "POST /api/v1/logout HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + hidden,
		"two hosts":                head("Host: y") + hidden,
	} {
		got := raw(t, at, request)
		if strings.HasSuffix(got, "+") || !strings.HasPrefix(got, "400") && got != "closed" {
			t.Errorf("%s = %q", name, got)
		}
	}
	for name, request := range map[string]string{
		"a length": head("Content-Length: 2") + "{}" + hidden,
		"chunks":   head("Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n" + hidden,
		"nothing":  head() + hidden,
	} {
		if got := raw(t, at, request); got != "401 auth.login+" {
			t.Errorf("%s, then another request = %q", name, got)
		}
	}
}

func FuzzAmbiguous(f *testing.F) {
	for _, head := range []string{"", "Host: x\r\n\r\n", "A: b\r\n c: d\r\n", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", ":", "\n\n"} {
		f.Add([]byte(head))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		lower := strings.ToLower(string(head))
		both := strings.Contains(lower, "\ncontent-length:") && strings.Contains(lower, "\ntransfer-encoding:")
		folded := strings.Contains(lower, "\n ") || strings.Contains(lower, "\n\t")
		if (both || folded) && !ambiguous(head) {
			t.Errorf("%q", head)
		}
	})
}
