import { X509Certificate } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkServerIdentity, connect, createServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureTls } from '@/lab/tls/ensure-tls'
import { variantPath } from '@/lab/tls/faulty-variants'
import { LEAF_NAMES } from '@/lab/tls/leaf-names'

const NOW = new Date()
const DAY_MS = 86_400_000

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-tls-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('ensureTls', () => {
  test('a client that trusts only the root accepts every leaf under each of its names', async () => {
    await ensureTls({ folder }, NOW)
    for (const { node, dns, ip } of LEAF_NAMES) {
      for (const name of [...dns.map((entry) => entry.replace('*', 'www')), ...ip]) {
        expect(await handshake(`${node}.crt`, node, name), `${node} as ${name}`).toBe('accepted')
      }
    }
  })

  test('a second call writes nothing', async () => {
    await ensureTls({ folder }, NOW)
    const before = await fingerprints()
    await ensureTls({ folder }, NOW)
    expect(await fingerprints()).toEqual(before)
  })

  test('calls at the same time agree on one authority', async () => {
    await Promise.all([ensureTls({ folder }, NOW), ensureTls({ folder }, NOW), ensureTls({ folder }, NOW)])
    expect(await handshake('nginx-2.crt', 'nginx-2', 'askproai.de')).toBe('accepted')
  })

  test('a leaf with less than 30 days left is renewed under the same root, and not before', async () => {
    await ensureTls({ folder }, NOW)
    const before = await fingerprints()
    await ensureTls({ folder }, new Date(NOW.getTime() + 59 * DAY_MS))
    expect(await fingerprints()).toEqual(before)
    await ensureTls({ folder }, new Date(NOW.getTime() + 61 * DAY_MS))
    const after = await fingerprints()
    expect(after['ca.pem']).toBe(before['ca.pem'])
    expect(after['nginx-1.crt']).not.toBe(before['nginx-1.crt'])
  })

  test('a key can be read by its owner alone', async () => {
    await ensureTls({ folder }, NOW)
    const { mode } = await stat(join(folder, 'tls', 'nginx-1.key'))
    expect(mode & 0o777).toBe(0o600)
  })

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-issuer', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['no-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('the variant %s is refused with %s', async (variant, code) => {
    await ensureTls({ folder }, NOW)
    expect(await handshake(`nginx-1.${variant}.crt`, 'nginx-1', 'askproai.de')).toBe(code)
  })

  test('a certificate that a fault has swapped is put right', async () => {
    await ensureTls({ folder }, NOW)
    await copyFile(variantPath(join(folder, 'tls'), 'no-intermediate'), join(folder, 'tls', 'nginx-1.crt'))
    await ensureTls({ folder }, NOW)
    expect(await handshake('nginx-1.crt', 'nginx-1', 'askproai.de')).toBe('accepted')
  })
})

async function fingerprints(): Promise<Record<string, string>> {
  const files = ['ca.pem', ...LEAF_NAMES.map(({ node }) => `${node}.crt`)]
  const entries = files.map(async (file) => {
    const pem = await readFile(join(folder, 'tls', file))
    return [file, new X509Certificate(pem).fingerprint256] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** What a real client says to a real server with this certificate: `accepted`, or the error's code. */
async function handshake(certificate: string, node: string, name: string): Promise<string> {
  const [cert, key, ca] = await Promise.all(
    [certificate, `${node}.key`, 'ca.pem'].map((file) => readFile(join(folder, 'tls', file))),
  )
  const server = createServer({ cert, key }, (socket) => socket.on('error', () => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the server has no port')
  const outcome = await new Promise<string>((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: address.port,
      ca,
      servername: isIP(name) ? '' : name,
      checkServerIdentity: (_host, presented) => checkServerIdentity(name, presented),
    })
    socket.once('secureConnect', () => resolve('accepted'))
    socket.once('secureConnect', () => socket.end())
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
  })
  server.close()
  return outcome
}
