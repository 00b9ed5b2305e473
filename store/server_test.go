package store

import (
	"slices"
	"testing"
	"time"
)

func TestTheProductOfAServer(t *testing.T) {
	for _, c := range []struct {
		version, comment string
		settings         map[string]string
		want             Product
	}{
		{"8.4.3", "MySQL Community Server - GPL", nil, ProductMySQL},
		{"10.11.19-MariaDB-0+deb12u1", "Debian 12", map[string]string{"wsrep_on": "OFF", "wsrep_cluster_address": ""}, ProductMariaDB},
		{"10.11.19-MariaDB-0+deb12u1", "Debian 12", map[string]string{"wsrep_on": "ON", "wsrep_cluster_address": "gcomm://10.0.0.1"}, ProductGalera},
		{"8.0.36", "MySQL Community Server - GPL", map[string]string{"group_replication_group_name": "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"}, ProductGroup},
		{"8.0.11-TiDB-v8.5.1", "TiDB Server (Apache License 2.0)", nil, ProductTiDB},
		{"5.7.25", "OceanBase_CE 4.3.5.0", nil, ProductOceanBase},
		{"5.7.25-OceanBase-v4.2.1.0", "", nil, ProductOceanBase},
	} {
		if got := productOf(c.version, c.comment, c.settings); got != c.want {
			t.Errorf("%s (%s) is %s, wanted %s", c.version, c.comment, got, c.want)
		}
	}
}

// Each product is given its right settings with one of them wrong.
func TestWrongSettingsAreNamed(t *testing.T) {
	galera := map[string]string{
		"innodb_flush_log_at_trx_commit": "1", "log_bin": "OFF", "sync_binlog": "0", "check_constraint_checks": "ON", "wsrep_on": "ON",
		"wsrep_sync_wait": "1", "wsrep_cluster_status": "Primary", "wsrep_ready": "ON", "innodb_autoinc_lock_mode": "2",
	}
	group := map[string]string{
		"innodb_flush_log_at_trx_commit": "1", "log_bin": "ON", "sync_binlog": "1", "group_replication_single_primary_mode": "ON",
		"group_replication_consistency": "BEFORE_ON_PRIMARY_FAILOVER",
	}
	tidb := map[string]string{"innodb_flush_log_at_trx_commit": "0", "tidb_enable_check_constraint": "ON", "tidb_txn_mode": "pessimistic"}
	for _, c := range []struct {
		server      Server
		name, value string
		rule        string
	}{
		{Server{Product: ProductSQLite}, "", "", ""},
		{Server{Product: ProductMariaDB, Settings: galera}, "", "", ""},
		{Server{Product: ProductMariaDB, Settings: galera}, "innodb_flush_log_at_trx_commit", "2", "durable"},
		{Server{Product: ProductMariaDB, Settings: galera}, "log_bin", "ON", "durable"},
		{Server{Product: ProductMariaDB, Settings: galera}, "check_constraint_checks", "OFF", "checks"},
		{Server{Product: ProductMySQL, Version: "8.0.15", Settings: group}, "", "", "checks"},
		{Server{Product: ProductMySQL, Version: "8.0.16", Settings: group}, "", "", ""},
		{Server{Product: ProductMySQL, Version: "8.4.3", Settings: group}, "", "", ""},
		{Server{Product: ProductGalera, Settings: galera, Nodes: []string{"a:3306"}}, "", "", ""},
		{Server{Product: ProductGalera, Settings: galera, Nodes: []string{"a:3306", "b:3306"}}, "", "", "writers"},
		{Server{Product: ProductGalera, Settings: galera}, "wsrep_sync_wait", "0", "stale"},
		{Server{Product: ProductGalera, Settings: galera}, "wsrep_sync_wait", "7", ""},
		{Server{Product: ProductGalera, Settings: galera}, "wsrep_cluster_status", "non-Primary", "quorum"},
		{Server{Product: ProductGalera, Settings: galera}, "wsrep_ready", "OFF", "quorum"},
		{Server{Product: ProductGalera, Settings: galera}, "innodb_autoinc_lock_mode", "1", "ids"},
		{Server{Product: ProductGroup, Version: "8.4.3", Settings: group}, "", "", ""},
		{Server{Product: ProductGroup, Version: "8.4.3", Settings: group}, "group_replication_single_primary_mode", "OFF", "writers"},
		{Server{Product: ProductGroup, Version: "8.4.3", Settings: group}, "group_replication_consistency", "EVENTUAL", "stale"},
		{Server{Product: ProductTiDB, Settings: tidb}, "", "", ""},
		{Server{Product: ProductTiDB, Settings: tidb}, "tidb_enable_check_constraint", "OFF", "checks"},
		{Server{Product: ProductTiDB, Settings: tidb}, "tidb_txn_mode", "optimistic", "writers"},
		{Server{Product: ProductTiDB, Settings: tidb, Jumping: []string{"report"}}, "", "", "ids"},
		{Server{Product: ProductOceanBase}, "", "", ""},
	} {
		settings := map[string]string{}
		for k, v := range c.server.Settings {
			settings[k] = v
		}
		if c.name != "" {
			settings[c.name] = c.value
		}
		c.server.Settings = settings
		var rules []string
		for _, w := range c.server.Wrong() {
			rules = append(rules, w.Rule)
		}
		want := []string{c.rule}
		if c.rule == "" {
			want = nil
		}
		if !slices.Equal(rules, want) {
			t.Errorf("%s with %s=%s breaks %v, wanted %v", c.server.Product, c.name, c.value, rules, want)
		}
	}
}

// A clock that is five minutes ahead is known by the clock of the database.
func TestAClockThatIsAhead(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ahead, err := db.Ahead(t.Context(), func() time.Time { return time.Now().Add(5 * time.Minute) })
		if want := 5 * time.Minute; err != nil || !db.e.oneAtA && (ahead-want).Abs() > time.Second || db.e.oneAtA && ahead != 0 {
			t.Fatalf("%s, %v", ahead, err)
		}
	})
}

// The server of the tests is named, and set as docs/operating.md asks.
func TestAServerIsAsked(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, err := db.Server(t.Context())
		if err != nil || s.Version == "" || len(s.Wrong()) > 0 {
			t.Fatalf("%+v, %v", s, err)
		}
		if db.e.oneAtA == (s.Product != ProductSQLite) {
			t.Fatalf("%s is %s", db.Engine(), s.Product)
		}
	})
}
