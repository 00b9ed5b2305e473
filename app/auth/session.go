package auth

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"
)

// SessionLife is how long a login lasts.
const SessionLife = 30 * 24 * time.Hour

// Session is a login. Only a hash of its token is kept, and only in Redis: after a flush every person logs in again.
type Session struct {
	Person   int64
	Identity int64 // used for this login; 0 in sessions of older versions
	Account  Account
	OpenID   string // in that account; never sent to a client
	Desk     int64  // the PC, in a session that a telephone gave to a browser; else 0
	Expires  time.Time
}

// Sessions keeps logins.
type Sessions interface {
	// PutSession keeps s under a hash of token until s.Expires.
	PutSession(ctx context.Context, token string, s Session) error
	// Session returns the login of token, or ErrLogin.
	Session(ctx context.Context, token string) (Session, error)
	// DeleteSession deletes the login of token.
	DeleteSession(ctx context.Context, token string) error
}

// NewToken returns 256 random bits as text.
func NewToken() (string, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("random token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
