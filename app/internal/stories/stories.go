// Package stories tests Linli's promises on the real service, with a simulated WeChat and a movable clock: one file per
// promise. The helpers of all stories are in world_test.go.
package stories
