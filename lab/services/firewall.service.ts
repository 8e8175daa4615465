import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { ownProgram } from '@/lab/own-program'
import { runTool } from '@/lab/run-tool'
import { defineService, type LabCommand, type LabService } from '@/lab/service'
import { sshService } from '@/lab/ssh/ssh-node'
import { UnavailableError } from '@/lab/unavailable-error'

const NODE = 'firewall'
const ADDRESS = '127.10.1.1'
/** What only runs beside it: the host of the rules, in a network namespace of its own. */
const RULES = `${NODE}-rules`
const NEW_NAMESPACE = ['--user', '--map-root-user', '--net', '--']
const TRY_MS = 30_000

/** What `ufw status verbose` prints for the specified rules: 443 and 22, everything else denied. */
const STATUS = [
  'Status: active',
  'Logging: on (low)',
  'Default: deny (incoming), allow (outgoing), disabled (routed)',
  'New profiles: skip',
  '',
  'To                         Action      From',
  '--                         ------      ----',
  '443/tcp                    ALLOW IN    Anywhere                  ',
  '22/tcp                     ALLOW IN    Anywhere                  ',
  '443/tcp (v6)               ALLOW IN    Anywhere (v6)             ',
  '22/tcp (v6)                ALLOW IN    Anywhere (v6)             ',
  '',
  '',
].join('\n')

/** Debian's ufw with its rules in the kernel of a namespace, for the machine's own firewall is not the lab's to change. */
const rulesService = defineService({
  node: RULES,
  host: NODE,
  address: ADDRESS,
  ports: [],
  packages: ['ufw', 'iptables', 'procps'],
  prepare: async (lab) => {
    await rm(namespaceFile(lab), { force: true })
    await lab.makeFolder(RULES)
    if (lab.isRoot && keeper(lab).user === 'self') {
      throw new UnavailableError(
        'the servers’ account can not enter this project, so not the namespace either',
      )
    }
    await runTool(lab, { node: RULES, ...keeper(lab, 'try'), timeoutMs: TRY_MS }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      throw new UnavailableError(`ufw can fill no kernel of a namespace here: ${reason}`, { cause: error })
    })
  },
  command: (lab) => keeper(lab),
  isReady: (lab, signal) => untilAnswers(() => access(namespaceFile(lab)), signal),
})

/** The host firewall over SSH: ufw asked in its namespace, or a file in ufw's words where there can be none. */
const sshdService = sshService({
  node: NODE,
  address: ADDRESS,
  script: (lab) => `#!/bin/sh
if [ "$SSH_ORIGINAL_COMMAND" != 'ufw status verbose' ]; then
  echo "not allowed: $SSH_ORIGINAL_COMMAND" >&2
  exit 126
fi
[ -f '${namespaceFile(lab)}' ] || exec cat "$HOME/ufw-status"
read -r keeper < '${namespaceFile(lab)}'
exec nsenter --preserve-credentials --user --net --target "$keeper" sh '${join(lab.folderOf(RULES), 'status.sh')}'
`,
  files: { 'ufw-status': STATUS },
})

export const firewallServices: readonly LabService[] = [rulesService, sshdService]

function keeper(lab: Lab, ...mode: readonly 'try'[]): LabCommand {
  const program = ownProgram(lab, {
    path: 'lab/firewall/main.ts',
    args: [lab.folderOf(RULES), lab.debianRoot, ...mode],
  })
  return { ...program, file: lab.binary('unshare'), args: [...NEW_NAMESPACE, program.file, ...program.args] }
}

function namespaceFile(lab: Lab): string {
  return join(lab.folderOf(RULES), 'namespace')
}
