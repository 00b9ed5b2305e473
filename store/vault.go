package store

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"linli/store/blob"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/app/person"
)

// Vault encrypts phone numbers and other stored secrets. It also derives the index that finds a number and the key that signs
// photo URLs. It uses two tink keysets in one folder: seal.json rotates; index.json never does, because a new key would make
// every stored number unfindable.
type Vault struct {
	seal    tink.AEAD
	index   *prf.Set
	primary uint32 // id of the key that encrypts
}

// The files of a keyset folder. Without them no phone number can be read: back them up, apart from the database.
const (
	sealFile  = "seal.json"
	indexFile = "index.json"
)

// readVault opens the keysets in dir. The error is fs.ErrNotExist when one is missing.
func readVault(dir string) (*Vault, error) {
	return newVault(dir, readKeyset)
}

// createVault opens the keysets in dir and creates the missing ones, readable by their owner only.
func createVault(dir string) (*Vault, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create keyset folder: %w", err)
	}
	return newVault(dir, createKeyset)
}

func newVault(dir string, open func(file string) (*keyset.Handle, error)) (*Vault, error) {
	sealKeys, err := open(filepath.Join(dir, sealFile))
	if err != nil {
		return nil, err
	}
	indexKeys, err := open(filepath.Join(dir, indexFile))
	if err != nil {
		return nil, err
	}
	v := &Vault{primary: sealKeys.KeysetInfo().GetPrimaryKeyId()}
	if v.seal, err = aead.New(sealKeys); err != nil {
		return nil, fmt.Errorf("seal keyset: %w", err)
	}
	if v.index, err = prf.NewPRFSet(indexKeys); err != nil {
		return nil, fmt.Errorf("index keyset: %w", err)
	}
	return v, nil
}

// RotateVault adds a new sealing key, which encrypts from then on. Older numbers stay readable.
func RotateVault(dir string) error {
	file := filepath.Join(dir, sealFile)
	h, err := readKeyset(file)
	if err != nil {
		return err
	}
	m := keyset.NewManagerFromHandle(h)
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("add key: %w", err)
	}
	if err := m.SetPrimary(id); err != nil {
		return fmt.Errorf("set primary key: %w", err)
	}
	if h, err = m.Handle(); err != nil {
		return fmt.Errorf("new keyset: %w", err)
	}
	return writeKeyset(file, h, os.Rename)
}

// createKeyset creates the keyset if it is missing. Of several processes the first to link its file wins; all read that one.
func createKeyset(file string) (*keyset.Handle, error) {
	template := aead.AES256GCMKeyTemplate
	if filepath.Base(file) == indexFile {
		template = prf.HMACSHA256PRFKeyTemplate
	}
	fresh, err := keyset.NewHandle(template())
	if err != nil {
		return nil, fmt.Errorf("create keyset: %w", err)
	}
	if err := writeKeyset(file, fresh, os.Link); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readKeyset(file)
}

func readKeyset(file string) (*keyset.Handle, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open keyset: %w", err)
	}
	defer f.Close()
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(f))
	if err != nil {
		return nil, fmt.Errorf("keyset %s cannot be read: %w", filepath.Base(file), err)
	}
	return h, nil
}

// writeKeyset writes the keys to a temporary file and puts it in place atomically with os.Rename or os.Link, so that a crash
// leaves either the old or the new keys.
func writeKeyset(file string, h *keyset.Handle, place func(from, to string) error) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".keyset-*")
	if err != nil {
		return fmt.Errorf("write keyset: %w", err)
	}
	defer os.Remove(f.Name())
	err = errors.Join(insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(f)), f.Chmod(0o600), f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("write keyset: %w", err)
	}
	if err := place(f.Name(), file); err != nil {
		return fmt.Errorf("write keyset: %w", err)
	}
	return blob.SyncFolder(filepath.Dir(file))
}

// SigningKey returns 32 bytes for the named use; they are the same on every machine with the same keyset.
func (v *Vault) SigningKey(use string) ([]byte, error) {
	key, err := v.index.ComputePrimaryPRF([]byte("key:"+use), 32)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return key, nil
}

// sealPhone returns the number encrypted, and its index.
func (v *Vault) sealPhone(p person.Phone) (sealed, index string, err error) {
	if p == "" {
		return "", "", nil
	}
	if sealed, err = v.sealText(string(p), "phone"); err != nil {
		return "", "", err
	}
	index, err = v.phoneIndex(p)
	return sealed, index, err
}

// sealText encrypts a text and binds it to a word, so that a value copied to another column cannot be decrypted.
func (v *Vault) sealText(text, bound string) (string, error) {
	c, err := v.seal.Encrypt([]byte(text), []byte(bound))
	if err != nil {
		return "", errors.New("encrypt " + bound)
	}
	return base64.StdEncoding.EncodeToString(c), nil
}

// openText is the reverse of sealText.
func (v *Vault) openText(sealed, bound string) (string, error) {
	c, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", errors.New("open " + bound + ": not base64")
	}
	text, err := v.seal.Decrypt(c, []byte(bound))
	if err != nil {
		return "", errors.New("open " + bound + ": wrong keyset")
	}
	return string(text), nil
}

func (v *Vault) phoneIndex(p person.Phone) (string, error) {
	return v.keyed("phone", string(p))
}

// keyed returns a keyed hash of the text, different for each use.
func (v *Vault) keyed(use, text string) (string, error) {
	sum, err := v.index.ComputePrimaryPRF([]byte(use+":"+text), 32)
	if err != nil {
		return "", errors.New("keyed hash of " + use)
	}
	return hex.EncodeToString(sum), nil
}

// mark returns a keyed hash that distinguishes followers without identifying them.
func (v *Vault) mark(openid string) (string, error) {
	return v.keyed("openid", openid)
}

func (v *Vault) openPhone(sealed string) (person.Phone, error) {
	if sealed == "" {
		return "", nil
	}
	p, err := v.openText(sealed, "phone")
	return person.Phone(p), err
}

// SealBytes encrypts bytes and binds them to a word, as sealText does.
func (v *Vault) SealBytes(data []byte, bound string) ([]byte, error) {
	sealed, err := v.seal.Encrypt(data, []byte(bound))
	if err != nil {
		return nil, errors.New("encrypt bytes")
	}
	return sealed, nil
}

// OpenBytes is the reverse of SealBytes.
func (v *Vault) OpenBytes(sealed []byte, bound string) ([]byte, error) {
	data, err := v.seal.Decrypt(sealed, []byte(bound))
	if err != nil {
		return nil, errors.New("open bytes: wrong keyset, or other bytes")
	}
	return data, nil
}
