package demo

import "embed"

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
