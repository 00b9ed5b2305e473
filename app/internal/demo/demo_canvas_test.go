package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// The program draws the demo's sample photos: no picture of a real person or place is used.
const (
	photoWidth  = 960
	photoHeight = 720
)

// canvas is a picture being drawn.
type canvas struct {
	img   *image.RGBA
	chaos *rand.Rand // fixed seed: the same photo each time
}

// point is a place in the picture, in pixels from the top left.
type point struct{ x, y float64 }

// shade returns the colour of each point of a shape.
type shade func(x, y float64) color.RGBA

func newCanvas(seed uint64) *canvas {
	return &canvas{image.NewRGBA(image.Rect(0, 0, photoWidth, photoHeight)), rand.New(rand.NewPCG(seed, 7))}
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

func flat(hex uint32) shade {
	c := rgb(hex)
	return func(_, _ float64) color.RGBA { return c }
}

// faded is flat with an opacity between 0 and 1.
func faded(hex uint32, opacity float64) shade {
	c := rgb(hex)
	c = color.RGBA{dim(c.R, opacity), dim(c.G, opacity), dim(c.B, opacity), uint8(255 * opacity)}
	return func(_, _ float64) color.RGBA { return c }
}

func dim(v uint8, by float64) uint8 { return uint8(min(255, max(0, float64(v)*by))) }

// blend is a gradient from one colour at (x0, y0) to another at (x1, y1).
func blend(from uint32, x0, y0 float64, to uint32, x1, y1 float64) shade {
	a, b := rgb(from), rgb(to)
	dx, dy := x1-x0, y1-y0
	length := dx*dx + dy*dy
	return func(x, y float64) color.RGBA {
		t := min(1, max(0, ((x-x0)*dx+(y-y0)*dy)/length))
		return color.RGBA{mix(a.R, b.R, t), mix(a.G, b.G, t), mix(a.B, b.B, t), 255}
	}
}

func mix(a, b uint8, t float64) uint8 { return uint8(float64(a)*(1-t) + float64(b)*t) }

// down is a gradient from the colour at height y0 to the one at y1.
func down(from uint32, y0 float64, to uint32, y1 float64) shade { return blend(from, 0, y0, to, 0, y1) }

// fill paints a polygon.
func (c *canvas) fill(s shade, corners ...point) {
	left, top, right, bottom := corners[0].x, corners[0].y, corners[0].x, corners[0].y
	for _, p := range corners {
		left, right = min(left, p.x), max(right, p.x)
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	area := image.Rect(int(left)-1, int(top)-1, int(right)+2, int(bottom)+2).Intersect(c.img.Bounds())
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	for i, p := range corners {
		x, y := float32(p.x)-float32(area.Min.X), float32(p.y)-float32(area.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
			continue
		}
		r.LineTo(x, y)
	}
	r.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, area.Dx(), area.Dy()))
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	for y := range area.Dy() {
		for x := range area.Dx() {
			if cover := mask.AlphaAt(x, y).A; cover > 0 {
				c.over(area.Min.X+x, area.Min.Y+y, s, float64(cover)/255)
			}
		}
	}
}

// over blends a colour with an opacity into a pixel.
func (c *canvas) over(x, y int, s shade, cover float64) {
	top, under := s(float64(x), float64(y)), c.img.RGBAAt(x, y)
	left := 1 - cover*float64(top.A)/255
	lay := func(t, u uint8) uint8 { return uint8(min(255, float64(t)*cover+float64(u)*left)) }
	c.img.SetRGBA(x, y, color.RGBA{lay(top.R, under.R), lay(top.G, under.G), lay(top.B, under.B), 255})
}

// box paints an upright rectangle.
func (c *canvas) box(s shade, x, y, w, h float64) {
	c.fill(s, point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h})
}

// blob paints an ellipse whose edge is uneven by rough (0: smooth).
func (c *canvas) blob(s shade, x, y, rx, ry, rough float64) {
	const steps = 48
	a, b := c.chaos.Float64()*6, c.chaos.Float64()*6
	ring := make([]point, steps)
	for i := range ring {
		t := 2 * math.Pi * float64(i) / steps
		k := 1 + rough*(math.Sin(3*t+a)+0.6*math.Sin(5*t+b))
		ring[i] = point{x + rx*k*math.Cos(t), y + ry*k*math.Sin(t)}
	}
	c.fill(s, ring...)
}

// bar paints a straight line of a width.
func (c *canvas) bar(s shade, x0, y0, x1, y1, width float64) {
	dx, dy := x1-x0, y1-y0
	k := width / 2 / math.Hypot(dx, dy)
	dx, dy = dx*k, dy*k
	c.fill(s, point{x0 - dy, y0 + dx}, point{x1 - dy, y1 + dx}, point{x1 + dy, y1 - dx}, point{x0 + dy, y0 - dx})
}

// ring paints a circle's outline.
func (c *canvas) ring(s shade, x, y, radius, width float64) {
	const steps = 40
	for i := range steps {
		a, b := 2*math.Pi*float64(i)/steps, 2*math.Pi*float64(i+1)/steps
		c.bar(s, x+radius*math.Cos(a), y+radius*math.Sin(a), x+radius*math.Cos(b), y+radius*math.Sin(b), width)
	}
}

// glow adds light around a point.
func (c *canvas) glow(x, y, rx, ry float64, hex uint32, strength float64) {
	light := rgb(hex)
	near := image.Rect(int(x-rx), int(y-ry), int(x+rx)+1, int(y+ry)+1).Intersect(c.img.Bounds())
	c.each(near, func(px, py int, p color.RGBA) color.RGBA {
		d := math.Hypot((float64(px)-x)/rx, (float64(py)-y)/ry)
		if d >= 1 {
			return p
		}
		k := strength * (1 - d) * (1 - d)
		return color.RGBA{add(p.R, light.R, k), add(p.G, light.G, k), add(p.B, light.B, k), 255}
	})
}

func add(base, light uint8, k float64) uint8 {
	return uint8(min(255, float64(base)+float64(light)*k))
}

func (c *canvas) each(in image.Rectangle, change func(x, y int, p color.RGBA) color.RGBA) {
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			c.img.SetRGBA(x, y, change(x, y, c.img.RGBAAt(x, y)))
		}
	}
}

// develop adds dark corners and grain, as in a telephone photo, and returns a JPEG.
func (c *canvas) develop(grain float64) []byte {
	c.each(c.img.Bounds(), func(x, y int, p color.RGBA) color.RGBA {
		d := math.Hypot(float64(x)/photoWidth-.5, float64(y)/photoHeight-.5)
		k := 1.04 - 0.5*d*d
		n := c.chaos.NormFloat64() * grain
		shift := func(v uint8) uint8 { return uint8(min(255, max(0, float64(v)*k+n))) }
		return color.RGBA{shift(p.R), shift(p.G), shift(p.B), 255}
	})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, c.img, &jpeg.Options{Quality: 66}); err != nil {
		panic(err) // writing to a buffer cannot fail
	}
	return b.Bytes()
}
