package wxmsg

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" // the platform's signature is SHA-1
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Signatures and encryption of pushes, as in 消息推送
// (https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).

const (
	padBlock  = 32 // the platform pads to 32 bytes although AES blocks have 16
	randomLen = 16
	headLen   = randomLen + 4
)

// errCipher is the only answer to an invalid ciphertext: it does not tell which check failed.
var errCipher = errors.New("ciphertext is not acceptable")

// sign returns the lower-case hex SHA-1 of the sorted, joined words.
func sign(words ...string) string {
	slices.Sort(words)
	sum := sha1.Sum([]byte(strings.Join(words, ""))) // see the import
	return hex.EncodeToString(sum[:])
}

// signedBy says, in constant time, whether got is the signature of the words.
func signedBy(got string, words ...string) bool {
	want := sign(words...)
	return len(got) == len(want) && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// sealer encrypts and decrypts messages of one account: AES-256-CBC, the IV is the first half of the key.
type sealer struct {
	block cipher.Block
	iv    []byte
	appID string
}

func newSealer(key []byte, appID string) (*sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil || len(key) != 32 {
		return nil, errors.New("the AES key must have 32 bytes")
	}
	return &sealer{block: block, iv: slices.Clone(key[:aes.BlockSize]), appID: appID}, nil
}

// open returns the message in a base64 ciphertext, or errCipher. The padding must be valid to the last byte and the appid
// must be this account's.
func (s *sealer) open(encrypted string) ([]byte, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(encrypted)
	if err != nil || len(raw) < padBlock || len(raw)%padBlock != 0 {
		return nil, errCipher
	}
	cipher.NewCBCDecrypter(s.block, s.iv).CryptBlocks(raw, raw)
	full, ok := unpad(raw)
	if !ok || len(full) < headLen {
		return nil, errCipher
	}
	size := int64(binary.BigEndian.Uint32(full[randomLen:headLen]))
	rest := full[headLen:]
	if size > int64(len(rest)) {
		return nil, errCipher
	}
	msg, appID := rest[:size], rest[size:]
	if subtle.ConstantTimeCompare(appID, []byte(s.appID)) != 1 {
		return nil, errCipher
	}
	return msg, nil
}

// seal encrypts msg with 16 new random bytes.
func (s *sealer) seal(msg []byte) (string, error) {
	random := make([]byte, randomLen)
	if _, err := io.ReadFull(rand.Reader, random); err != nil {
		return "", fmt.Errorf("random bytes for a reply: %w", err)
	}
	return s.sealWith(random, msg), nil
}

// sealWith is seal with given random bytes, for the official test vectors.
func (s *sealer) sealWith(random, msg []byte) string {
	full := make([]byte, 0, headLen+len(msg)+len(s.appID)+padBlock)
	full = append(full, random...)
	full = binary.BigEndian.AppendUint32(full, uint32(len(msg))) // replies have at most a few KiB
	full = append(full, msg...)
	full = append(full, s.appID...)
	full = pad(full)
	cipher.NewCBCEncrypter(s.block, s.iv).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full)
}

// pad appends 1 to 32 bytes, each with their number.
func pad(b []byte) []byte {
	n := padBlock - len(b)%padBlock
	for range n {
		b = append(b, byte(n))
	}
	return b
}

// unpad checks every padding byte in constant time.
func unpad(b []byte) ([]byte, bool) {
	if len(b) < padBlock {
		return nil, false
	}
	n := int(b[len(b)-1])
	if n < 1 || n > padBlock {
		return nil, false
	}
	var wrong byte
	for _, c := range b[len(b)-n:] {
		wrong |= c ^ byte(n)
	}
	return b[:len(b)-n], wrong == 0
}
