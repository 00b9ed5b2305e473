package system

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// released is the version of a release, set by go build -ldflags "-X linli/app/internal/system.released=v1.2.3".
var released string

// version returns the release, or the revision that the build recorded.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cmp.Or(released, "unknown")
	}
	said := map[string]string{}
	for _, s := range info.Settings {
		said[s.Key] = s.Value
	}
	words := []string{"linli", cmp.Or(released, strings.Trim(info.Main.Version, "()"), "unreleased")}
	if commit := said["vcs.revision"]; commit != "" {
		words = append(words, commit[:min(len(commit), 12)])
	}
	if said["vcs.modified"] == "true" {
		words = append(words, "changed since")
	}
	if at := said["vcs.time"]; at != "" {
		words = append(words, at)
	}
	return strings.Join(append(words, info.GoVersion), " ")
}
