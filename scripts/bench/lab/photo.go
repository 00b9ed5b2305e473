package lab

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Photo returns a JPEG with as much in it as a photo of that size: what is twice as fine is weaker, as in nature, and a little noise of the sensor is
// added.
func Photo(width, height, quality int) ([]byte, error) {
	random := rand.New(rand.NewPCG(1, 2))
	sum := make([]float64, width*height)
	for step, strength := 1024, 120.0; step >= 2; step, strength = step/2, strength/1.3 {
		across := width/step + 2
		grid := make([]float64, across*(height/step+2))
		for i := range grid {
			grid[i] = (random.Float64() - .5) * strength
		}
		for y := range height {
			fy, down := float64(y%step)/float64(step), y/step
			for x := range width {
				fx, i := float64(x%step)/float64(step), down*across+x/step
				top := grid[i]*(1-fx) + grid[i+1]*fx
				bottom := grid[i+across]*(1-fx) + grid[i+across+1]*fx
				sum[y*width+x] += top*(1-fy) + bottom*fy
			}
		}
	}
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			v := 120 + sum[y*width+x] + 5*random.NormFloat64()
			at := func(shift float64) uint8 { return uint8(math.Max(0, math.Min(255, v+shift))) }
			img.SetNRGBA(x, y, color.NRGBA{at(12), at(0), at(-10), 255})
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}
