package system

import (
	"strings"
	"testing"
)

func TestTongue(t *testing.T) {
	t.Parallel()
	for env, want := range map[string]Tongue{
		"": English, "LANG=C.UTF-8": English, "LANG=zh_CN.UTF-8": Chinese, "LANG=zh_CN.UTF-8 LC_ALL=C": English, "LANG=en_US.UTF-8 LC_MESSAGES=zh_CN": Chinese,
		"LC_ALL= LANG=zh_TW": Chinese,
	} {
		if got := TongueOf(strings.Fields(env)); got != want {
			t.Errorf("%q is %d", env, got)
		}
	}
}
