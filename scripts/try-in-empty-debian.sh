#!/usr/bin/env bash
# Tries the project in an empty Debian, as a person would meet it on a new machine. Needs root and debootstrap.
#
#   scripts/try-in-empty-debian.sh [--as root|user] [--dir DIR] [--again] run|test|COMMAND…
#
#   run        ./run, until its page answers; then it is stopped as Ctrl-C would
#   test       ./test
#   COMMAND…   anything else, in the copied project
#   --as user  by an ordinary user with sudo (root otherwise)
#   --dir DIR  where the roots are kept (a folder of the temporary directory)
#   --ccache   with this machine's compiler cache: to see whether it builds, not how long that takes
#   --again    in the root of the last try: nothing is downloaded, what was built is still there
#
# The root gets this machine's package sources, name resolution, certificates and npm settings, a copy of
# the files that git knows or would add, and nothing else. Mounts and processes go when it ends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

as=root
dir=${TMPDIR:-/tmp}/accord-empty-debian
again=no
cache=
suite=bookworm
while [ $# -gt 0 ]; do
  case $1 in
    --as) as=$2 && shift 2 ;;
    --dir) dir=$2 && shift 2 ;;
    --again) again=yes && shift ;;
    --ccache) cache=$(ccache --get-config cache_dir) && shift ;;
    *) break ;;
  esac
done
fail() { printf 'try-in-empty-debian: %s\n' "$@" >&2 && exit 2; }
[ $# -gt 0 ] || { sed -n '2,17p' "$0" >&2; exit 2; }
[[ $as = root || $as = user ]] || fail "--as takes root or user, not '$as'"
[ "$(id -u)" -eq 0 ] || fail "this makes a root of its own and needs root: sudo $0 $*"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"

sources=(/etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list)
mirror=${ACCORD_MIRROR:-$(sed -nE 's/^URIs: *//p; s/^deb +(\[[^]]*\] *)?(http[^ ]+).*/\2/p' "${sources[@]}" 2>/dev/null | head -n 1 || true)}
[ -n "$mirror" ] || fail "no mirror is named in the package sources; give one as ACCORD_MIRROR"

base=$dir/base
root=$dir/$as
mkdir -p "$dir"
if [ ! -e "$base/.complete" ]; then
  echo "== an empty Debian $suite (debootstrap)"
  rm -rf "$base"
  debootstrap --variant=minbase "$suite" "$base" "$mirror" >"$dir/debootstrap.log" 2>&1 ||
    fail "debootstrap failed; see $dir/debootstrap.log"
  touch "$base/.complete"
fi

if [ $again = no ] || [ ! -e "$root" ]; then
  rm -rf "$root"
  cp -a "$base" "$root"
  # How this machine reaches its packages: sources, settings of downloads, names, certificates, npm.
  rm -f "$root/etc/apt/sources.list"
  for file in "${sources[@]}"; do [ ! -e "$file" ] || cp "$file" "$root$file"; done
  grep -lsE 'Acquire|Proxy' /etc/apt/apt.conf.d/* | grep -v docker | xargs -r cp -t "$root/etc/apt/apt.conf.d"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  for file in /usr/etc/npmrc /etc/npmrc; do [ ! -e $file ] || install -D -m 644 $file "$root$file"; done
  if [ $as = user ]; then
    echo "== an ordinary user with sudo"
    chroot "$root" sh -c "apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends sudo >/dev/null 2>&1 &&
      useradd --create-home --shell /bin/bash worker && echo 'worker ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/worker" ||
      fail "the user could not be made"
  fi
fi

home=/home/worker owner=worker
[ $as = user ] || { home=/root owner=root; }
[ ! -e ~/.npmrc ] || cp ~/.npmrc "$root$home/.npmrc"
mkdir -p "$root$home/accord"
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -cf - -T - | tar -xf - -C "$root$home/accord"
chroot "$root" chown -R $owner: "$home"

case $1 in
  test) command=./test ;;
  run)
    # Polls as a browser would, shows what came, then stops the service; its status is the answer's.
    command='./run & job=$!
      for _ in $(seq 1800); do
        kill -0 $job 2>/dev/null || { wait $job; exit 1; }
        if answer=$(exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\n\r\n" >&3 && cat <&3); then
          sleep 2; echo; echo "the page answers: $(head -n 1 <<<"$answer")"; kill -TERM $job; wait $job
          grep -qE "^HTTP/1.1 (200|30[0-9])" <<<"$answer"; exit
        fi
        sleep 1
      done 2>/dev/null; exit 1' ;;
  *) command="$*" ;;
esac

echo "== $* as $as in $root"
began=$SECONDS
status=0
# Of the surroundings only what reaching the network may need goes in.
settings=(HOME=$home USER=$owner LANG=C.UTF-8 TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
while IFS= read -r -d '' setting; do
  [[ $setting =~ ^(https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|NODE_EXTRA_CA_CERTS|npm_config_[a-z_]+)= ]] && settings+=("$setting")
done < <(env -0)
if [ -n "$cache" ]; then
  mkdir -p "$root$home/.cache/ccache"
  settings+=(CCACHE_BASEDIR=$home CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros,include_file_mtime,include_file_ctime)
  [ $as = root ] || settings+=(CCACHE_READONLY=1 CCACHE_TEMPDIR=/tmp/ccache)  # the cache is root's
fi
# In a process namespace of its own: whatever was started in there ends with it, also when this is stopped.
unshare --mount --pid --fork --kill-child bash -c '
  set -e
  root=$1 owner=$2 home=$3 command=$4 cache=$5
  shift 5
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --rbind /sys "$root/sys"
  mkdir -p "$root/dev/shm"
  [ -z "$cache" ] || mount --bind "$cache" "$root$home/.cache/ccache"
  exec chroot --userspec="$owner" "$root" env -i "$@" bash -c "cd \"$home/accord\" && $command"
' bash "$root" "$owner" "$home" "$command" "$cache" "${settings[@]}" &
inside=$!
# The first process in there: as another user it no longer hears that its parent ended.
trap 'pkill -KILL -P $inside 2>/dev/null || true; kill -KILL $inside 2>/dev/null || true' EXIT
wait $inside || status=$?
echo "== ended with status $status after $((SECONDS - began)) s"
exit $status
