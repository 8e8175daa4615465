import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { libraryFolders, libraryPath } from '@/lab/debian/library-path'
import { locateBinary } from '@/lab/debian/locate-binary'

export interface UfwFolder {
  /** Gets ufw's settings, rules and locks: the machine's own are never touched. */
  readonly folder: string
  /** Where Debian's packages `ufw`, `iptables` and `procps` were extracted. */
  readonly root: string
  /** `takes-all` stands for the kernel's side: it takes every rule, and what ufw prints is from its own files. */
  readonly iptables: 'kernel' | 'takes-all'
}

/**
 * How ufw is called: the words that come before its arguments, and what they need in their environment. With
 * `TESTSTATE` set its lock is in the folder too.
 */
export interface UfwCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const TAKES_ALL = `#!/bin/sh
if [ "$1" = -V ]; then echo 'iptables v1.8.9 (nf_tables)'; fi
`

/** Its folders are constants of a module; they are set before its program runs, unchanged. */
const LAUNCHER = `import runpy, sys
root, own = sys.argv[1:3]
sys.path.insert(0, root + '/usr/lib/python3/dist-packages')
import ufw.common, ufw.util
ufw.common.state_dir = own + '/lib/ufw'
ufw.common.share_dir = ufw.common.trans_dir = root + '/usr/share/ufw'
ufw.common.config_dir = own + '/etc'
ufw.common.prefix_dir = root + '/usr'
ufw.common.iptables_dir = own + '/sbin'
ufw.common.do_checks = False
ufw.util.warn = lambda _: None
sys.argv = ['ufw'] + sys.argv[3:]
runpy.run_path(root + '/usr/sbin/ufw', run_name='__main__')
`

const ruleFiles = ['user', 'user6', 'before', 'before6', 'after', 'after6'].map((name) => `${name}.rules`)
const iptablesNames = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-restore`, `${name}-save`])

/** Debian's ufw on rules of its own in a folder, as the package brings them: none of a user's. */
export async function layOutUfw(ufw: UfwFolder): Promise<UfwCommand> {
  const { folder, root } = ufw
  await rm(join(folder, 'etc'), { recursive: true, force: true })
  for (const part of ['etc/ufw', 'etc/default', 'lib/ufw', 'sbin']) {
    await mkdir(join(folder, part), { recursive: true })
  }
  for (const file of ['ufw.conf', ...ruleFiles]) {
    await cp(join(root, 'usr/share/ufw', file), join(folder, 'etc/ufw', file), { dereference: true })
  }
  const profiles = 'etc/ufw/applications.d'
  await cp(join(root, profiles), join(folder, profiles), { recursive: true, dereference: true })
  await writeFile(join(folder, 'ufw.py'), LAUNCHER)
  if (ufw.iptables === 'kernel') await throughKernel(ufw)
  else await takeAll(ufw)
  const python = pythonOf(root)
  return {
    file: python,
    args: [join(folder, 'ufw.py'), root, folder],
    env: {
      PATH: searchPath(root),
      TESTSTATE: folder,
      ...librariesOf(root),
      ...(python.startsWith(root) ? { PYTHONHOME: join(root, 'usr') } : {}),
    },
  }
}

/** The machine's own where it has one: ufw needs nothing but the standard library. */
export function pythonOf(root: string): string {
  const own = join(root, 'usr/bin/python3')
  return existsSync(own)
    ? own
    : existsSync('/usr/bin/python3')
      ? '/usr/bin/python3'
      : locateBinary('python3', root)
}

/** ufw calls `sysctl`, which a login of a server may not find. */
function searchPath(root: string): string {
  const folders = ['usr/sbin', 'usr/bin', 'sbin', 'bin']
  return [...folders.map((folder) => join(root, folder)), ...folders.map((folder) => `/${folder}`)].join(':')
}

function librariesOf(root: string): Readonly<Record<string, string>> {
  const folders = libraryFolders().map((folder) => join(root, folder, 'xtables'))
  const extensions = folders.find((folder) => existsSync(folder))
  return { LD_LIBRARY_PATH: libraryPath(root), ...(extensions ? { XTABLES_LIBDIR: extensions } : {}) }
}

/**
 * ufw's start script is told its folders as its tests do, and finds the extracted iptables first. What it sets by
 * sysctl it would read from the machine's settings, so it sets nothing.
 */
async function throughKernel({ folder, root }: UfwFolder): Promise<void> {
  const program = join(root, 'usr/sbin/xtables-nft-multi')
  for (const name of iptablesNames)
    await link(existsSync(program) ? program : `/usr/sbin/${name}`, folder, name)
  const settings = await readFile(join(root, 'etc/default/ufw'), 'utf8')
  await writeFile(join(folder, 'etc/default/ufw'), settings.replace(/^IPT_SYSCTL=.*$/m, 'IPT_SYSCTL='))
  const functions = await readFile(join(root, 'lib/ufw/ufw-init-functions'), 'utf8')
  const path = `PATH="${join(folder, 'sbin')}:${searchPath(root)}"`
  await writeFile(join(folder, 'lib/ufw/ufw-init-functions'), functions.replace(/^PATH=.*$/m, path))
  const init = join(root, 'lib/ufw/ufw-init')
  await writeScript(
    join(folder, 'lib/ufw/ufw-init'),
    `#!/bin/sh\nexec sh '${init}' --rootdir '${folder}' --datadir '${folder}' "$@"\n`,
  )
}

async function takeAll({ folder, root }: UfwFolder): Promise<void> {
  await cp(join(root, 'etc/default/ufw'), join(folder, 'etc/default/ufw'))
  for (const script of ['sbin/takes-all', 'lib/ufw/ufw-init']) {
    await writeScript(join(folder, script), TAKES_ALL)
  }
  for (const name of iptablesNames) await link('takes-all', folder, name)
}

async function link(target: string, folder: string, name: string): Promise<void> {
  const path = join(folder, 'sbin', name)
  await rm(path, { force: true })
  await symlink(target, path)
}

async function writeScript(path: string, text: string): Promise<void> {
  await writeFile(path, text)
  await chmod(path, 0o755)
}
