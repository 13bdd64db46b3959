#!/bin/sh
# Makes the folder of CSS, JavaScript and images that is embedded in the program.
#   usage: build-assets.sh OUTPUT
# Installs the two design systems with `npm ci` first, where they are missing or not those of
# package-lock.json.
#
# Left out on purpose, because they may be used on gov.uk alone: the GDS Transport typeface, the
# crown, the crest, the logotypes. Left out too is the JavaScript of the MOJ design system: it assigns
# innerHTML, which a Trusted Types policy refuses.
set -eu
[ $# -eq 1 ] || { echo "usage: build-assets.sh OUTPUT" >&2; exit 2; }
web=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
out=$1.new
gov=$web/node_modules/govuk-frontend/dist/govuk
moj=$web/node_modules/@ministryofjustice/frontend/moj

fail() { echo "build-assets.sh: $*" >&2; exit 1; }

if ! [ "$web/node_modules/.package-lock.json" -nt "$web/package-lock.json" ]; then
  command -v npm >/dev/null || fail "npm is not installed (Debian: apt-get install nodejs npm)"
  (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    fail "npm could not install the design systems: is there a way to the npm registry?"
  touch "$web/node_modules/.package-lock.json"
fi
for file in "$gov/govuk-frontend.min.css" "$gov/govuk-frontend.min.js" "$moj/moj-frontend.min.css"; do
  [ -f "$file" ] || fail "$file is missing: remove $web/node_modules and try again"
done

rm -rf "$out"
mkdir -p "$out/images"

# Swaps the typeface, drops the @font-face rules and the crest, makes the paths of images relative,
# and puts each rule on its own line.
tidy_css() {
  sed -E \
    -e 's/@font-face\{[^}]*\}//g' \
    -e 's/GDS Transport,arial,sans-serif/Arial,"Helvetica Neue",Helvetica,"Liberation Sans",sans-serif/g' \
    -e 's#url\(/assets/images/govuk-crest\.svg\)#none#g' \
    -e 's#url\(/assets/images/#url(images/#g' \
    -e 's#/\*[!] Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/##g' \
    -e 's#/\*\# sourceMappingURL=[^*]*\*/##g' \
    -e 's/\}/}\n/g' "$1" | sed -e '/^$/d'
}
tidy_css "$gov/govuk-frontend.min.css" > "$out/govuk-frontend.css"
tidy_css "$moj/moj-frontend.min.css" > "$out/moj-frontend.css"
sed -e 's#//\# sourceMappingURL=.*##' "$gov/govuk-frontend.min.js" > "$out/govuk-frontend.js"
for file in accord.css accord.js accord-early.js accord-mark.svg; do
  cp "$web/$file" "$out/"
done

# Each image that a style sheet asks for, and no other.
grep -ohE 'url\([^)]*\)' "$out"/*.css | sed -e 's/^url(//' -e 's/)$//' | sort -u | while read -r url; do
  case $url in
    data:*) ;;
    images/icon-*.svg) cp "$moj/assets/$url" "$out/images/" ;;
    *) fail "a style sheet asks for $url, which is not an icon" ;;
  esac
done

# Refuses to leave behind what must not leave gov.uk, or what the browser would have to ask others for.
if grep -noE 'GDS Transport|@font-face|url\([^)]*(crest|crown|logotype)|/assets/|@import|sourceMappingURL' \
     "$out"/*.css; then
  fail "a typeface, an emblem or a path of gov.uk is still in a style sheet"
fi
if grep -lE 'sourceMappingURL|innerHTML|eval\(' "$out"/*.js; then
  fail "a script does what the Content-Security-Policy refuses"
fi
if grep -rlE '(url\(|src=|href=|from *)["'"'"']?(https?:)?//' "$out"; then
  fail "a file asks another host for something"
fi
chmod -R u=rwX,go=rX "$out"

# What did not change keeps its time, so nothing is built again for it.
if diff -rq "$out" "$1" >/dev/null 2>&1; then
  rm -rf "$out"
else
  rm -rf "$1"
  mv "$out" "$1"
fi
