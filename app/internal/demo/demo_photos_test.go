package demo

import (
	"bytes"
	"flag"
	"image/jpeg"
	"os"
	"testing"
)

var redraw = flag.Bool("redraw", false, "draw the demo's photos anew: go test ./app -run DemoPhotos -redraw")

// drawings maps each photo of the demo to its drawing function.
var drawings = map[string]func() []byte{
	"lamp":     func() []byte { return drawLamp(false) },
	"rubbish":  func() []byte { return drawRubbish(true) },
	"water":    func() []byte { return drawStairs(true) },
	"corridor": func() []byte { return drawCorridor(true) },
	"car":      func() []byte { return drawParking(true) },
	"wall":     func() []byte { return drawWall(true) },

	"lamp-fixed":      func() []byte { return drawLamp(true) },
	"rubbish-cleared": func() []byte { return drawRubbish(false) },
	"water-dried":     func() []byte { return drawStairs(false) },
	"corridor-free":   func() []byte { return drawCorridor(false) },
	"car-gone":        func() []byte { return drawParking(false) },
	"wall-mended":     func() []byte { return drawWall(false) },
}

func TestDemoPhotos(t *testing.T) {
	if len(drawings) != len(samplePhotos) {
		t.Errorf("%d drawings, %d photos", len(drawings), len(samplePhotos))
	}
	for _, p := range samplePhotos {
		if *redraw {
			if err := os.WriteFile("page/photos/"+p.Name+".jpg", drawings[p.Name](), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		file, err := photoOf(p.Name)
		if err != nil {
			t.Errorf("%v; create it with -redraw", err)
			continue
		}
		if c, err := jpeg.DecodeConfig(bytes.NewReader(file)); err != nil || c.Width != photoWidth || len(file) > 64<<10 {
			t.Errorf("%s: %d pixels, %d bytes, %v", p.Name, c.Width, len(file), err)
		}
	}
}
