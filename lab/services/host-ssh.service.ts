import { environmentFile, type PhpHost } from '@/lab/app/deploy'
import { ADDRESS } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { MARIADB_HOSTS } from '@/lab/mariadb/hosts'
import type { LabService } from '@/lab/service'
import { appHostScript } from '@/lab/ssh/app-host-script'
import { mariadbHostScript } from '@/lab/ssh/mariadb-host-script'
import { sshService } from '@/lab/ssh/ssh-node'

const PHP_HOSTS: readonly PhpHost[] = ['php-1', 'php-2', 'backup-php', 'worker-1', 'worker-2']

/** The sshd of each host on which a runbook acts. A login gets one of the host's few commands, and no shell. */
export const hostSshServices: readonly LabService[] = [
  ...MARIADB_HOSTS.map(({ node, address }) => hostSsh(node, address, (lab) => mariadbHostScript(lab, node))),
  ...PHP_HOSTS.map((node) =>
    hostSsh(node, ADDRESS[node], (lab) => appHostScript(environmentFile(lab, node))),
  ),
]

function hostSsh(host: string, address: string, script: (lab: Lab) => string): LabService {
  return sshService({ node: `${host}-sshd`, host, address, key: 'operator', script })
}
