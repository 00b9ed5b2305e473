package demo

import "math"

// drawStairs is a stairwell whose landing is flooded or dry.
func drawStairs(wet bool) []byte {
	c := newCanvas(3)
	c.box(down(0xd9d6cd, 0, 0xc4c0b5, photoHeight), 0, 0, photoWidth, photoHeight)
	c.fill(down(0x8fb3a0, 190, 0x6f957f, photoHeight), point{0, 260}, point{330, 200}, point{330, 480}, point{0, 720})
	c.fill(down(0x97baa7, 190, 0x779d87, photoHeight), point{960, 260}, point{640, 200}, point{640, 480}, point{960, 720})
	c.box(down(0xe9e7df, 0, 0xd5d2c8, 210), 330, 0, 310, 210)
	for i := range 9 { // the flight going up
		y := 210 + float64(i)*30
		k := float64(i) * 7
		c.box(down(0xa9a69d, y, 0x8f8c84, y+18), 330-k, y, 310+2*k, 18)
		c.box(flat(0xbdbab1), 330-k, y+18, 310+2*k, 12)
		c.box(flat(0x6e6b64), 330-k, y+16, 310+2*k, 3)
	}
	c.fill(down(0xa7a49b, 480, 0xbab6ac, photoHeight), point{267, 480}, point{703, 480}, point{960, 720}, point{0, 720})
	for i := range 6 { // railing
		x := 690 + float64(i)*46
		c.bar(flat(0x4d3a2c), x, 250+float64(i)*62, x, 420+float64(i)*66, 7)
	}
	c.bar(blend(0x7a5233, 640, 200, 0x5b3b24, 960, 620), 646, 190, 960, 600, 20)
	c.box(down(0xf6f8fb, 20, 0xdfe9f2, 150), 420, 24, 130, 126) // the window
	c.box(flat(0x8b8f94), 482, 24, 6, 126)
	c.glow(485, 90, 360, 330, 0xffffff, .22)
	if !wet {
		c.fill(flat(0xf2c230), point{430, 640}, point{500, 500}, point{560, 640}) // 小心地滑
		c.fill(flat(0x2b2b2b), point{478, 590}, point{512, 590}, point{495, 552})
		return c.develop(2.5)
	}
	c.water()
	return c.develop(3)
}

func (c *canvas) water() {
	for i := 2; i < 9; i++ { // water on the steps
		y := 216 + float64(i)*30
		c.box(faded(0x3f4d55, .45), 420-float64(i)*4, y, 90+float64(i)*9, 14)
	}
	c.bar(faded(0xdfeaf0, .5), 452, 262, 446, 470, 7)
	c.bar(faded(0xdfeaf0, .35), 486, 250, 492, 474, 5)
	c.blob(faded(0x3b464c, .72), 480, 592, 295, 84, .05)
	c.blob(faded(0x55656e, .6), 472, 586, 255, 64, .06)
	c.fill(faded(0xe9f1f5, .55), point{440, 530}, point{530, 530}, point{560, 640}, point{420, 640}) // its reflection
	for i := range 7 {
		c.blob(faded(0xffffff, .16), 310+float64(i)*54, 560+float64(i%3)*30, 60, 4, .05)
	}
	for range 60 {
		c.blob(faded(0xf5fafc, .6), 235+c.chaos.Float64()*480, 545+c.chaos.Float64()*95, 1+c.chaos.Float64()*2.5, 1+c.chaos.Float64()*1.5, 0)
	}
}

