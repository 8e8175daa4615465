import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { HeldConnection } from '@/lib/core/probes/probe-definition'
import { HeldConnections } from './held-connections'

let nowMs = 0
const suspects: string[] = []
let connections: HeldConnections

beforeEach(() => {
  nowMs = 0
  suspects.length = 0
  connections = new HeldConnections({
    clock: { nowMs: () => nowMs },
    onSuspect: (slug, reason) => suspects.push(`${slug}: ${reason}`),
  })
})

function peer(name: string) {
  let tell: (reason: string) => void = () => undefined
  const close = vi.fn()
  const connection: HeldConnection<string> = {
    value: name,
    close,
    onBreak: (listener) => {
      tell = listener
    },
  }
  return { open: vi.fn(async () => connection), close, breakOff: () => tell('broke off') }
}

describe('a held connection', () => {
  it('is opened once and used again', async () => {
    const first = peer('first')
    const holder = connections.holderFor('node/probe', 'tcp {}')
    expect(await holder.held(first.open)).toBe('first')
    expect(await holder.held(peer('second').open)).toBe('first')
    expect(first.open).toHaveBeenCalledOnce()
  })

  it('raises suspicion once when the other side breaks it, and is opened anew', async () => {
    const first = peer('first')
    const holder = connections.holderFor('node/probe', 'tcp {}')
    await holder.held(first.open)
    nowMs = 60_000
    first.breakOff()
    first.breakOff()
    expect(suspects).toEqual(['node/probe: broke off'])
    expect(first.close).toHaveBeenCalledOnce()
    expect(await holder.held(peer('second').open)).toBe('second')
  })

  it('raises suspicion also when it breaks just after it was opened: the peer may have died right then', async () => {
    const first = peer('first')
    await connections.holderFor('node/probe', 'tcp {}').held(first.open)
    nowMs = 5
    first.breakOff()
    expect(suspects).toEqual(['node/probe: broke off'])
  })

  it('makes no loop of a peer that hangs up on every connection, and trusts it again once one has lasted', async () => {
    const holder = connections.holderFor('node/probe', 'tcp {}')
    for (const lastsMs of [5, 5, 5, 60_000, 5]) {
      const next = peer('next')
      await holder.held(next.open)
      nowMs += lastsMs
      next.breakOff()
    }
    expect(suspects).toHaveLength(3)
  })

  it('raises no suspicion when we close it', async () => {
    const first = peer('first')
    await connections.holderFor('node/probe', 'tcp {}').held(first.open)
    nowMs = 60_000
    connections.drop('node/probe')
    first.breakOff()
    expect(suspects).toEqual([])
    expect(first.close).toHaveBeenCalledOnce()
  })

  it('is replaced when the settings of the probe change', async () => {
    const first = peer('first')
    await connections.holderFor('node/probe', 'tcp {"port":1}').held(first.open)
    const second = connections.holderFor('node/probe', 'tcp {"port":2}')
    expect(await second.held(peer('second').open)).toBe('second')
    expect(first.close).toHaveBeenCalledOnce()
  })

  it('is closed with all others at the end', async () => {
    const peers = [peer('a'), peer('b')]
    for (const [index, one] of peers.entries()) {
      await connections.holderFor(`node/${index}`, 'tcp {}').held(one.open)
    }
    connections.close()
    for (const one of peers) expect(one.close).toHaveBeenCalledOnce()
  })
})
