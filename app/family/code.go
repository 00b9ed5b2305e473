package family

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"linli/app/text"
)

// letters are those of a code: none that looks like another when read out or copied by hand.
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const codeLength = 8

// newCode returns a code that nobody can guess.
func newCode() (string, error) {
	code := make([]byte, 0, codeLength)
	b := make([]byte, 1)
	for len(code) < codeLength {
		if _, err := rand.Read(b); err != nil {
			return "", fmt.Errorf("random code: %w", err)
		}
		if fair := 256 / len(letters) * len(letters); int(b[0]) < fair { // the rest would favour the first letters
			code = append(code, letters[int(b[0])%len(letters)])
		}
	}
	return string(code), nil
}

// ReadCode returns a code from typed text: with small letters, blanks or dashes, or the wide letters of a Chinese
// keyboard. Faults: ErrCode for what cannot be one.
func ReadCode(typed string) (string, error) {
	code := text.Code(typed)
	if len(code) != codeLength || strings.Trim(code, letters) != "" {
		return "", ErrCode
	}
	return code, nil
}

// hashOf is the stored form of a code.
func hashOf(code string) string {
	sum := sha256.Sum256([]byte("family:" + code))
	return hex.EncodeToString(sum[:])
}
