package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/wordlist"
)

var wordlistData = data{
	tables: []Table{{Name: "wordlist_word", Impersonal: "lists of words that the county decides"}},
}

// Wordlists implements wordlist.Store.
type Wordlists struct{ db *DB }

// NewWordlists returns the lists of words.
func NewWordlists(db *DB) *Wordlists { return &Wordlists{db} }

// InTx implements wordlist.Store.
func (s *Wordlists) InTx(ctx context.Context, do func(wordlist.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Words implements wordlist.Source.
func (s *Wordlists) Words(ctx context.Context, l wordlist.List) ([]wordlist.Word, error) {
	return wordsIn(ctx, s.db.pool, l)
}

// Words implements wordlist.Source.
func (s *Persons) Words(ctx context.Context, l wordlist.List) ([]wordlist.Word, error) {
	return wordsIn(ctx, s.db.pool, l)
}

// Words implements wordlist.Source.
func (s *Dispatch) Words(ctx context.Context, l wordlist.List) ([]wordlist.Word, error) {
	return wordsIn(ctx, s.db.pool, l)
}

// Words implements wordlist.Source.
func (t *tx) Words(ctx context.Context, l wordlist.List) ([]wordlist.Word, error) {
	return wordsIn(ctx, t.q, l)
}

func wordsIn(ctx context.Context, q sqlx.QueryerContext, l wordlist.List) ([]wordlist.Word, error) {
	var rows []struct {
		Code      string `db:"code"`
		Name      string `db:"name"`
		Fixed     bool   `db:"fixed"`
		Hints     string `db:"hints"`
		Under     string `db:"under"`
		Hidden    bool   `db:"hidden"`
		Say       string `db:"say"`
		Questions string `db:"questions"`
	}
	if err := list(ctx, q, &rows, `SELECT code, name, fixed, hints, under, hidden, say, questions FROM wordlist_word WHERE list = ? ORDER BY place, code LIMIT 1000`, l); err != nil {
		return nil, fmt.Errorf("words of %s: %w", l, err)
	}
	all := make([]wordlist.Word, len(rows))
	for i, r := range rows {
		all[i] = wordlist.Word{Code: r.Code, Name: r.Name, Fixed: r.Fixed, Under: r.Under, Hidden: r.Hidden, Say: r.Say, Questions: questionsOf(r.Questions)}
		if r.Hints != "" {
			all[i].Hints = strings.Split(r.Hints, "、")
		}
	}
	return all, nil
}

// questionsOf reads what questionsText wrote: a line for each question, "kind TAB text TAB choice、choice".
func questionsOf(stored string) (all []wordlist.Question) {
	for line := range strings.SplitSeq(stored, "\n") {
		kind, rest, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		q := wordlist.Question{Kind: wordlist.Answering(kind)}
		var choices string
		if q.Text, choices, _ = strings.Cut(rest, "\t"); choices != "" {
			q.Choices = strings.Split(choices, "、")
		}
		all = append(all, q)
	}
	return all
}

func questionsText(all []wordlist.Question) string {
	lines := make([]string, len(all))
	for i, q := range all {
		lines[i] = string(q.Kind) + "\t" + q.Text + "\t" + strings.Join(q.Choices, "、")
	}
	return strings.Join(lines, "\n")
}

// LockWords implements wordlist.Tx. The rulebook, which every process keeps, contains what reports read of the lists.
func (t *tx) LockWords(ctx context.Context, l wordlist.List) error {
	if err := t.BumpRules(ctx); err != nil {
		return err
	}
	var codes []string
	if err := list(ctx, t.q, &codes, `SELECT code FROM wordlist_word WHERE list = ? ORDER BY code LIMIT 1000`+t.e.forUpd, l); err != nil {
		return fmt.Errorf("lock words of %s: %w", l, err)
	}
	return nil
}

// TagsInUse implements wordlist.Tx.
func (t *tx) TagsInUse(ctx context.Context, codes []string) (used []string, err error) {
	if len(codes) == 0 {
		return nil, nil
	}
	if err := list(ctx, t.q, &used, `SELECT DISTINCT tag FROM person_tag WHERE tag IN (`+marks(len(codes))+`) ORDER BY tag LIMIT 1000`, anys(codes)...); err != nil {
		return nil, fmt.Errorf("tags in use: %w", err)
	}
	return used, nil
}

// SaveWords implements wordlist.Tx.
func (t *tx) SaveWords(ctx context.Context, l wordlist.List, all []wordlist.Word) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM wordlist_word WHERE list = ?`, l); err != nil {
		return fmt.Errorf("replace words of %s: %w", l, err)
	}
	for i, w := range all {
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO wordlist_word (list, code, place, name, fixed, hints, under, hidden, say, questions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			l, w.Code, i, w.Name, w.Fixed, strings.Join(w.Hints, "、"), w.Under, w.Hidden, w.Say, questionsText(w.Questions)); err != nil {
			return fmt.Errorf("save words of %s: %w", l, err)
		}
	}
	return nil
}
