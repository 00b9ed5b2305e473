package store

import (
	"errors"
	"path/filepath"

	"github.com/go-sql-driver/mysql"
)

// CheckMySQL says whether a DSN can be read and names a database. Its error never contains the DSN.
func CheckMySQL(dsn string) error {
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil || cfg.DBName == "" {
		return errors.New("the DSN cannot be read, or names no database")
	}
	return nil
}

// Meant describes the configured database without its password: the file, or user, database and server.
func Meant(c Config) (name, server string) {
	if c.DSN == "" {
		file, err := filepath.Abs(c.File)
		if err != nil {
			file = c.File
		}
		return file, ""
	}
	cfg, err := mysql.ParseDSN(c.DSN)
	if err != nil {
		return "", ""
	}
	return cfg.User + "/" + cfg.DBName, cfg.Addr
}