// drawCorridor is the exit of a building, blocked or free.
func drawCorridor(blocked bool) []byte {
	c := newCanvas(4)
	c.box(flat(0xb9b5aa), 0, 0, photoWidth, photoHeight)
	c.fill(down(0xe3e0d6, 0, 0xcac6ba, photoHeight), point{0, 0}, point{360, 150}, point{360, 470}, point{0, 720})
	c.fill(down(0xdcd9cf, 0, 0xc2beb2, photoHeight), point{960, 0}, point{600, 150}, point{600, 470}, point{960, 720})
	c.fill(down(0xf0efe9, 0, 0xd8d6cd, 150), point{0, 0}, point{960, 0}, point{600, 150}, point{360, 150})
	c.fill(down(0x8f8b82, 470, 0xa7a297, photoHeight), point{360, 470}, point{600, 470}, point{960, 720}, point{0, 720})
	c.fill(flat(0x7fa890), point{0, 420}, point{360, 330}, point{360, 470}, point{0, 720})
	c.fill(flat(0x78a189), point{960, 420}, point{600, 330}, point{600, 470}, point{960, 720})
	c.box(down(0xfdfdf8, 170, 0xe6efe9, 470), 400, 176, 160, 294) // daylight through the door
	c.box(flat(0x6b7a72), 478, 176, 5, 294)
	c.glow(480, 320, 360, 330, 0xfffbe8, .4)
	c.fill(flat(0xc02a24), point{70, 250}, point{190, 262}, point{190, 430}, point{70, 450}) // hydrant
	c.fill(flat(0xe9e4dd), point{84, 276}, point{176, 284}, point{176, 372}, point{84, 384})
	c.fill(flat(0xc02a24), point{112, 300}, point{150, 303}, point{150, 350}, point{112, 356})
	if !blocked {
		c.fill(faded(0xffffff, .2), point{410, 472}, point{550, 472}, point{640, 720}, point{330, 720})
		return c.develop(2.5)
	}
	c.carton(590, 430, 200, 170, 0xb98a56)
	c.carton(640, 300, 150, 130, 0xc99a64)
	c.carton(215, 480, 130, 120, 0xae7f4d)
	c.bike(430, 590)
	return c.develop(3)
}

func (c *canvas) carton(x, y, w, h float64, hex uint32) {
	c.blob(faded(0x000000, .3), x+w/2, y+h, w*.62, 16, 0)
	c.box(blend(hex, x, y, hex-0x151210, x+w, y+h), x, y, w, h)
	c.fill(flat(hex+0x101010), point{x, y}, point{x + w, y}, point{x + w - 20, y - 26}, point{x + 16, y - 26})
	c.box(faded(0xe7d3a8, .8), x+w/2-9, y-26, 18, 26+h*.45)
}

// bike is an electric bicycle, charging.
func (c *canvas) bike(x, y float64) {
	c.blob(faded(0x000000, .35), x+110, y+66, 200, 18, 0)
	for _, wheel := range []float64{x, x + 220} {
		c.ring(flat(0x1d1e20), wheel, y, 62, 13)
		c.ring(flat(0x8f9399), wheel, y, 52, 3)
		for i := range 6 {
			a := float64(i) * math.Pi / 3
			c.bar(faded(0xb9bdc2, .8), wheel, y, wheel+52*math.Cos(a), y+52*math.Sin(a), 2)
		}
	}
	paint := blend(0xd63c2f, x, y-120, 0x9c241b, x+220, y+20)
	c.fill(paint, point{x + 20, y - 6}, point{x + 70, y - 30}, point{x + 150, y - 22}, point{x + 176, y - 96}, point{x + 206, y - 100}, point{x + 190, y + 10}, point{x + 60, y + 22})
	c.fill(flat(0x202124), point{x - 6, y - 84}, point{x + 96, y - 80}, point{x + 86, y - 58}, point{x + 4, y - 60})
	c.bar(flat(0x2a2c30), x+196, y-96, x+176, y-168, 10)
	c.bar(flat(0x2a2c30), x+140, y-172, x+206, y-164, 9)
	c.bar(flat(0x2a2c30), x+200, y-90, x+220, y, 9)
	c.blob(flat(0xf4efd9), x+214, y-112, 16, 14, 0)
	c.bar(flat(0xe8e8e4), x+40, y-40, x-70, y+30, 4) // the loose charging cable
	c.bar(flat(0xe8e8e4), x-70, y+30, x-130, y-170, 4)
}
