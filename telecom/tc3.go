package telecom

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// tc3 signs requests to Tencent Cloud (签名方法 v3, https://cloud.tencent.com/document/api/382/52067).
type tc3 struct{ id, key string }

const (
	tc3Algorithm = "TC3-HMAC-SHA256"
	tc3Type      = "application/json; charset=utf-8"
)

// authorization returns the header Authorization of a POST to "/" with a JSON body.
func (t tc3) authorization(service, host string, body []byte, at time.Time) string {
	day := at.UTC().Format(time.DateOnly)
	scope := day + "/" + service + "/tc3_request"
	canonical := fmt.Sprintf("POST\n/\n\ncontent-type:%s\nhost:%s\n\ncontent-type;host\n%s", tc3Type, host, hexSum(body))
	signed := fmt.Sprintf("%s\n%d\n%s\n%s", tc3Algorithm, at.Unix(), scope, hexSum([]byte(canonical)))
	key := []byte("TC3" + t.key)
	for _, part := range []string{day, service, "tc3_request"} {
		key = mac(key, part)
	}
	return fmt.Sprintf("%s Credential=%s/%s, SignedHeaders=content-type;host, Signature=%s",
		tc3Algorithm, t.id, scope, hex.EncodeToString(mac(key, signed)))
}

func hexSum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}
