package demo

import "math"

// drawLamp is a courtyard at night with a street lamp.
func drawLamp(lit bool) []byte {
	c := newCanvas(1)
	c.box(down(0x0b1424, 0, 0x2a3550, 430), 0, 0, photoWidth, 470)
	c.houses()
	c.box(down(0x1b2029, 455, 0x2c2f36, photoHeight), 0, 455, photoWidth, 265)
	c.fill(down(0x30343c, 455, 0x4a4c52, photoHeight), point{420, 455}, point{520, 455}, point{860, 720}, point{110, 720})
	for i := range 9 { // joints of the paving
		y := 470 + float64(i*i)*3.3
		k := (y - 455) / 265
		c.bar(faded(0x15181d, .55), 420-310*k, y, 520+340*k, y, 1+2*k)
	}
	for range 26 { // hedge
		c.blob(flat(0x131c17), 640+c.chaos.Float64()*330, 462+c.chaos.Float64()*40, 26, 20, .2)
	}
	for range 16 {
		c.blob(flat(0x101713), c.chaos.Float64()*330, 466+c.chaos.Float64()*30, 30, 20, .2)
	}
	pole := blend(0x2a2d33, 600, 0, 0x50555e, 612, 0)
	if lit {
		c.glow(540, 560, 380, 150, 0xffd98a, .95)
		c.glow(556, 180, 330, 330, 0xffcf7a, .8)
		pole = blend(0x6a6045, 600, 0, 0xb9a473, 612, 0)
	}
	c.box(pole, 600, 170, 11, 420)
	c.box(pole, 592, 560, 27, 34)
	c.bar(pole, 606, 176, 548, 160, 8)
	c.fill(flat(0x23262b), point{505, 150}, point{570, 150}, point{586, 172}, point{494, 172})
	if lit {
		c.fill(flat(0xfff6d8), point{502, 172}, point{580, 172}, point{570, 182}, point{512, 182})
		c.glow(541, 178, 150, 120, 0xfff0c0, 1.3)
		return c.develop(2.5)
	}
	c.fill(flat(0x3c4148), point{502, 172}, point{580, 172}, point{570, 181}, point{512, 181})
	c.bar(flat(0x14161a), 536, 172, 548, 181, 2) // the cracked glass
	return c.develop(4)
}

// houses are the blocks behind the courtyard, some windows lit.
func (c *canvas) houses() {
	for b, x := range []float64{-40, 250, 700} {
		w, top := []float64{270, 400, 300}[b], []float64{90, 190, 60}[b]
		c.box(down([]uint32{0x161d2b, 0x1c2434, 0x141b28}[b], top, 0x222a38, 470), x, top, w, 470-top)
		for row := top + 24; row < 430; row += 46 {
			for col := x + 22; col < x+w-34; col += 54 {
				s := flat(0x10151f)
				if c.chaos.Float64() < .3 {
					s = flat([]uint32{0xd9a95c, 0xc9bd9a, 0xe0b56a}[c.chaos.IntN(3)])
				}
				c.box(s, col, row, 26, 24)
				c.box(faded(0x0b0f16, .8), col+12, row, 2, 24)
			}
		}
	}
}

// drawRubbish is a bin at the wall of a building.
func drawRubbish(overflowing bool) []byte {
	c := newCanvas(2)
	c.box(down(0xcfc6b4, 0, 0xb8ae9b, 430), 0, 0, photoWidth, 430)
	for row := range 15 { // bricks of the plinth
		y := 250 + float64(row)*12
		for col := range 22 {
			x := float64(col)*46 - float64(row%2)*23
			c.box(flat([]uint32{0x9c6a55, 0xa5725c, 0x92614d, 0xa87a63}[c.chaos.IntN(4)]), x, y, 44, 10.5)
		}
	}
	c.box(down(0x8d8a84, 430, 0xb0aca3, photoHeight), 0, 430, photoWidth, 290)
	for i := range 7 {
		y := 436 + float64(i*i)*6.5
		c.bar(faded(0x6d6a64, .7), 0, y, photoWidth, y, 2)
	}
	for i := -6; i < 8; i++ {
		c.bar(faded(0x6d6a64, .5), 480+float64(i)*90, 430, 480+float64(i)*230, 720, 2)
	}
	c.blob(faded(0x000000, .28), 500, 600, 250, 34, .02)
	c.bin(overflowing)
	if !overflowing {
		c.glow(250, 500, 420, 200, 0xffffff, .12)
		return c.develop(2.5)
	}
	c.blob(faded(0x4b4434, .5), 610, 640, 210, 26, .08) // leaked liquid
	for _, b := range []struct {
		hex        uint32
		x, y, r, h float64
	}{
		{0x1d1f22, 300, 590, 92, 74},
		{0x26282c, 690, 585, 84, 78},
		{0xe6e4de, 770, 618, 62, 48},
		{0x2f5f9c, 385, 632, 56, 42},
		{0x1b1c1f, 590, 640, 78, 54},
		{0xc9403a, 672, 660, 40, 30},
		{0x212326, 215, 636, 66, 46},
	} {
		c.bag(b.hex, b.x, b.y, b.r, b.h)
	}
	for range 40 { // scraps
		x, y := 170+c.chaos.Float64()*680, 610+c.chaos.Float64()*95
		c.blob(flat([]uint32{0xeae6dc, 0xd8b24a, 0xb9c7d8, 0x7d5a3c}[c.chaos.IntN(4)]), x, y, 4+c.chaos.Float64()*11, 3+c.chaos.Float64()*5, .12)
	}
	return c.develop(3)
}

