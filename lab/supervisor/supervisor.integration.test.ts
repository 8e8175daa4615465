import { mkdtempSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineFault } from '@/lab/faults/lab-fault'
import { openLab } from '@/lab/lab'
import type { LabService } from '@/lab/service'
import { Supervisor } from '@/lab/supervisor/supervisor'

const folder = { path: '' }
const open: Supervisor[] = []

beforeEach(async () => {
  folder.path = mkdtempSync(join(tmpdir(), 'lab-'))
  await chmod(folder.path, 0o755)
  vi.stubEnv('SWITCHYARD_DATA_DIR', folder.path)
})

afterEach(async () => {
  for (const supervisor of open.splice(0)) await supervisor.down()
  vi.unstubAllEnvs()
  rmSync(folder.path, { recursive: true, force: true })
})

/** A node that runs `sleep`; `broken` says why it cannot start now. */
function sleeper(
  node: string,
  part: Partial<LabService> & { broken?(): string | undefined } = {},
): LabService {
  const { broken, ...rest } = part
  return {
    ...{ node, address: '127.10.0.99', ports: [], packages: [] },
    async prepare(lab) {
      await lab.makeFolder(node)
      const reason = broken?.()
      if (reason) throw new Error(reason)
    },
    command: () => ({ file: '/bin/sleep', args: ['300'] }),
    isReady: () => Promise.resolve(),
    ...rest,
  }
}

const healed: string[] = []
const lost = (name: string, heal: () => Promise<void>) =>
  defineFault({
    ...{ name, title: name, nodes: ['web', 'cache', 'base'] },
    inject: async ({ processes }) => {
      for (const node of ['web', 'cache', 'base']) await processes.killHost(node)
    },
    heal,
  })

async function supervise(services: readonly LabService[], heal = () => Promise.resolve()) {
  healed.length = 0
  const faults = [lost('all-lost', heal), lost('lost-too', async () => void healed.push('lost-too'))]
  const supervisor = new Supervisor(
    openLab(() => undefined),
    services,
    faults,
  )
  open.push(supervisor)
  await supervisor.up(() => undefined)
  for (const name of ['all-lost', 'lost-too']) {
    await supervisor.inject({ name, node: undefined, options: {} })
  }
  return supervisor
}

const stateOf = (supervisor: Supervisor, node: string) =>
  supervisor.status().find((each) => each.node === node)?.state

test('heal brings back a node that failed while its neighbours were dead, and what waits for it', async () => {
  const ready = new Set(['cache'])
  const services = [
    sleeper('cache', { afterReady: async () => void ready.add('cache') }),
    sleeper('base', { broken: () => (ready.has('cache') ? undefined : 'the cache is away') }),
    sleeper('web', { after: ['base'] }),
  ]
  const supervisor = await supervise(services)
  ready.clear()
  await supervisor.heal(undefined, () => undefined)
  expect(supervisor.status().map(({ state, faults }) => [state, faults])).toEqual(
    services.map(() => ['running', []]),
  )
})

test('heal names a node that stays failed and why, and heals all else', async () => {
  const disk = { isFull: false }
  const services = [
    sleeper('base', { broken: () => (disk.isFull ? 'no space left' : undefined) }),
    sleeper('web', { after: ['base'] }),
    sleeper('cache'),
  ]
  const supervisor = await supervise(services, () => Promise.reject(new Error('base is away')))
  disk.isFull = true
  const heal = () => supervisor.heal(undefined, () => undefined)
  await expect(heal()).rejects.toThrow(
    /base failed \(no space left\); web dead.*all-lost is not healed: base is away/s,
  )
  expect(stateOf(supervisor, 'cache')).toBe('running')
  expect(healed).toEqual(['lost-too'])
  disk.isFull = false
  await expect(heal()).rejects.toThrow('all-lost is not healed')
  expect(stateOf(supervisor, 'base')).toBe('running')
  expect(stateOf(supervisor, 'web')).toBe('running')
})
