package media

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// shrink returns img on white with its longest side at most side; it never enlarges. It halves while it can: each step
// averages neighbours, so that fine lines do not become noise, and needs at most a quarter of the memory before it.
func shrink(img image.Image, side int) *image.RGBA {
	size := img.Bounds().Size()
	goal := fit(size, side)
	var cur *image.RGBA
	for size.X > 2*goal.X && size.Y > 2*goal.Y {
		size = image.Pt((size.X+1)/2, (size.Y+1)/2)
		img = scaled(img, size)
		cur, _ = img.(*image.RGBA)
	}
	if cur != nil && size == goal {
		return cur
	}
	return scaled(img, goal)
}

// fit returns the size with these proportions whose longest side is at most side.
func fit(size image.Point, side int) image.Point {
	long := max(size.X, size.Y)
	if long <= side {
		return size
	}
	return image.Pt(max(1, size.X*side/long), max(1, size.Y*side/long))
}

func scaled(img image.Image, size image.Point) *image.RGBA {
	dst := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(dst, dst.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if size == img.Bounds().Size() {
		draw.Draw(dst, dst.Bounds(), img, img.Bounds().Min, draw.Over)
		return dst
	}
	draw.ApproxBiLinear.Scale(dst, dst.Bounds(), img, img.Bounds(), draw.Over, nil)
	return dst
}

// upright applies an EXIF orientation:
//
//	1 nothing              2 mirror left to right   3 turn half round    4 mirror top to bottom
//	5 swap rows, columns   6 turn right             7 5, then half round   8 turn left
func upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	dst := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			sx, sy := source(orientation, x, y, w, h)
			copy(dst.Pix[dst.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return dst
}

// source returns the pixel of a stored w×h picture that belongs at x, y of the upright one.
func source(orientation, x, y, w, h int) (sx, sy int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
