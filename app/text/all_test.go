package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCleanReachesEveryText(t *testing.T) {
	t.Parallel()
	type inner struct{ Words string }
	type body struct {
		Name  string
		Maybe *string
		None  *string
		Tags  []string
		Given map[string]string
		Parts []inner
		More  map[string][]inner
		N     int
	}
	bad, none := "\u202e灯\u200b", (*string)(nil)
	in := body{bad, &bad, none, []string{bad}, map[string]string{"k": bad}, []inner{{bad}}, map[string][]inner{"k": {{bad}}}, 3}
	Clean(&in)
	good := "灯"
	want := body{good, &good, none, []string{good}, map[string]string{"k": good}, []inner{{good}}, map[string][]inner{"k": {{good}}}, 3}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Error(diff)
	}
}
