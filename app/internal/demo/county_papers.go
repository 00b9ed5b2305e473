package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"linli/app/paper"
)

// demoPaper is a document that a resident keeps (我的材料).
type demoPaper struct {
	Days float64 // ago
	Who  string
	Name string
}

var demoPapers = []demoPaper{
	{Days: 9, Who: "JM-02", Name: "身份证复印件"},
	{Days: 9, Who: "JM-02", Name: "户口本首页"},
	{Days: 4, Who: "JM-03", Name: "残疾证"},
}

// keepPapers returns the steps that put documents into 我的材料.
func (p *past) keepPapers() (all []moment) {
	for i, one := range demoPapers {
		all = append(all, moment{days: one.Days, report: -12, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, one.Who, m)
			if err != nil {
				return err
			}
			picture, err := drawnPaper()
			if err != nil {
				return err
			}
			_, err = p.s.Papers.Add(ctx, who, paper.Adding{Person: who.Person, Name: one.Name, Data: picture, Keep: true})
			return err
		}})
	}
	return all
}

// drawnPaper draws a card with a grey face and lines instead of words: it is nobody's document.
func drawnPaper() ([]byte, error) {
	const width, height = 960, 620
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	fill := func(x, y, w, h int, c color.Color) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(0, 0, width, height, color.RGBA{0x8a, 0x7a, 0x66, 0xff}) // the table
	fill(70, 60, 820, 500, color.RGBA{0xf3, 0xf6, 0xfa, 0xff})    // the card
	fill(70, 60, 820, 70, color.RGBA{0x3f, 0x6f, 0xa8, 0xff})
	fill(640, 180, 190, 240, color.RGBA{0xc9, 0xcf, 0xd8, 0xff}) // the face
	for line := range 5 {
		fill(120, 190+line*62, 440-line%2*120, 22, color.RGBA{0x9a, 0xa5, 0xb4, 0xff})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 80}); err != nil {
		return nil, fmt.Errorf("draw a document: %w", err)
	}
	return b.Bytes(), nil
}
