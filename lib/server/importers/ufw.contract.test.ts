import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { ensureOwnUfw, type RunUfw } from '@/lib/testing/own-ufw'
import { ufwImporter } from './ufw.importer'

const folder = mkdtempSync(join(tmpdir(), 'ufw-'))
let ufw: RunUfw
let server: Server

/** Rules as people write them, in the order in which they are added. */
const written = [
  'default deny incoming',
  'limit 22/tcp',
  'allow from 10.0.0.0/8 to any port 3306 proto tcp comment database',
  'deny out 25',
  'allow in on eth0 to any port 80,443 proto tcp',
  'route allow in on eth0 out on eth1',
  'reject from 203.0.113.0/24',
  'allow log 8080',
  'allow 6000:6007/udp',
  'allow WWW Full',
  'allow proto tcp from 2001:db8::/32 port 1024 to 2001:db8::1 port 25',
]

beforeAll(async () => {
  ufw = await ensureOwnUfw(folder)
  await said('--force enable')
  for (const rule of written) await said(rule)
  server = createServer().listen(0, '0.0.0.0')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** What ufw prints. A profile's name with a blank is one word of the command line. */
async function said(command: string): Promise<string> {
  const words = command.split(' ')
  const args = command.endsWith('WWW Full') ? ['allow', 'WWW Full'] : words
  const { code, output, errors } = await ufw(...args)
  if (code !== 0) throw new Error(`ufw ${command}: ${errors}${output}`)
  return output
}

function factsIn(text: string) {
  const { effect, notUnderstood } = ufwImporter.read(text, { node: 'web-1', file: 'ufw.txt', zone: null })
  expect(notUnderstood).toEqual([])
  if (effect?.type !== 'facts') throw new Error('no facts')
  return effect.facts
}

function firewallIn(text: string): FactOf<'firewall'> {
  const [fact] = factsIn(text)
  if (fact?.kind !== 'firewall') throw new Error('no firewall')
  return fact
}

describe('what ufw prints of its status', () => {
  it.each(['status', 'status verbose', 'status numbered'])(
    'is understood to the last line: %s',
    async (form) => {
      const { isActive, rules } = firewallIn(await said(form))
      expect(isActive).toBe(true)
      const found = rules.filter(({ isIpv6 }) => !isIpv6)
      expect(found).toHaveLength(written.length - 2)
      const of = (port: string) => found.find(({ ports }) => ports === port)
      expect(of('22')).toMatchObject({ action: 'limit', transport: 'tcp', from: 'anywhere' })
      expect(of('3306')).toMatchObject({ action: 'allow', from: '10.0.0.0/8', comment: 'database' })
      expect(of('25')).toMatchObject({ action: 'deny', direction: 'out' })
      expect(of('80,443')).toMatchObject({ action: 'allow', direction: 'in' })
      expect(of('6000:6007')).toMatchObject({ transport: 'udp' })
      expect(found.find(({ action }) => action === 'reject')).toMatchObject({
        from: '203.0.113.0/24',
        ports: null,
      })
      expect(found.find(({ direction }) => direction === 'forward')).toMatchObject({ action: 'allow' })
    },
  )

  it('tells what happens to what no rule names', async () => {
    expect(firewallIn(await said('status verbose'))).toMatchObject({
      defaultIncoming: 'deny',
      defaultOutgoing: 'allow',
      defaultRouted: 'disabled',
      logging: 'on (low)',
    })
  })
})

it('the sockets that ufw shows listening are those that listen to others than the host itself', async () => {
  const { port } = server.address() as AddressInfo
  const sockets = factsIn(await said('show listening'))
  expect(sockets).toContainEqual(
    expect.objectContaining({ kind: 'socket', transport: 'tcp', localAddress: '0.0.0.0', port }),
  )
})
