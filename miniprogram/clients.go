// Package miniprogram holds the web pages of the clients (居民端, 工作人员端, 办公端) as they were built when the program was.
package miniprogram

import (
	"embed"
	"io/fs"
)

// The folder has only a marker until `npm run build:h5` has filled it.
//
//go:embed all:dist/h5
var built embed.FS

// Pages returns the files of the client "resident", "staff" or "office", or false when the program was built without them.
func Pages(client string) (fs.FS, bool) {
	pages, err := fs.Sub(built, "dist/h5/"+client)
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(pages, "index.html"); err != nil {
		return nil, false
	}
	return pages, true
}
