package system

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"linli/app/roster"
)

// uploadUnpacked is the most that an uploaded workbook may unpack to. All of it stays in memory: nothing of it is written
// to the disk.
const uploadUnpacked = 96 << 20

// RosterFiles reads and writes the roster for the desk, one upload at a time.
type RosterFiles struct{ turn chan struct{} }

// NewRosterFiles returns one.
func NewRosterFiles() RosterFiles { return RosterFiles{make(chan struct{}, 1)} }

// open opens an upload when its turn comes; closed ends the turn. A file that is no workbook, or unpacks to too much, is refused.
func (f RosterFiles) open(ctx context.Context, file []byte) (book *excelize.File, closed func(), err error) {
	select {
	case f.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	book, err = excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: uploadUnpacked, UnzipXMLSizeLimit: uploadUnpacked,
	})
	if err != nil {
		<-f.turn
		return nil, nil, refusal(err)
	}
	return book, func() { book.Close(); <-f.turn }, nil
}

// Read implements handlers.Workbooks.
func (f RosterFiles) Read(ctx context.Context, file []byte) (map[string][][]string, error) {
	book, closed, err := f.open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer closed()
	if err := noHomes(book); err != nil {
		return nil, err
	}
	sheets, err := readBook(book)
	if err != nil {
		return nil, refusal(err)
	}
	return sheets, nil
}

// noHomes refuses the sheets that only the shell loads: a preview of hundreds of thousands of rows helps nobody.
func noHomes(book *excelize.File) error {
	w := &Workbook{book: book}
	for _, s := range roster.HomeSheets() {
		n := 0
		for row, err := range w.Rows(s.Name) {
			if err != nil {
				return refusal(err)
			}
			if strings.TrimSpace(strings.Join(row, "")) != "" {
				n++
			}
			if n > 1 {
				return roster.ErrHomes
			}
		}
	}
	return nil
}

func refusal(err error) error {
	limit := fmt.Sprintf("unzip size exceeds the %d bytes limit", int64(uploadUnpacked))
	if errors.Is(err, errWorkbookRows) || err.Error() == limit {
		return roster.ErrLarge.Because(err)
	}
	return roster.ErrFile.Because(err)
}

// Write implements handlers.Workbooks.
func (RosterFiles) Write(w io.Writer, sheets map[string][][]string) error {
	return writeRoster(w, sheets)
}

// Template implements handlers.Workbooks.
func (RosterFiles) Template(w io.Writer) error { return WriteTemplate(w) }
