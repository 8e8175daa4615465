import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { locateBinary } from '@/lab/debian/locate-binary'
import { openLab } from '@/lab/lab'
import { runTool } from '@/lab/run-tool'
import { readLabState } from '@/lab/supervisor/state-file'
import { debianToolsRoot, ensureDebianTools } from '@/lib/testing/debian-tools'
import { ensureLab } from '@/lib/testing/lab'
import { pythonOf } from './ufw-folder'

const lab = openLab(() => undefined)
const RULES = 'firewall-rules'

beforeAll(async () => {
  await ensureLab()
  await ensureDebianTools()
})

/** Somebody outside: a second namespace on a cable of its own, who tries three ports behind which somebody listens. */
const FROM_OUTSIDE = `
import os, socket, subprocess, sys
ip, python = sys.argv[1:3]
ports = (22, 443, 3306)
outside = subprocess.Popen(['unshare', '--net', 'sleep', '60'])
there = ['nsenter', '--net', '--target', str(outside.pid)]
def run(*words): return subprocess.run(words, check=True, capture_output=True, text=True).stdout
try:
    while os.readlink(f'/proc/{outside.pid}/ns/net') == os.readlink('/proc/self/ns/net'): pass
    run(ip, 'link', 'add', 'host0', 'type', 'veth', 'peer', 'name', 'out0', 'netns', str(outside.pid))
    run(ip, 'address', 'add', '192.0.2.1/24', 'dev', 'host0')
    run(ip, 'link', 'set', 'host0', 'up')
    run(*there, ip, 'address', 'add', '192.0.2.2/24', 'dev', 'out0')
    run(*there, ip, 'link', 'set', 'out0', 'up')
    held = [socket.create_server(('192.0.2.1', port)) for port in ports]
    print(run(*there, python, '-c', """
import socket
for port in (22, 443, 3306):
    try:
        socket.create_connection(("192.0.2.1", port), timeout=3).close()
        print(port, "open")
    except TimeoutError:
        print(port, "filtered")
"""))
finally:
    outside.kill()
`

/** What this machine gives is found out by the lab, which says why not. */
const reasonAgainst = async () =>
  (await readLabState(lab.folder)).unavailable.find(({ node }) => node === RULES)?.reason

it('lets in what ufw says and nobody else, or the lab says why the kernel holds none of its rules', async () => {
  const against = await reasonAgainst()
  if (against !== undefined) {
    expect(against).toMatch(/^(ufw can fill no kernel|the servers’ account can not enter)/)
    return
  }
  const keeper = readFileSync(join(lab.folderOf(RULES), 'namespace'), 'utf8').trim()
  const entered = ['--preserve-credentials', '--user', '--net', '--target', keeper]
  const python = pythonOf(lab.debianRoot)
  const asked = [python, '-c', FROM_OUTSIDE, locateBinary('ip', debianToolsRoot()), python]
  const run = { node: RULES, file: lab.binary('nsenter'), args: [...entered, ...asked], timeoutMs: 50_000 }
  const seen = await runTool(lab, run)
  expect(seen.trim().split('\n')).toEqual(['22 open', '443 open', '3306 filtered'])
})
