import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A process that has just ended may hold its port for a moment, and nobody is its owner any more. */
const RELEASED_WITHIN_MS = 5_000
const LOOK_MS = 50

/** Rejects, naming the holder, when the address and port are taken. */
export async function assertPortFree(address: string, port: number): Promise<void> {
  const deadline = Date.now() + RELEASED_WITHIN_MS
  let owner: PortOwner | undefined
  for (;;) {
    const code = await listenOnce(address, port)
    if (code === undefined) return
    if (code !== 'EADDRINUSE') throw new Error(`${address}:${port} cannot be opened: ${code}`)
    owner = findPortOwner(address, port)
    if (owner !== undefined || Date.now() >= deadline) break
    await delay(LOOK_MS)
  }
  throw new Error(`${address}:${port} is taken${owner ? ` by process ${owner.pid} (${owner.command})` : ''}`)
}

export interface PortOwner {
  readonly pid: number
  readonly command: string
}

/** As far as /proc lets itself be read: another account's processes keep theirs to themselves. */
export function findPortOwner(address: string, port: number): PortOwner | undefined {
  const inode = listeningInode(readFileSync('/proc/net/tcp', 'utf8'), address, port)
  if (!inode) return undefined
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && holdsSocket(entry, inode)) {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
        .replaceAll(/[\0\s]+/g, ' ')
        .trim()
      return { pid: Number(entry), command: command.slice(0, 120) }
    }
  }
  return undefined
}

/** A listener on 0.0.0.0 takes every address. */
export function listeningInode(table: string, address: string, port: number): string | undefined {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const wanted = [`${kernelHex(address)}:${hexPort}`, `00000000:${hexPort}`]
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    if (fields[3] === '0A' && fields[1] && wanted.includes(fields[1])) return fields[9]
  }
  return undefined
}

/** The kernel prints an address as one number in the machine's byte order: 127.10.1.10 is 0A010A7F. */
function kernelHex(address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).toUpperCase().padStart(2, '0'))
  return bytes.reverse().join('')
}

function holdsSocket(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      (fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`,
    )
  } catch (error) {
    // Gone in between, or not ours to look at.
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

function listenOnce(address: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