func (c *canvas) bin(open bool) {
	body := blend(0x1f6b3d, 400, 0, 0x2f8f55, 560, 0)
	c.fill(body, point{392, 330}, point{612, 330}, point{590, 604}, point{414, 604})
	for i := range 5 {
		x := 420 + float64(i)*40
		c.bar(faded(0x124526, .5), x, 350, 430+float64(i)*36, 596, 4)
	}
	c.box(flat(0xeef3ee), 462, 410, 80, 80)
	c.fill(flat(0x1f6b3d), point{502, 424}, point{526, 466}, point{478, 466})
	c.blob(flat(0x22252a), 428, 606, 20, 20, 0)
	c.blob(flat(0x22252a), 578, 606, 20, 20, 0)
	if !open {
		c.fill(blend(0x2a7f4b, 0, 296, 0x1b5c34, 0, 334), point{380, 334}, point{396, 304}, point{608, 304}, point{624, 334})
		return
	}
	c.fill(flat(0x174e2d), point{392, 330}, point{612, 330}, point{640, 180}, point{424, 170}) // the open lid
	c.bag(0x2a2c30, 470, 318, 70, 56)
	c.bag(0xdedbd3, 545, 306, 58, 50)
	c.bag(0x3f6fae, 505, 276, 46, 38)
}

// bag is a tied rubbish bag.
func (c *canvas) bag(hex uint32, x, y, rx, ry float64) {
	c.blob(faded(0x000000, .3), x+6, y+ry*.85, rx, ry*.25, .02)
	c.blob(flat(hex), x, y, rx, ry, .045)
	c.fill(flat(hex), point{x - 14, y - ry + 8}, point{x + 14, y - ry + 8}, point{x + 22, y - ry - 20}, point{x - 18, y - ry - 16})
	for i := range 4 {
		a := -1.2 + float64(i)*.8
		c.bar(faded(0xffffff, .13), x+rx*.2*math.Sin(a), y-ry*.75, x+rx*.7*math.Sin(a), y+ry*.3, 5)
	}
}

// drawParking is a yard with parking bays, one taken by an abandoned car.
func drawParking(taken bool) []byte {
	c := newCanvas(5)
	c.box(down(0xaec3d6, 0, 0xdfe5e6, 260), 0, 0, photoWidth, 260)
	for b, x := range []float64{-30, 330, 690} {
		c.box(down([]uint32{0xd3b896, 0xcdbfa6, 0xd8bd98}[b], 40, 0xbca98c, 260), x, 40, 300, 220)
		for row := 70.0; row < 220; row += 52 {
			for col := x + 28; col < x+270; col += 62 {
				c.box(down(0x6f8796, row, 0x9fb4bf, row+30), col, row, 34, 30)
			}
		}
	}
	c.box(flat(0x54704a), 0, 255, photoWidth, 22)
	for range 50 {
		c.blob(flat([]uint32{0x5d7a4a, 0x4f6b40, 0x6a8753}[c.chaos.IntN(3)]), c.chaos.Float64()*photoWidth, 252+c.chaos.Float64()*26, 30, 22, .2)
	}
	c.box(down(0x83827e, 275, 0x6b6a67, photoHeight), 0, 275, photoWidth, 445)
	for i := -2; i < 7; i++ { // the bays
		x := 480 + float64(i-2)*170
		c.bar(flat(0xe2e0d8), 480+(x-480)*.75, 300, 480+(x-480)*1.9, 720, 8)
	}
	c.bar(flat(0xe2e0d8), 0, 300, photoWidth, 300, 5)
	if !taken {
		c.blob(faded(0x4a4946, .5), 470, 520, 90, 18, .1)
		return c.develop(2.5)
	}
	c.car()
	return c.develop(3)
}

