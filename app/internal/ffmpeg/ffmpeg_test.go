package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/media"
)

// installed returns the real program, or skips the test where it is missing.
func installed(t *testing.T) *Program {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ffmpeg is missing")
		}
		t.Skip("ffmpeg is not installed")
	}
	return New("ffmpeg", time.Now)
}

// fake is a program that is a shell script.
func fake(t *testing.T, script string) *Program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ffmpeg")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return New(path, time.Now)
}

func TestSilenceBecomesMP3(t *testing.T) {
	p := installed(t)
	for _, r := range media.Silences() {
		mp3, err := p.Transcode(t.Context(), r)
		if err != nil || len(mp3) < 1000 || mp3[0] != 0xff || mp3[1]&0xe6 != 0xe2 {
			t.Errorf("%s: %d bytes, %v", r.Format, len(mp3), err)
		}
	}
	if err := p.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestHostileBytesAreRefused(t *testing.T) {
	p := installed(t)
	for name, r := range map[string]media.Recording{
		"a playlist":      {Format: media.AMR, Data: []byte("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")},
		"another format":  {Format: media.Ogg, Data: []byte("#!AMR\n\x7c\x7c\x7c\x7c")},
		"nothing":         {Format: media.AMR},
		"an unknown word": {Format: "concat", Data: []byte("file '/etc/passwd'\n")},
	} {
		if mp3, err := p.Transcode(t.Context(), r); !errors.Is(err, media.ErrUndecoded) {
			t.Errorf("%s: %d bytes, %v", name, len(mp3), err)
		}
	}
}

// A recording of hours ends after five minutes.
func TestAnEndlessRecordingIsBounded(t *testing.T) {
	p := installed(t)
	hours := slices.Concat([]byte("#!AMR\n"), bytes.Repeat(media.Silences()[0].Data[6:19], 2*3600*50))
	mp3, err := p.Transcode(t.Context(), media.Recording{Format: media.AMR, Data: hours})
	if err != nil || len(mp3) > media.PlayBytes || len(mp3) < 290*4000 {
		t.Errorf("%d bytes, %v", len(mp3), err)
	}
}

func TestWithoutTheProgram(t *testing.T) {
	p := New(filepath.Join(t.TempDir(), "ffmpeg"), time.Now)
	if _, err := p.Transcode(t.Context(), media.Silences()[0]); !errors.Is(err, media.ErrNoProgram) {
		t.Error(err)
	}
	if err := p.Ready(t.Context()); !errors.Is(err, media.ErrNoProgram) {
		t.Error(err)
	}
}

func TestAProgramThatKnowsNoFormatIsNotReady(t *testing.T) {
	p := fake(t, "echo unknown decoder >&2; exit 1")
	if err := p.Ready(t.Context()); !errors.Is(err, media.ErrNoProgram) || !strings.Contains(err.Error(), "unknown decoder") {
		t.Error(err)
	}
}

func TestBadPrograms(t *testing.T) {
	for name, script := range map[string]string{
		"fails":             "exit 3",
		"says nothing":      "exit 0",
		"hangs":             "sleep 60",
		"leaves a child":    "sleep 60 & exit 0",
		"never ends":        "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done",
		"talks on about it": "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx >&2; done",
		"never reads":       "exec <&-; sleep 60",
		"writes a file":     `trap '' XFSZ; read -r line; echo x >"$0.made" && echo xxx`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := fake(t, script)
			p.time = 500 * time.Millisecond
			began := time.Now()
			mp3, err := p.Transcode(t.Context(), media.Silences()[0])
			if err == nil || len(err.Error()) > 2*mostSays {
				t.Errorf("%d bytes, %v", len(mp3), err)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func TestTheProgramGetsNoEnvironmentAndNoFile(t *testing.T) {
	p := fake(t, `cat >/dev/null; [ -z "$LINLI_SECRET" ] && [ "$(pwd)" = / ] && [ "$(ulimit -f)" = 0 ] && echo fine`)
	t.Setenv("LINLI_SECRET", "x")
	if out, err := p.Transcode(t.Context(), media.Silences()[0]); err != nil || string(out) != "fine\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestAStoppedServiceEndsTheProgram(t *testing.T) {
	p := fake(t, "sleep 60")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := p.Transcode(ctx, media.Silences()[0]); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}
