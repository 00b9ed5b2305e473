// Package ffmpeg makes MP3 of voice messages with the program ffmpeg (录音转换). What it decodes comes from outside, so the
// program gets frames that were checked, by its standard input, and nothing else: no shell, no file, no address, no environment;
// its time, memory and result are bounded.
package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"linli/app/media"
)

// The bounds of one run. Five minutes of speech take about a second and 40 MB.
const (
	runTime   = 15 * time.Second
	runCPU    = 10        // seconds of a processor
	runMemory = 512 << 20 // bytes of address space
	waitAfter = 2 * time.Second
	mostSays  = 400       // bytes of what the program says about an error
	readyFor  = time.Hour // how long an answer of Ready counts
)

// Program runs one ffmpeg at a time.
type Program struct {
	name string        // of the program, or its path
	time time.Duration // of one run
	turn chan struct{}
	now  func() time.Time

	mu      sync.Mutex
	readyAt time.Time // when Ready last succeeded
}

// New returns the program with this name or path; it is looked for at each run, so it may be installed later.
func New(name string, now func() time.Time) *Program {
	return &Program{name: name, time: runTime, turn: make(chan struct{}, 1), now: now}
}

// Transcode implements media.Transcoder.
func (p *Program) Transcode(ctx context.Context, r media.Recording) ([]byte, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	path, err := exec.LookPath(p.name)
	if err != nil {
		return nil, media.ErrNoProgram.Because(err)
	}
	ctx, cancel := context.WithTimeout(ctx, p.time)
	defer cancel()
	return run(ctx, path, r)
}

// arguments lets the program read only this container with these codecs, from its input, and write only to its output.
func arguments(f media.Format) []string {
	return []string{
		"-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "pipe", "-format_whitelist", string(f),
		"-codec_whitelist", "amrnb,amrwb,libspeex,speex", "-max_error_rate", "1", "-f", string(f), "-i", "pipe:0",
		"-map", "0:a:0", "-t", strconv.Itoa(int(media.MostVoice / time.Second)), "-map_metadata", "-1", "-threads", "1",
		"-ac", "1", "-ar", "16000", "-c:a", "libmp3lame", "-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0",
		"-fs", strconv.Itoa(media.PlayBytes), "-f", "mp3", "pipe:1",
	}
}

func run(ctx context.Context, path string, r media.Recording) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out, says := &bounded{most: media.PlayBytes, full: cancel}, &bounded{most: mostSays}
	cmd := exec.CommandContext(ctx, path, arguments(r.Format)...)
	in := &gated{Reader: bytes.NewReader(r.Data), open: make(chan struct{})}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, says
	cmd.Dir, cmd.Env, cmd.WaitDelay = "/", []string{}, waitAfter
	separate(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start ffmpeg: %w", err)
	}
	unlimited := limit(cmd.Process.Pid)
	if unlimited != nil {
		cancel()
	}
	close(in.open)
	err := cmd.Wait()
	switch {
	case unlimited != nil:
		return nil, fmt.Errorf("limit ffmpeg: %w", unlimited)
	case out.over:
		return nil, media.ErrUndecoded.Because(errors.New("the result is too large"))
	case ctx.Err() != nil:
		return nil, media.ErrUndecoded.Because(fmt.Errorf("ffmpeg: %w", ctx.Err()))
	case err != nil:
		return nil, media.ErrUndecoded.Because(fmt.Errorf("ffmpeg: %w: %s", err, strings.ToValidUTF8(string(says.kept), "?")))
	case len(out.kept) == 0:
		return nil, media.ErrUndecoded.Because(errors.New("the result is empty"))
	}
	return out.kept, nil
}

// gated gives nothing before it is open: the program gets no byte from outside before it is limited.
type gated struct {
	io.Reader
	open chan struct{}
}

func (g *gated) Read(p []byte) (int, error) {
	<-g.open
	return g.Reader.Read(p)
}

// Ready implements media.Transcoder: it transcodes a moment of silence in each format. A success counts for an hour.
func (p *Program) Ready(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := exec.LookPath(p.name); err != nil {
		p.readyAt = time.Time{}
		return media.ErrNoProgram.Because(err)
	}
	if p.now().Before(p.readyAt.Add(readyFor)) {
		return nil
	}
	for _, r := range media.Silences() {
		if _, err := p.Transcode(ctx, r); err != nil {
			return media.ErrNoProgram.Because(fmt.Errorf("%s: %w", r.Format, err))
		}
	}
	p.readyAt = p.now()
	return nil
}

// bounded keeps the first bytes. More than most ends the run, or is left out if there is no full. It has no ReadFrom, which
// io.Copy would prefer.
type bounded struct {
	kept []byte
	most int
	full func()
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	room := min(b.most-len(b.kept), len(p))
	b.kept = append(b.kept, p[:room]...)
	if room == len(p) || b.full == nil {
		return len(p), nil
	}
	b.over = true
	b.full()
	return room, io.ErrShortWrite
}
