package demo

import (
	"context"
	"embed"

	"linli/app/auth"
	"linli/app/report"
	"linli/store"
)

// A program spoke the demo's voice messages (espeak-ng, as narrow-band AMR of 5.9 kbit/s): no voice of a real person is used.
//
//go:embed page/voices
var voiceFiles embed.FS

// LampSaid is what the voice message of the lamp says.
const LampSaid = "楼道的灯坏了三天了，晚上看不见台阶，我不敢下楼"

// LampVoice returns a voice message about a lamp, as WeChat delivers it.
func LampVoice() ([]byte, error) { return voiceFiles.ReadFile("page/voices/lamp.amr") }

// voiceOf returns the recording for a gesture on a telephone: with words that WeChat recognised it says only that it belongs to the
// demo, because the visitor typed the words.
func voiceOf(recognised string) ([]byte, error) {
	if recognised == "" {
		return LampVoice()
	}
	return voiceFiles.ReadFile("page/voices/sample.amr")
}

// voice keeps a recording of a person in the past.
func (p *past) voice(ctx context.Context, who auth.Actor, name string) ([]int64, error) {
	amr, err := voiceFiles.ReadFile("page/voices/" + name + ".amr")
	if err != nil {
		return nil, err
	}
	f, err := p.s.Media.Record(ctx, who.Person, amr, "")
	return []int64{f.ID}, err
}

// filesOf returns the files of a report.
func (p *past) filesOf(ctx context.Context, id int64) (files []int64, err error) {
	err = store.NewReports(p.s.DB).InTx(ctx, func(tx report.Tx) error {
		files, err = tx.FilesOf(ctx, id)
		return err
	})
	return files, err
}
