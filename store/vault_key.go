package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

var vaultData = data{tables: []Table{{Name: "vault_key", Impersonal: "proofs of keys"}}}

// The keys do not belong to the database. The process does not start: it could not read the stored numbers, and no other
// process could read what it encrypts.
var (
	errKeysMissing = errors.New("the folder has no keys, but the database was written with some; " +
		"copy the folder from the machine that runs already, or from the backup, and start again")
	errKeysForeign = errors.New("the keys in the folder are not the ones the database was written with, or lack the newest one; " +
		"copy the folder from the machine that runs already, or from the backup, and start again")
)

// The names of the rows in vault_key that prove which keys belong to the database: one for the index, one for each sealing key
// ever used.
const (
	indexProof = "index"
	sealProof  = "seal."
	proofWord  = "linli"
)

// openKeys opens the keysets of the folder and compares them with the proofs in the database. On the first start it creates
// both; of several processes that start concurrently, one does.
func (db *DB) openKeys(ctx context.Context, dir string) (*Vault, error) {
	v, err := readVault(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		used, askErr := db.keyed(ctx)
		if askErr != nil {
			return nil, askErr
		}
		if used { // perhaps another process created them after the first look
			v, err = readVault(dir)
		} else {
			v, err = createVault(dir)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errKeysMissing
		}
		if err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	}
	return v, db.prove(ctx, v)
}

// keyed says whether the database holds anything written with keys.
func (db *DB) keyed(ctx context.Context) (bool, error) {
	var n int
	err := get(ctx, db.pool, &n, errKeysMissing, `
		SELECT (SELECT COUNT(*) FROM vault_key) + (SELECT COUNT(*) FROM (SELECT id FROM person WHERE phone_sealed <> '' LIMIT 1) a)
		     + (SELECT COUNT(*) FROM (SELECT id FROM steward_call WHERE phone_sealed <> '' LIMIT 1) b)`)
	return n > 0, err
}

// prove returns errKeysForeign unless the keys belong to the database, and stores missing proofs.
func (db *DB) prove(ctx context.Context, v *Vault) error {
	index, err := v.SigningKey("proof")
	if err != nil {
		return err
	}
	if err := db.openOlder(ctx, v); err != nil {
		return err
	}
	if err := db.addProof(ctx, indexProof, fmt.Sprintf("%x", index)); err != nil {
		return err
	}
	known, err := db.proofs(ctx)
	if err != nil {
		return err
	}
	if known[indexProof] != fmt.Sprintf("%x", index) {
		return errKeysForeign
	}
	for name, proof := range known {
		if !strings.HasPrefix(name, sealProof) {
			continue
		}
		if word, err := v.openText(proof, "proof"); err != nil || word != proofWord {
			return errKeysForeign
		}
	}
	own := sealProof + strconv.FormatUint(uint64(v.primary), 10)
	if known[own] != "" {
		return nil
	}
	sealed, err := v.sealText(proofWord, "proof")
	if err != nil {
		return err
	}
	return db.addProof(ctx, own, sealed)
}

// openOlder checks the keys against an encrypted number of a database without proofs, as older versions left it.
func (db *DB) openOlder(ctx context.Context, v *Vault) error {
	known, err := db.proofs(ctx)
	if err != nil || len(known) > 0 {
		return err
	}
	var rows []struct {
		Sealed string `db:"phone_sealed"`
		Index  string `db:"phone_index"`
	}
	if err := list(ctx, db.pool, &rows, `
		SELECT phone_sealed, phone_index FROM (SELECT phone_sealed, phone_index FROM person WHERE phone_sealed <> '' ORDER BY id DESC LIMIT 1) a
		UNION ALL
		SELECT phone_sealed, phone_index FROM (SELECT phone_sealed, phone_index FROM steward_call WHERE phone_sealed <> '' ORDER BY id DESC LIMIT 1) b`); err != nil {
		return err
	}
	for _, r := range rows {
		phone, err := v.openPhone(r.Sealed)
		if err != nil {
			return errKeysForeign
		}
		if index, err := v.phoneIndex(phone); err != nil || index != r.Index {
			return errKeysForeign
		}
	}
	return nil
}

func (db *DB) proofs(ctx context.Context) (map[string]string, error) {
	var rows []struct {
		Name  string `db:"name"`
		Proof string `db:"proof"`
	}
	if err := list(ctx, db.pool, &rows, `SELECT name, proof FROM vault_key ORDER BY name LIMIT 1000`); err != nil {
		return nil, fmt.Errorf("read proofs of keys: %w", err)
	}
	known := map[string]string{}
	for _, r := range rows {
		known[r.Name] = r.Proof
	}
	return known, nil
}

// addProof stores a proof unless one of that name exists.
func (db *DB) addProof(ctx context.Context, name, proof string) error {
	_, err := change(ctx, direct{db}, `INSERT INTO vault_key (name, proof, at) VALUES (?, ?, ?)`, name, proof, ms(db.now()))
	if err != nil && !duplicate(err) {
		return outage(fmt.Errorf("add proof of a key: %w", err))
	}
	return nil
}
