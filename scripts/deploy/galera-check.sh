#!/bin/sh
# Health check of HAProxy for a node of Galera: it works when it says so itself. A node that is cut off from the others still takes
# connections, but must get none. HAProxy calls it with its own address and port and those of the node (external-check in haproxy.cfg).
# The user needs no rights: CREATE USER 'haproxy'@'%'.
exec timeout 2 mariadb --no-defaults --protocol=tcp --host="$3" --port="$4" --user=haproxy --skip-ssl --connect-timeout=1 \
	--silent --skip-column-names --execute="SHOW GLOBAL STATUS LIKE 'wsrep_ready'" | grep -q 'ON$'
