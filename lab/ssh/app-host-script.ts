/**
 * What a host of the application does when it is asked over SSH: tells or changes where its database is. The
 * file is replaced whole, so that no request ever reads half of it. `detach` points at a port where nothing is.
 */
export function appHostScript(environmentFile: string): string {
  return `#!/bin/sh
file='${environmentFile}'
read_back() {
  host=$(sed -n "s/.*'DB_HOST' => '\\([^']*\\)'.*/\\1/p" "$file")
  port=$(sed -n "s/.*'DB_PORT' => \\([0-9]*\\).*/\\1/p" "$file")
  echo "$host:$port"
}
point_at() {
  draft="$file.$$.draft"
  (umask 077; sed -e "s/'DB_HOST' => '[^']*'/'DB_HOST' => '$1'/" -e "s/'DB_PORT' => [0-9]*/'DB_PORT' => $2/" "$file" > "$draft") || exit 1
  mv -f "$draft" "$file" && read_back
}
refuse() { echo "not allowed: $SSH_ORIGINAL_COMMAND" >&2; exit 126; }
set -f
set -- $SSH_ORIGINAL_COMMAND
case "$1:$#" in
  app-read-database:1) read_back ;;
  app-detach-database:1) point_at 127.0.0.1 1 ;;
  app-set-database:3)
    case "$2$3" in *[!A-Za-z0-9.-]*) refuse ;; esac
    case "$3" in *[!0-9]*) refuse ;; esac
    point_at "$2" "$3" ;;
  *) refuse ;;
esac
`
}