func (c *canvas) car() {
	c.blob(faded(0x000000, .4), 490, 610, 270, 34, 0)
	paint := down(0x8f9a94, 330, 0x5f6a66, 600)
	c.fill(paint, point{250, 470}, point{330, 450}, point{650, 450}, point{735, 472}, point{742, 590}, point{242, 590})
	c.fill(paint, point{330, 452}, point{385, 350}, point{600, 350}, point{655, 452})
	c.fill(down(0x55636b, 360, 0x7b868a, 450), point{352, 448}, point{396, 364}, point{586, 364}, point{632, 448})
	for range 160 { // dust and leaves
		x, y := 262+c.chaos.Float64()*460, 462+c.chaos.Float64()*90
		c.blob(faded([]uint32{0xc9bfa6, 0xb8ac90, 0x8d6b35}[c.chaos.IntN(3)], .5), x, y, 2+c.chaos.Float64()*9, 2+c.chaos.Float64()*4, .1)
	}
	c.box(flat(0x32383a), 262, 560, 460, 26)
	c.box(flat(0x2c4a86), 440, 540, 104, 28) // an unreadable number plate
	c.box(faded(0xb8ac90, .75), 446, 545, 92, 18)
	for _, x := range []float64{300, 684} {
		c.blob(flat(0xd9cfae), x, 502, 34, 20, 0)
		c.blob(faded(0x8a8370, .6), x, 502, 22, 12, 0)
		c.blob(flat(0x1d1f20), x, 602, 44, 22, .05) // flat tyres
	}
}

// drawWall is the entrance of an old block with falling plaster.
func drawWall(broken bool) []byte {
	c := newCanvas(6)
	c.box(down(0xe0cfae, 0, 0xc9b691, photoHeight), 0, 0, photoWidth, photoHeight)
	c.box(down(0x8d8a83, 610, 0xa7a49b, photoHeight), 0, 610, photoWidth, 110)
	c.box(flat(0xb9b5ab), 250, 200, 460, 26) // the canopy
	c.box(down(0x8f8c84, 226, 0xa6a299, 240), 262, 226, 436, 14)
	c.box(down(0x4e6a5c, 250, 0x3a5246, 610), 350, 250, 260, 360)
	c.box(flat(0x2c3f36), 476, 250, 8, 360)
	for _, x := range []float64{372, 500} {
		c.box(down(0x93a9a5, 280, 0xb9c9c5, 440), x, 280, 90, 160)
	}
	c.box(flat(0xf5f3ea), 690, 300, 120, 90) // the building's board
	c.box(flat(0xc02a24), 690, 300, 120, 20)
	c.box(flat(0x22252a), 760, 334, 40, 44)
	for i := range 3 {
		c.box(flat(0x9a968c), 702, 336+float64(i)*14, 44, 5)
	}
	if !broken {
		c.blob(faded(0xf0e3c6, .75), 500, 120, 230, 56, .08)
		return c.develop(2.5)
	}
	c.blob(flat(0x9a6a52), 500, 118, 236, 58, .12)
	for row := range 9 {
		for col := range 10 {
			x, y := 285+float64(col)*46-float64(row%2)*22, 66+float64(row)*12
			if math.Hypot((x+22-500)/225, (y+5-118)/52) < .95 {
				c.box(flat([]uint32{0x9d5f48, 0x8d5540, 0xa76a52}[c.chaos.IntN(3)]), x, y, 43, 10)
			}
		}
	}
	x, y := 660.0, 150.0
	for range 12 { // the rest of the crack
		nx, ny := x+10+c.chaos.Float64()*26, y+c.chaos.Float64()*40-12
		c.bar(flat(0x6b5a44), x, y, nx, ny, 3)
		x, y = nx, ny
	}
	for range 46 { // fallen plaster
		c.blob(flat([]uint32{0xd9c8a6, 0xc7b48f, 0x9a6a52}[c.chaos.IntN(3)]), 280+c.chaos.Float64()*420, 618+c.chaos.Float64()*70, 4+c.chaos.Float64()*20, 3+c.chaos.Float64()*9, .12)
	}
	return c.develop(3)
}
