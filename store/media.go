package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/media"
)

var mediaData = data{
	tables: []Table{
		{
			Name: "media_file", Holds: "photo or voice message, its sender, what was said", Keep: media.UnclaimedFor,
			From: "the upload, unless a report holds it; then it is " + ofRecord, Job: "drop_unclaimed_files",
			Names: map[string]Fate{"owner_id": onRecord, "said_by": byStaff},
		},
		{
			Name: "media_verdict", Holds: "trace id of a photo, pass or not", Keep: media.KeepVerdicts, From: "the verdict",
			Job: DropOldRows, Column: "at",
		},
	},
	move: (*tx).moveFiles,
}

// Media implements media.Store.
type Media struct{ db *DB }

// NewMedia returns the records of photos and voice messages; their bytes are in blobs.
func NewMedia(db *DB) *Media { return &Media{db} }

// InTx implements media.Store.
func (s *Media) InTx(ctx context.Context, do func(media.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type fileRow struct {
	ID         int64          `db:"id"`
	Community  int64          `db:"community_id"`
	Owner      int64          `db:"owner_id"`
	Kind       media.Kind     `db:"kind"`
	State      media.State    `db:"state"`
	Check      media.Check    `db:"verdict"`
	Key        string         `db:"blob_key"`
	ThumbKey   string         `db:"thumb_key"`
	Type       string         `db:"type"`
	Bytes      int            `db:"size"`
	Width      int            `db:"width"`
	Height     int            `db:"height"`
	TraceID    sql.NullString `db:"trace_id"`
	MediaID    string         `db:"media_id"`
	Account    auth.Account   `db:"account"`
	CreatedAt  int64          `db:"created_at"`
	CheckedAt  int64          `db:"checked_at"`
	CheckTries int            `db:"check_tries"`
	ShownID    string         `db:"shown_id"`
	ShownAt    int64          `db:"shown_at"`
	Play       media.Play     `db:"play"`
	PlayKey    string         `db:"play_key"`
	PlayTries  int            `db:"play_tries"`
	Length     int64          `db:"length_ms"`
	Said       string         `db:"said"`
	SaidBy     int64          `db:"said_by"`
	SaidAt     int64          `db:"said_at"`
}

const fileColumns = `id, community_id, owner_id, kind, state, verdict, blob_key, thumb_key, type, size, width, height,
	trace_id, media_id, account, created_at, checked_at, check_tries, shown_id, shown_at, play, play_key, play_tries,
	length_ms, said, said_by, said_at`

func (r fileRow) file() media.File {
	return media.File{
		ID: r.ID, Community: r.Community, Owner: r.Owner, Kind: r.Kind, State: r.State, Check: r.Check, Key: r.Key,
		ThumbKey: r.ThumbKey, Type: r.Type, Bytes: r.Bytes, Width: r.Width, Height: r.Height, TraceID: r.TraceID.String,
		MediaID: r.MediaID, Account: r.Account, CreatedAt: at(r.CreatedAt), CheckedAt: at(r.CheckedAt),
		CheckTries: r.CheckTries, ShownID: r.ShownID, ShownAt: at(r.ShownAt), Play: r.Play, PlayKey: r.PlayKey, PlayTries: r.PlayTries,
		Length: time.Duration(r.Length) * time.Millisecond, Said: media.Said{Words: r.Said, By: r.SaidBy, At: at(r.SaidAt)},
	}
}

func mediaFile(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (media.File, error) {
	var r fileRow
	err := get(ctx, q, &r, media.ErrMissing, `SELECT `+fileColumns+` FROM media_file WHERE `+where, args...)
	return r.file(), err
}

func mediaFiles(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]media.File, error) {
	var rows []fileRow
	if err := list(ctx, q, &rows, `
		SELECT `+fileColumns+` FROM media_file WHERE `+where+` LIMIT ?`, args...); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	found := make([]media.File, len(rows))
	for i, r := range rows {
		found[i] = r.file()
	}
	return found, nil
}

// File implements media.Store.
func (s *Media) File(ctx context.Context, id int64) (media.File, error) {
	return mediaFile(ctx, s.db.pool, `id = ?`, id)
}

// Files implements media.Store.
func (s *Media) Files(ctx context.Context, community int64, ids []int64) ([]media.File, error) {
	if len(ids) == 0 || community == 0 {
		return nil, nil
	}
	args := append([]any{community}, anys(ids)...)
	return mediaFiles(ctx, s.db.pool, `community_id = ? AND id IN (`+marks(len(ids))+`) ORDER BY id`, append(args, len(ids))...)
}

// WithheldFiles implements media.Store. Files sent by chat are left out: neighbours never see them.
func (s *Media) WithheldFiles(ctx context.Context, community int64, why media.Check, after int64, most int) ([]media.File, error) {
	const shown = `community_id = ? AND verdict = ? AND kind = ? AND state = ? AND account <> ?`
	args := []any{community, why, media.Photo, media.Stored, auth.OA, after}
	if why == media.Hidden {
		return mediaFiles(ctx, s.db.pool, shown+` AND (? = 0 OR id < ?) ORDER BY id DESC`, append(args, after, most)...)
	}
	return mediaFiles(ctx, s.db.pool, shown+` AND id > ? ORDER BY id`, append(args, most)...)
}

// UnclaimedFiles implements media.Store.
func (s *Media) UnclaimedFiles(ctx context.Context, before time.Time, most int) ([]media.File, error) {
	return mediaFiles(ctx, s.db.pool, `community_id = 0 AND created_at < ? ORDER BY id`, ms(before), most)
}

// FilesToTranscode implements media.Store.
func (s *Media) FilesToTranscode(ctx context.Context, before time.Time, most int) (ids []int64, err error) {
	if err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM media_file WHERE play = ? AND state = ? AND checked_at < ? ORDER BY id LIMIT ?`,
		media.PlayWaiting, media.Stored, ms(before), most); err != nil {
		return nil, fmt.Errorf("files to transcode: %w", err)
	}
	return ids, nil
}

// LockFile implements media.Tx.
func (t *tx) LockFile(ctx context.Context, id int64) (media.File, error) {
	return mediaFile(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// FileByTrace implements media.Tx.
func (t *tx) FileByTrace(ctx context.Context, trace string) (media.File, error) {
	return mediaFile(ctx, t.q, `trace_id = ?`+t.e.forUpd, trace)
}

// AddFile implements media.Tx.
func (t *tx) AddFile(ctx context.Context, f *media.File) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO media_file (community_id, owner_id, kind, state, verdict, blob_key, thumb_key, type, size, width, height,
			trace_id, media_id, account, created_at, checked_at, check_tries, said)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.Community, f.Owner, f.Kind, f.State, f.Check, f.Key, f.ThumbKey, f.Type, f.Bytes, f.Width, f.Height,
		nullText(f.TraceID), f.MediaID, f.Account, ms(f.CreatedAt), ms(f.CheckedAt), f.CheckTries, f.Said.Words)
	if err != nil {
		return fmt.Errorf("add file: %w", err)
	}
	f.ID = id
	return nil
}

// SaveFile implements media.Tx.
func (t *tx) SaveFile(ctx context.Context, f media.File) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE media_file SET state = ?, verdict = ?, blob_key = ?, thumb_key = ?, type = ?, size = ?, width = ?, height = ?,
			trace_id = ?, media_id = ?, account = ?, checked_at = ?, check_tries = ?, shown_id = ?, shown_at = ?, play = ?,
			play_key = ?, play_tries = ?, length_ms = ?
		WHERE  id = ?`,
		f.State, f.Check, f.Key, f.ThumbKey, f.Type, f.Bytes, f.Width, f.Height,
		nullText(f.TraceID), f.MediaID, f.Account, ms(f.CheckedAt), f.CheckTries, f.ShownID, ms(f.ShownAt), f.Play,
		f.PlayKey, f.PlayTries, f.Length.Milliseconds(), f.ID); err != nil {
		return fmt.Errorf("save file %d: %w", f.ID, err)
	}
	return nil
}

// ClaimFiles implements media.Tx. It is one statement, so two reports cannot take the same photo.
func (t *tx) ClaimFiles(ctx context.Context, owner int64, ids []int64, community int64) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	n, err := change(ctx, t.q, `
		UPDATE media_file SET community_id = ?
		WHERE  community_id = 0 AND owner_id = ? AND state <> ? AND id IN (`+marks(len(ids))+`)`,
		append([]any{community, owner, media.Lost}, anys(ids)...)...)
	if err != nil {
		return 0, fmt.Errorf("claim files: %w", err)
	}
	return int(n), nil
}

