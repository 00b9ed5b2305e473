package store

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// Product is a kind of database.
type Product string

// The databases that Linli knows. Galera and group replication are MariaDB and MySQL in a cluster.
const (
	ProductSQLite    Product = "SQLite"
	ProductMySQL     Product = "MySQL"
	ProductMariaDB   Product = "MariaDB"
	ProductGalera    Product = "Galera"
	ProductGroup     Product = "MySQL group replication"
	ProductTiDB      Product = "TiDB"
	ProductOceanBase Product = "OceanBase"
)

// Server is what a database says about itself.
type Server struct {
	Product  Product
	Version  string
	Nodes    []string          // of a cluster, that took connections of this process
	Settings map[string]string // the variables and states of watched that it has
	Jumping  []string          // tables of TiDB whose ids do not grow in the order of the inserts
}

// Setting is one setting with which a rule of Linli does not hold.
type Setting struct {
	Rule string // what it breaks: "writers", "checks", "ids", "stale", "durable" or "quorum"
	Name string
	Is   string
	Want string
}

// watched are the variables and states on which the rules of Linli depend.
var watched = []string{
	"innodb_flush_log_at_trx_commit", "log_bin", "sync_binlog", "check_constraint_checks", "wsrep_on", "wsrep_cluster_address",
	"wsrep_sync_wait", "wsrep_cluster_status", "wsrep_ready", "innodb_autoinc_lock_mode", "group_replication_group_name",
	"group_replication_single_primary_mode", "group_replication_consistency", "tidb_enable_check_constraint", "tidb_txn_mode",
}

// Server asks the database what it is and how it is set. It opens a few connections at once, to see whether they reach one node.
func (db *DB) Server(ctx context.Context) (Server, error) {
	if db.e.oneAtA {
		var version string
		err := db.pool.GetContext(ctx, &version, `SELECT sqlite_version()`)
		return Server{Product: ProductSQLite, Version: version}, outage(err)
	}
	version, comment, err := versionOf(ctx, db.pool)
	if err != nil {
		return Server{}, outage(err)
	}
	s := Server{Version: version, Settings: map[string]string{}}
	for _, show := range []string{`SHOW GLOBAL STATUS`, `SHOW GLOBAL VARIABLES`} {
		if err := s.read(ctx, db.pool, show); err != nil {
			return s, outage(fmt.Errorf("settings of the database: %w", err))
		}
	}
	s.Product = productOf(version, comment, s.Settings)
	switch s.Product {
	case ProductGalera, ProductGroup:
		s.Nodes, err = db.nodes(ctx)
	case ProductTiDB:
		s.Jumping, err = db.jumping(ctx)
	}
	return s, outage(err)
}

// Ahead returns how far a clock is ahead of the database's, exact to half the time of the question. SQLite has the clock of this machine.
func (db *DB) Ahead(ctx context.Context, clock func() time.Time) (time.Duration, error) {
	if db.e.oneAtA {
		return 0, nil
	}
	conn, err := db.pool.Connx(ctx) // so that no time is spent on a new connection
	if err != nil {
		return 0, outage(err)
	}
	defer conn.Close()
	var now float64
	asked := clock()
	if err := conn.GetContext(ctx, &now, `SELECT UNIX_TIMESTAMP(NOW(6))`); err != nil {
		return 0, outage(err)
	}
	middle := asked.Add(clock().Sub(asked) / 2)
	return middle.Sub(time.UnixMicro(int64(now * 1e6))), nil
}

func versionOf(ctx context.Context, q sqlx.QueryerContext) (version, comment string, err error) {
	err = q.QueryRowxContext(ctx, `SELECT VERSION(), @@version_comment`).Scan(&version, &comment)
	return version, comment, err
}

// read adds what the statement shows of watched.
func (s *Server) read(ctx context.Context, q sqlx.QueryerContext, show string) error {
	rows, err := q.QueryxContext(ctx, show)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		if name = strings.ToLower(name); slices.Contains(watched, name) {
			s.Settings[name] = value
		}
	}
	return rows.Err()
}

// productOf tells the product by its version, its version comment and its settings.
func productOf(version, comment string, settings map[string]string) Product {
	switch {
	case strings.Contains(version, "TiDB"):
		return ProductTiDB
	case strings.Contains(comment, "OceanBase") || strings.Contains(version, "OceanBase"):
		return ProductOceanBase
	case isOn(settings["wsrep_on"]) && settings["wsrep_cluster_address"] != "":
		return ProductGalera
	case settings["group_replication_group_name"] != "":
		return ProductGroup
	case strings.Contains(version, "MariaDB"):
		return ProductMariaDB
	}
	return ProductMySQL
}

