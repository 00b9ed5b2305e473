#!/usr/bin/env bash
# Checks that every file and picture that a page of the documentation links to exists, that pages link to headings that are there,
# and that README stays short. Addresses are not visited.
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
((status)) || echo "every link leads somewhere"
exit "$status"
