package booking

import (
	"os"
	"os/exec"
	"testing"
)

// The rules give the same result on computers in New York, with summer time, and in Kiritimati, a day ahead.
func TestDaysAreThoseOfBeijing(t *testing.T) {
	t.Parallel()
	if os.Getenv("LINLI_TEST_ZONE") != "" {
		t.Skip("this is the child process in another zone")
	}
	for _, zone := range []string{"America/New_York", "Pacific/Kiritimati", "UTC"} {
		cmd := exec.Command(os.Args[0], "-test.run=^Test", "-test.count=1")
		cmd.Env = append(os.Environ(), "TZ="+zone, "LINLI_TEST_ZONE=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", zone, err, out)
		}
	}
}
