import { sshService } from '@/lab/ssh/ssh-node'

const ALLOWED = 'allowed-commands'

/** Runs a command of the list by its exact name, and nothing else. */
const SCRIPT = `#!/bin/sh
tab=$(printf '\\t')
while IFS="$tab" read -r name command; do
  [ -n "$name" ] && [ "$name" = "$SSH_ORIGINAL_COMMAND" ] && exec /bin/sh -c "$command"
done < "$HOME/${ALLOWED}"
echo "not allowed: $SSH_ORIGINAL_COMMAND" >&2
exit 126
`

/** One command a line: the name that a login may ask for, a tab, what is run. */
const COMMANDS = [
  ['uptime', 'cat /proc/uptime'],
  ['load', 'cat /proc/loadavg'],
  ['date', 'date -u +%Y-%m-%dT%H:%M:%SZ'],
  ['disk', 'df -P /'],
] as const

export const bastionService = sshService({
  node: 'bastion',
  address: '127.10.4.10',
  script: SCRIPT,
  files: { [ALLOWED]: COMMANDS.map((line) => `${line.join('\t')}\n`).join('') },
})
