//go:build !linux

package ffmpeg

import "os/exec"

func separate(*exec.Cmd) {}

// limit does nothing: only Linux can bound another process. The time and the result stay bounded.
func limit(int) error { return nil }
