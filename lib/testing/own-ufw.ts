import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { locateBinary } from '@/lab/debian/locate-binary'
import { debianToolsRoot, ensureDebianTools, runProgram, type ToolRun } from './debian-tools'

/** Debian's ufw on rules of its own in a folder: the machine's firewall and settings are never touched. */
export type RunUfw = (...args: readonly string[]) => Promise<ToolRun>

/** Stands for the kernel's side, as in ufw's own tests: it takes every rule. What ufw prints is from its own rules. */
const TAKES_ALL = `#!/bin/sh
if [ "$1" = -V ]; then echo 'iptables v1.8.9 (nf_tables)'; fi
`

/** Its folders are constants of a module; they are set before its program runs, unchanged. */
const LAUNCHER = `import runpy, sys
root, own = sys.argv[1:3]
sys.path.insert(0, root + '/usr/lib/python3/dist-packages')
import ufw.common
ufw.common.state_dir = own + '/lib/ufw'
ufw.common.share_dir = ufw.common.trans_dir = root + '/usr/share/ufw'
ufw.common.config_dir = own + '/etc'
ufw.common.prefix_dir = root + '/usr'
ufw.common.iptables_dir = own + '/sbin'
ufw.common.do_checks = False
sys.argv = ['ufw'] + sys.argv[3:]
runpy.run_path(root + '/usr/sbin/ufw', run_name='__main__')
`

const ruleFiles = ['user', 'user6', 'before', 'before6', 'after', 'after6'].map((name) => `${name}.rules`)

export async function ensureOwnUfw(folder: string): Promise<RunUfw> {
  await ensureDebianTools()
  const root = debianToolsRoot()
  await layOut(folder, root)
  const launcher = join(folder, 'ufw.py')
  await writeFile(launcher, LAUNCHER)
  const python = locateBinary('python3', root)
  const home = python.startsWith(root) ? { PYTHONHOME: join(root, 'usr') } : {}
  const env = { ...process.env, ...home, LANG: 'C', LC_ALL: 'C', LANGUAGE: 'C' }
  return (...args) => runProgram(python, [launcher, root, folder, ...args], env)
}

async function layOut(folder: string, root: string): Promise<void> {
  for (const part of ['etc/ufw', 'etc/default', 'lib/ufw', 'sbin']) {
    await mkdir(join(folder, part), { recursive: true })
  }
  for (const file of ['ufw.conf', ...ruleFiles]) {
    await cp(join(root, 'usr/share/ufw', file), join(folder, 'etc/ufw', file))
  }
  await cp(join(root, 'etc/ufw/applications.d'), join(folder, 'etc/ufw/applications.d'), { recursive: true })
  await cp(join(root, 'etc/default/ufw'), join(folder, 'etc/default/ufw'))
  for (const program of ['sbin/iptables', 'lib/ufw/ufw-init']) {
    await writeFile(join(folder, program), TAKES_ALL)
    await chmod(join(folder, program), 0o755)
  }
  for (const name of ['ip6tables', 'iptables-restore', 'ip6tables-restore']) {
    await symlink('iptables', join(folder, 'sbin', name))
  }
}
