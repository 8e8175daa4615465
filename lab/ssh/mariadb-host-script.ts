import type { Lab } from '@/lab/lab'
import { askInitScript } from '@/lab/supervisor/host-init'

/**
 * What a database host does when it is asked over SSH. A server that stands still ignores a polite end, so it is
 * killed; `stopped` is printed only once no process of it is left.
 */
export function mariadbHostScript(lab: Lab, node: string): string {
  const folder = lab.folderOf(node)
  return `#!/bin/sh
folder='${folder}'
servers() {
  for file in $(grep -alF -- "--defaults-file=$folder/my.cnf" /proc/[0-9]*/cmdline 2>/dev/null); do
    process=\${file%/cmdline}
    [ "$(cat "$process/comm" 2>/dev/null)" = mariadbd ] && echo "\${process#/proc/}"
  done
}
await_end() {
  tries=0
  while [ -n "$(servers)" ] && [ $tries -lt "$1" ]; do sleep 0.05; tries=$((tries + 1)); done
}
stop_server() {
  for server in $(servers); do
    case "$(cat /proc/$server/stat 2>/dev/null)" in
      *') T '*) kill -KILL "$server" ;;
      *) kill -TERM "$server" ;;
    esac
  done
  await_end 40
  for server in $(servers); do kill -KILL "$server"; done
  await_end 40
}
state() { if [ -n "$(servers)" ]; then echo running; else echo stopped; fi; }
refuse() { echo "not allowed: $SSH_ORIGINAL_COMMAND" >&2; exit 126; }
set -f
set -- $SSH_ORIGINAL_COMMAND
set +f
case "$1:$#" in
  mariadb-state:1) state ;;
  mariadb-stop:1) stop_server; state ;;
  mariadb-start:1)
    ${askInitScript(folder, 'primary')} ;;
  mariadb-start-replica:1)
    ${askInitScript(folder, 'replica')} ;;
  mariadb-configuration:1) grep -E '^(read_only|log_bin|gtid_strict_mode|sync_binlog)' "$folder/my.cnf" ;;
  mariadb-written-after:2)
    case "$2" in *[!0-9,-]*) refuse ;; esac
    export LD_LIBRARY_PATH='${lab.libraryEnv.LD_LIBRARY_PATH ?? ''}'
    '${lab.binary('mariadb-binlog')}' --no-defaults --base64-output=decode-rows --verbose \
      --start-position="$2" "$folder"/data/binlog.[0-9]* 2>"$folder/written-after.log" |
      grep -E '[[:space:]]GTID [0-9]+-|^### ' | head -n 2000
    # A log that ends at the position has nothing after it.
    grep -v -i -e warning -e 'never reached expected GTID state' "$folder/written-after.log" >&2 || true ;;
  *) refuse ;;
esac
`
}