func isOn(value string) bool { return value == "1" || strings.EqualFold(value, "on") }

// manyConns is how many connections are opened to see whether they reach one node.
const manyConns = 6

// nodes returns the nodes that connections of this process reach, each once.
func (db *DB) nodes(ctx context.Context) ([]string, error) {
	var found []string
	for range manyConns {
		conn, err := db.pool.Connx(ctx)
		if err != nil {
			return nil, err
		}
		defer conn.Close() // all stay open until the last is counted, so each is another connection
		var node string
		if err := conn.GetContext(ctx, &node, `SELECT CONCAT(@@hostname, ':', @@port)`); err != nil {
			return nil, err
		}
		found = append(found, node)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

var idCacheOff = regexp.MustCompile(`AUTO_ID_CACHE\s*=?\s*1\b`)

// jumping returns the tables in which TiDB gives each node a block of ids of its own.
func (db *DB) jumping(ctx context.Context) ([]string, error) {
	var tables, found []string
	if err := db.pool.SelectContext(ctx, &tables, `SHOW TABLES`); err != nil {
		return nil, err
	}
	for _, table := range tables {
		var name, made string
		if err := db.pool.QueryRowxContext(ctx, "SHOW CREATE TABLE `"+table+"`").Scan(&name, &made); err != nil {
			return nil, err
		}
		if strings.Contains(strings.ToUpper(made), "AUTO_INCREMENT") && !idCacheOff.MatchString(made) {
			found = append(found, table)
		}
	}
	return found, nil
}

// Wrong returns the settings with which a rule of Linli does not hold, in a fixed order. The rules are those of
// docs/operating.md, MySQL and Redis.
func (s Server) Wrong() []Setting {
	var all []Setting
	wrong := func(rule, name, want string, right func(string) bool) {
		if is, there := s.Settings[name]; there && !right(is) {
			all = append(all, Setting{rule, name, is, want})
		}
	}
	equals := func(want string) func(string) bool {
		return func(is string) bool { return strings.EqualFold(is, want) }
	}
	if s.Product != ProductTiDB && s.Product != ProductOceanBase { // these two keep a log of their own
		wrong("durable", "innodb_flush_log_at_trx_commit", "1", equals("1"))
		if isOn(s.Settings["log_bin"]) {
			wrong("durable", "sync_binlog", "1", equals("1"))
		}
	}
	wrong("checks", "check_constraint_checks", "ON", isOn)
	if s.Product == ProductMySQL || s.Product == ProductGroup {
		if !checksSince(s.Version) {
			all = append(all, Setting{"checks", "version", s.Version, "8.0.16"})
		}
	}
	if len(s.Nodes) > 1 {
		all = append(all, Setting{"writers", "connections", strings.Join(s.Nodes, ", "), "one node"})
	}
	switch s.Product {
	case ProductGalera:
		wrong("quorum", "wsrep_cluster_status", "Primary", equals("Primary"))
		wrong("quorum", "wsrep_ready", "ON", isOn)
		wrong("ids", "innodb_autoinc_lock_mode", "2", equals("2"))
		wrong("stale", "wsrep_sync_wait", "1", func(is string) bool { n, err := strconv.Atoi(is); return err == nil && n&1 == 1 })
	case ProductGroup:
		wrong("writers", "group_replication_single_primary_mode", "ON", isOn)
		wrong("stale", "group_replication_consistency", "BEFORE_ON_PRIMARY_FAILOVER", func(is string) bool { return !strings.EqualFold(is, "EVENTUAL") })
	case ProductTiDB:
		wrong("checks", "tidb_enable_check_constraint", "ON", isOn)
		wrong("writers", "tidb_txn_mode", "pessimistic", equals("pessimistic"))
		if len(s.Jumping) > 0 {
			all = append(all, Setting{"ids", "AUTO_ID_CACHE", strings.Join(s.Jumping, ", "), "1"})
		}
	}
	return all
}

// checksSince says whether a MySQL of this version enforces CHECK constraints: since 8.0.16.
func checksSince(version string) bool {
	var major, minor, patch int
	if n, _ := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); n < 2 {
		return true
	}
	return major > 8 || major == 8 && (minor > 0 || patch >= 16)
}
