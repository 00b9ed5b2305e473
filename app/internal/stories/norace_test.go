//go:build !race

package stories

const raced = false
