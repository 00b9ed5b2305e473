#!/usr/bin/env bash
# Checks that every file and picture that a page of the documentation links to exists, that pages link to headings that are there,
# that README stays short, and that each table of the schema stands in docs/retention.md. Addresses are not visited.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 # headings have Chinese words

readonly readme_lines=160

# headings prints the names under which the headings of a page can be linked to, as GitHub makes them.
headings() {
	sed '/^```/,/^```/d' "$1" | sed -nE 's/^#+ +//p' | tr '[:upper:] ' '[:lower:]-' | sed 's/[^[:alnum:]_-]//g'
}

status=0
for page in *.md docs/*.md; do
	[[ -e $page ]] || continue
	while read -r target; do
		[[ $target == *://* || $target == mailto:* ]] && continue
		file=${target%%#*} anchor=""
		[[ $target != *#* ]] || anchor=${target#*#}
		file=${file:+$(dirname "$page")/$file}
		file=${file:-$page}
		if [[ ! -e $file ]]; then
			echo "$page links to $target, which does not exist" >&2
			status=1
		elif [[ -n $anchor ]] && ! headings "$file" | grep -xF -- "$anchor" >/dev/null; then
			echo "$page links to $target, and $file has no such heading" >&2
			status=1
		fi
	done < <(sed '/^```/,/^```/d' "$page" | grep -oE '\]\([^)[:space:]]+' | sed 's/^](//')
done
lines=$(wc -l <README.md)
((lines <= readme_lines)) || {
	echo "README.md has $lines lines, more than $readme_lines: the rest belongs into docs/" >&2
	status=1
}
while read -r table; do
	grep -qF -- "\`$table\`" docs/retention.md || {
		echo "docs/retention.md does not say how long $table is kept, or that it holds nobody" >&2
		status=1
	}
done < <(sed -nE 's/^CREATE TABLE IF NOT EXISTS ([a-z_]+).*/\1/p' store/migrations/*.sql)
((status)) || echo "every link leads somewhere, and every table has its line"
exit "$status"
