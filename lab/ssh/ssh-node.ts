import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { untilPortOpens } from '@/lab/answers'
import { libraryFolders } from '@/lab/debian/library-path'
import { MissingBinaryError } from '@/lab/debian/locate-binary'
import type { Lab } from '@/lab/lab'
import { defineService, type LabService } from '@/lab/service'
import { ensureClientKey, ensureHostKey, fingerprintOf } from '@/lab/ssh/keys'
import { writeOwnedFile } from '@/lab/tls/owned-file'
import { UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

/** Who logs in. The account exists in the server's own view only, not on the machine. */
export const SSH_USER = 'ops'

const WRAPPER_LIBRARY = 'libnss_wrapper.so'

export interface SshNode {
  readonly node: string
  /** The node on whose host it runs, where it is no node itself. */
  readonly host?: string
  /** Name of the key that may log in. */
  readonly key?: 'probe' | 'operator'
  readonly address: string
  /** What a login runs, whatever it asked for: a shell script that finds the request in SSH_ORIGINAL_COMMAND. */
  readonly script: string | ((lab: Lab) => string)
  /** Other files of the node's folder, by name. */
  readonly files?: Readonly<Record<string, string>>
}

/** A real sshd: keys only, one account, no forwarding, no terminal, one script. */
export function sshService({ node, host, key = 'probe', address, script, files = {} }: SshNode): LabService {
  return defineService({
    node,
    ...(host === undefined ? {} : { host }),
    address,
    ports: [22],
    packages: ['openssh-server', 'libnss-wrapper'],
    prepare: async (lab) => {
      const folder = await lab.makeFolder(node)
      const hostKey = await ensureHostKey(join(folder, 'host_ed25519'), node)
      const client = await ensureClientKey(join(lab.folder, 'ssh', key), key)
      await writeOwnedFile(
        join(lab.folder, 'ssh', `${node}.fingerprint`),
        `${fingerprintOf(hostKey.publicKey)}\n`,
      )
      await writeOwnedFile(join(folder, 'authorized_keys'), client.publicKey)
      const forced = typeof script === 'string' ? script : script(lab)
      await writeOwnedFile(join(folder, 'forced-command'), forced, 0o755)
      for (const [name, content] of Object.entries(files)) await writeOwnedFile(join(folder, name), content)
      await writeAccounts(lab, folder)
      await writeOwnedFile(join(folder, 'sshd_config'), configOf(folder, address, lab.port(22)))
      await wrapperLibrary(lab)
    },
    command: (lab) => ({
      file: lab.binary('sshd'),
      args: ['-D', '-e', '-f', join(lab.folderOf(node), 'sshd_config')],
      env: {
        ...lab.libraryEnv,
        LD_PRELOAD: WRAPPER_LIBRARY,
        NSS_WRAPPER_PASSWD: join(lab.folderOf(node), 'passwd'),
        NSS_WRAPPER_GROUP: join(lab.folderOf(node), 'group'),
      },
    }),
    isReady: (lab, signal) => untilPortOpens(address, lab.port(22), signal),
  })
}

/**
 * The account that the server runs as may have no shell, so the server is shown accounts of its own by
 * nss_wrapper. Its home is the node's folder, past which sshd does not look at who owns what.
 */
async function writeAccounts(lab: Lab, folder: string): Promise<void> {
  const userId = lab.isRoot ? UNPRIVILEGED_ID : (process.getuid?.() ?? UNPRIVILEGED_ID)
  const groupId = lab.isRoot ? UNPRIVILEGED_ID : (process.getgid?.() ?? UNPRIVILEGED_ID)
  await writeOwnedFile(
    join(folder, 'passwd'),
    `${SSH_USER}:x:${userId}:${groupId}:${SSH_USER}:${folder}:/bin/sh\n`,
  )
  await writeOwnedFile(join(folder, 'group'), `${SSH_USER}:x:${groupId}:\n`)
}

/** Throws where it is not to be had: without it nobody could log in. */
async function wrapperLibrary(lab: Lab): Promise<void> {
  const folders = libraryFolders().flatMap((folder) => [join(lab.debianRoot, folder), join('/', folder)])
  for (const folder of folders) {
    const isThere = await access(join(folder, WRAPPER_LIBRARY)).then(
      () => true,
      () => false,
    )
    if (isThere) return
  }
  throw new MissingBinaryError(WRAPPER_LIBRARY)
}

function configOf(folder: string, address: string, port: number): string {
  return `Port ${port}
ListenAddress ${address}
HostKey ${join(folder, 'host_ed25519')}
PidFile none
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
AuthenticationMethods publickey
AuthorizedKeysFile ${join(folder, 'authorized_keys')}
AllowUsers ${SSH_USER}
DisableForwarding yes
PermitTTY no
PermitUserRC no
PrintMotd no
ForceCommand ${join(folder, 'forced-command')}
MaxStartups 64
LoginGraceTime 20
LogLevel VERBOSE
`
}
