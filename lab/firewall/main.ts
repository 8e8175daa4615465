import { execFile } from 'node:child_process'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { layOutUfw } from './ufw-folder'

/**
 * The firewall's host, in a network namespace of its own: Debian's ufw puts the specified rules into the kernel,
 * and this process keeps the namespace. Others enter it by the pid in `namespace`. With `try` it ends when the kernel
 * has taken the rules, and nobody is told.
 */
const [folder, root, mode] = process.argv.slice(2)
if (folder === undefined || root === undefined) throw new Error('usage: main.ts FOLDER ROOT [try]')

const RULES = [
  ['default', 'deny', 'incoming'],
  ['allow', '443/tcp'],
  ['allow', '22/tcp'],
  ['--force', 'enable'],
] as const
const RULE_DEADLINE_MS = 30_000

const ufw = await layOutUfw({ folder: join(folder, 'ufw'), root, iptables: 'kernel' })
const env = { ...process.env, ...ufw.env }
for (const rule of RULES) {
  await promisify(execFile)(ufw.file, [...ufw.args, ...rule], { env, timeout: RULE_DEADLINE_MS })
}
if (mode === 'try') process.exit(0)
const words = [...ufw.args, 'status', 'verbose'].map((word) => `'${word}'`).join(' ')
const home = Object.entries(ufw.env).map(([name, value]) => `${name}='${value}'`)
await writeFile(
  join(folder, 'status.sh'),
  `#!/bin/sh\nexec env LC_ALL=C ${home.join(' ')} '${ufw.file}' ${words}\n`,
)
await writeFile(join(folder, 'namespace.draft'), `${process.pid}\n`)
await rename(join(folder, 'namespace.draft'), join(folder, 'namespace'))
console.log('the rules are in the kernel')
setInterval(() => undefined, 2 ** 30)
