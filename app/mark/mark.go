// Package mark tells versions of one content apart, so that a change which was made from an older one is refused.
package mark

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"linli/app/fault"
)

// ErrStale is returned when the content was changed after the actor had read it.
var ErrStale = fault.New(fault.Conflict, "mark.stale", "刚才有人改过这里，请核对最新的内容再保存")

// Of returns a short text that is equal for equal contents only. The content is anything that has a JSON form.
func Of(content any) (string, error) {
	text, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("mark: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), nil
}

// Need returns ErrStale unless the content still has the mark that the actor has seen; "" is no demand.
func Need(seen string, content any) error {
	if seen == "" {
		return nil
	}
	now, err := Of(content)
	if err != nil {
		return err
	}
	if now != seen {
		return ErrStale
	}
	return nil
}
