package media

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// sample is a recording made with the encoders of the reference: "楼道的灯坏了，三号楼二单元，晚上看不见路".
func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRecordingType(t *testing.T) {
	t.Parallel()
	bare := string(sample(t, "lamp.speex"))
	for data, want := range map[string]string{
		"#!AMR\n\x3c\x91":  typeAMR,
		"#!AMR-WB\n\x3c":   typeAMR,
		"ID3\x04\x00":      typeMP3,
		"\xff\xfb\x90\x00": typeMP3,
		"OggS\x00\x02" + strings.Repeat("\x00", 22) + "Speex   1.2": typeOgg,
		bare:                typeSpeex,
		bare[:len(bare)-30]: typeSpeex, // cut off
		bare[:71*4]:         "",
		bare[1:]:            "",
		bare + "\x46" + strings.Repeat("\xff", 70): "",
		"\x02#!SILK_V3\x17\x00\xff":                typeSilk,
		"OggS\x00\x02 a film":                      "",
		"\xff\xd8\xff\xe0":                         "",
		"MZ\x90\x00":                               "",
		"<html>":                                   "",
		"":                                         "",
	} {
		if got := recordingType([]byte(data)); got != want {
			t.Errorf("%.40q: got %q, want %q", data, got, want)
		}
	}
}

func TestParseRecording(t *testing.T) {
	t.Parallel()
	lamp := sample(t, "lamp.amr")
	frames := func(head string, n int, frame string) []byte { return []byte(head + strings.Repeat(frame, n)) }
	pause, nothing := "\x44\x01\x02\x03\x04\x05", "\x7c"
	for name, c := range map[string]struct {
		data   []byte
		ok     bool
		length time.Duration
		out    []byte // nil: as it came
	}{
		"AMR":                       {lamp, true, 9660 * time.Millisecond, nil},
		"AMR, cut in a frame":       {lamp[:6+16*100+9], true, 2 * time.Second, lamp[:6+16*100]},
		"AMR, then a broken frame":  {append(bytes.Clone(lamp[:6+16*50]), 0xff, 1, 2, 3), true, time.Second, lamp[:6+16*50]},
		"AMR without a frame":       {[]byte(amrHead), false, 0, nil},
		"AMR with nonsense":         {[]byte(amrHead + "\x91\x17\xbe"), false, 0, nil},
		"AMR with pauses":           {[]byte(amrHead + pause + nothing), true, 40 * time.Millisecond, []byte(amrHead + amrSilence + amrSilence)},
		"AMR of five minutes":       {frames(amrHead, 15000, amrSilence), true, 5 * time.Minute, nil},
		"AMR that is too long":      {frames(amrHead, 15001, nothing), false, 15001 * frameTime, nil},
		"wide AMR":                  {sample(t, "lamp_wide.amr"), true, time.Second, nil},
		"Speex in Ogg":              {sample(t, "lamp.spx"), true, time.Second, nil},
		"Speex without a container": {sample(t, "lamp.speex"), true, 2 * time.Second, oggSpeex(speexPackets(sample(t, "lamp.speex")))},
		"MP3":                       {[]byte("\xff\xfb\x90\x00\x00"), false, 0, nil},
		"nothing":                   {nil, false, 0, nil},
	} {
		r, ok := parseRecording(c.data)
		if ok != c.ok || ok && (r.Length-c.length).Abs() > 40*time.Millisecond {
			t.Errorf("%s: %v, %s", name, ok, r.Length)
		}
		if c.out == nil {
			c.out = c.data
		}
		if ok && !bytes.Equal(r.Data, c.out) {
			t.Errorf("%s: %d bytes instead of %d", name, len(r.Data), len(c.out))
		}
	}
}

// A huge claim in the head of a page must not become a length.
func TestOggClaims(t *testing.T) {
	t.Parallel()
	page := oggSpeex([][]byte{{0x04, 0x3f}})
	for name, change := range map[string]func(b []byte){
		"an end in a thousand years": func(b []byte) { copy(b[len(b)-30+oggGranule:], "\xff\xff\xff\xff\xff\xff\xff\x7f") },
		"no rate":                    func(b []byte) { copy(b[28+36:], "\x00\x00\x00\x00") },
		"a high rate":                func(b []byte) { copy(b[28+36:], "\xff\xff\xff\xff") },
	} {
		b := bytes.Clone(page)
		change(b)
		if r, ok := parseRecording(b); ok {
			t.Errorf("%s: %s", name, r.Length)
		}
	}
	if r, ok := parseRecording(page); !ok || r.Length != frameTime {
		t.Errorf("%v, %s", ok, r.Length)
	}
}

func FuzzRecording(f *testing.F) {
	for _, name := range []string{"lamp.amr", "lamp_wide.amr", "lamp.spx", "lamp.speex"} {
		f.Add(sample(f, name))
	}
	f.Add([]byte(amrHead + "\x44\x01\x02\x03\x04\x05\x7c"))
	f.Add([]byte("\x02#!SILK_V3"))
	f.Add([]byte("OggS000000000000000000Speex   "))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind := recordingType(data)
		r, ok := parseRecording(data)
		if !ok {
			return
		}
		if kind == "" || kind == typeMP3 || r.Length <= 0 || r.Length > MostVoice {
			t.Fatalf("%s of %s", kind, r.Length)
		}
		if len(r.Data) > len(amrWideHead)+len(data)*len(amrSilence)+4096 {
			t.Fatalf("%d bytes of %d", len(r.Data), len(data))
		}
		if again, ok := parseRecording(r.Data); !ok || again.Length > r.Length || kind != typeOgg && again.Length != r.Length {
			t.Fatalf("%s and again %v %s", r.Length, ok, again.Length)
		}
	})
}
