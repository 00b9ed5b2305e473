package order

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"time"
)

// MostWrong is how many wrong words at the door are taken. Then the community is told, and a new word is needed.
const MostWrong = 3

// newWord returns four figures that nobody can guess.
func newWord() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(10_000))
	if err != nil {
		return "", fmt.Errorf("word at the door: %w", err)
	}
	return fmt.Sprintf("%04d", n), nil
}

// renew gives the order another word.
func (o *Order) renew(word string) { o.Word, o.Wrong = word, 0 }

// open says whether a visitor at the door knows the word that the resident has. A wrong one is counted. Faults: ErrState, ErrTries.
func (o *Order) open(word string, by int64, now time.Time) (bool, error) {
	if err := o.need(Agreed, Coming); err != nil {
		return false, err
	}
	if !o.DoorAt.IsZero() {
		return true, nil
	}
	if o.Wrong >= MostWrong || o.Word == "" {
		return false, ErrTries
	}
	if subtle.ConstantTimeCompare([]byte(word), []byte(o.Word)) != 1 {
		o.Wrong++
		return false, nil
	}
	o.enter(by, now)
	return true, nil
}

// enter records that the visitor was let in.
func (o *Order) enter(by int64, now time.Time) {
	if o.State == Agreed {
		o.State, o.WentAt = Coming, now
	}
	o.DoorAt, o.DoorBy = now, by
	o.look()
}

// Shows says whether the resident reads the word now.
func (o Order) Shows() bool {
	return o.Word != "" && (o.State == Agreed || o.State == Coming) && o.DoorAt.IsZero()
}
