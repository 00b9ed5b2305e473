// Package stories tells, on the real service with a simulated WeChat and a moved clock, what Linli promises: one file per
// promise. world_test.go is the language in which they are told.
package stories
