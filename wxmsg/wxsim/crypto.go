package wxsim

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// padBlock is WeChat's PKCS#7 block size: 32 instead of AES's 16, so pads have 1 to 32 bytes.
const padBlock = 32

var errCipher = errors.New("cannot decrypt")

// box encrypts and decrypts messages of one account: AES-256-CBC, IV = first half of the key.
type box struct {
	token, appid string
	key          []byte
}

func newBox(token, aesKey, appid string) (*box, error) {
	if len(aesKey) != 43 {
		return nil, fmt.Errorf("EncodingAESKey has %d characters, not 43", len(aesKey))
	}
	key, err := base64.StdEncoding.DecodeString(aesKey + "=")
	if err != nil {
		return nil, fmt.Errorf("decode EncodingAESKey: %w", err)
	}
	return &box{token: token, appid: appid, key: key}, nil
}

// sign is SHA-1 over the sorted parts: (token, timestamp, nonce), for msg_signature also Encrypt.
func sign(parts ...string) string {
	sorted := slices.Sorted(slices.Values(parts))
	sum := sha1.Sum([]byte(strings.Join(sorted, "")))
	return hex.EncodeToString(sum[:])
}

// seal encrypts random(16) + length(4, big endian) + msg + appid.
func (b *box) seal(random, msg []byte) string {
	full := make([]byte, 0, len(msg)+len(b.appid)+20+padBlock)
	full = append(full, random[:16]...)
	full = binary.BigEndian.AppendUint32(full, uint32(len(msg)))
	full = append(full, msg...)
	full = append(full, b.appid...)
	pad := padBlock - len(full)%padBlock
	full = append(full, bytes.Repeat([]byte{byte(pad)}, pad)...)
	block, err := aes.NewCipher(b.key)
	if err != nil {
		panic(err) // the key length was checked by newBox
	}
	cipher.NewCBCEncrypter(block, b.key[:16]).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full)
}

// open reverses seal and checks every pad byte, the length and the appid.
func (b *box) open(encrypt string) (random, msg []byte, err error) {
	full, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errCipher, err)
	}
	if len(full) == 0 || len(full)%padBlock != 0 {
		return nil, nil, fmt.Errorf("%w: %d bytes", errCipher, len(full))
	}
	block, err := aes.NewCipher(b.key)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errCipher, err)
	}
	cipher.NewCBCDecrypter(block, b.key[:16]).CryptBlocks(full, full)
	pad := int(full[len(full)-1])
	if pad < 1 || pad > padBlock {
		return nil, nil, fmt.Errorf("%w: pad %d", errCipher, pad)
	}
	for _, c := range full[len(full)-pad:] {
		if int(c) != pad {
			return nil, nil, fmt.Errorf("%w: uneven pad", errCipher)
		}
	}
	full = full[:len(full)-pad]
	if len(full) < 20 {
		return nil, nil, fmt.Errorf("%w: too short", errCipher)
	}
	n := binary.BigEndian.Uint32(full[16:20])
	if uint64(n) > uint64(len(full)-20) {
		return nil, nil, fmt.Errorf("%w: length %d of %d", errCipher, n, len(full)-20)
	}
	if got := string(full[20+n:]); got != b.appid {
		return nil, nil, fmt.Errorf("%w: sealed for another appid", errCipher)
	}
	return full[:16], full[20 : 20+n], nil
}