// ReleaseFiles implements media.Claims.
func (t *tx) ReleaseFiles(ctx context.Context, ids []int64) error { return t.MoveFiles(ctx, ids, 0) }

// MoveFiles implements media.Claims.
func (t *tx) MoveFiles(ctx context.Context, ids []int64, community int64) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE media_file SET community_id = ? WHERE id IN (`+marks(len(ids))+`)`,
		append([]any{community}, anys(ids)...)...); err != nil {
		return fmt.Errorf("move files: %w", err)
	}
	return nil
}

// Transcribe implements report.Tx.
func (t *tx) Transcribe(ctx context.Context, file int64, said media.Said) (before string, err error) {
	f, err := t.LockFile(ctx, file)
	if err != nil {
		return "", err
	}
	if f.Kind != media.Voice {
		return "", media.ErrMissing
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE media_file SET said = ?, said_by = ?, said_at = ? WHERE id = ?`,
		said.Words, said.By, ms(said.At), file); err != nil {
		return "", fmt.Errorf("transcribe file %d: %w", file, err)
	}
	return f.Said.Words, nil
}

// CountUnheard implements report.Tx.
func (t *tx) CountUnheard(ctx context.Context, files []int64) (n int, err error) {
	if len(files) == 0 {
		return 0, nil
	}
	if err := sqlx.GetContext(ctx, t.q, &n, `
		SELECT COUNT(*) FROM media_file WHERE kind = ? AND said = '' AND id IN (`+marks(len(files))+`)`,
		append([]any{media.Voice}, anys(files)...)...); err != nil {
		return 0, fmt.Errorf("count unheard: %w", err)
	}
	return n, nil
}

// DeleteFile implements media.Tx.
func (t *tx) DeleteFile(ctx context.Context, id int64) error {
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM media_file WHERE community_id = 0 AND id = ? AND state = ?`, id, media.Lost); err != nil {
		return fmt.Errorf("delete file %d: %w", id, err)
	}
	return nil
}

// moveFiles moves one person's files to another.
func (t *tx) moveFiles(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE media_file SET owner_id = ? WHERE owner_id = ?`, to, from); err != nil {
		return fmt.Errorf("move files: %w", err)
	}
	return nil
}
