import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { VerdictStatus } from '@/lib/core/health/health-state'
import { createProbeRunner, type ProbeRunner } from '@/lib/server/probes/probe-runner'
import { createSecretStore } from '@/lib/server/secrets/secret-store'
import { breakLab, ensureLab, healLab } from './lab'

/** Short, so that the hung peer is quick to test; long enough for a busy machine. */
const TIMEOUT_MS = 2_000
/** The runner promises 250 ms; the rest is for a busy machine. */
const LATEST_MS = TIMEOUT_MS + 250 + 1_000

interface Expected {
  readonly status: VerdictStatus
  readonly reason: string | RegExp
}

interface ProbeContract {
  readonly kind: string
  /** The node of the lab that is broken. */
  readonly node: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly healthy: Expected
  readonly killed: Expected
  readonly hung: Expected
  /** For kinds that keep a connection: its break is reported at once. */
  readonly holds?: boolean
}

/** What every kind of probe promises, on a real server that works, dies and hangs. */
export function describeProbeContract(contract: ProbeContract): void {
  const { kind, node, settings } = contract
  describe(`the ${kind} probe of ${node}`, () => {
    const lab = probeLab()

    it('is healthy while the server works', async () => {
      const { judgement } = await lab.run(kind, settings)
      expect(judgement).toMatchObject({ status: contract.healthy.status })
      expect(judgement.reason).toMatch(contract.healthy.reason)
      expect(judgement.evidence.length).toBeGreaterThan(0)
    })

    it('tells of a server that was killed', async () => {
      await breakLab('kill', node)
      // The system takes a moment to close what the process had open.
      await vi.waitFor(async () => expectJudged((await lab.run(kind, settings)).judgement, contract.killed))
    })

    it('ends at its deadline on a server that hangs, and leaves no socket behind', async () => {
      const before = openSockets()
      await breakLab('hang', node)
      const startedMs = performance.now()
      const { judgement } = await lab.run(kind, settings)
      expect(performance.now() - startedMs).toBeLessThan(LATEST_MS)
      expectJudged(judgement, contract.hung)
      lab.runner().close()
      await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before))
    })

    if (contract.holds) itReportsBreaks(contract, lab)
  })
}

function itReportsBreaks({ kind, node, settings }: ProbeContract, lab: ReturnType<typeof probeLab>): void {
  it('reports the break of its held connection at once', async () => {
    await lab.run(kind, settings)
    lab.passTime(60_000)
    const brokenAtMs = performance.now()
    await breakLab('kill', node)
    await vi.waitFor(() => expect(lab.suspects).toContain('node/probe'))
    expect(performance.now() - brokenAtMs).toBeLessThan(2_000)
  })
}

function expectJudged(judgement: { readonly status: string; readonly reason: string }, expected: Expected) {
  expect(judgement.reason).toMatch(expected.reason)
  expect(judgement.status).toBe(expected.status)
}

function openSockets(): number {
  const names = new Set(['TCPSocketWrap', 'TLSWrap', 'UDPWrap', 'ConnectWrap'])
  return process.getActiveResourcesInfo().filter((name) => names.has(name)).length
}

/** A lab that is up and whole, and a runner of its own for each test. */
export function probeLab() {
  let runner: ProbeRunner | undefined
  let aheadMs = 0
  const suspects: string[] = []
  const current = () => {
    runner ??= createProbeRunner({
      secrets: createSecretStore(),
      clock: { nowMs: () => Date.now() + aheadMs },
      onSuspect: (slug) => suspects.push(slug),
    })
    return runner
  }
  beforeAll(ensureLab)
  afterEach(async () => {
    runner?.close()
    runner = undefined
    aheadMs = 0
    suspects.length = 0
    await healLab()
  })
  afterAll(healLab)
  return {
    suspects,
    runner: current,
    /** Moves the clock of the runner, not the world's. */
    passTime(durationMs: number) {
      aheadMs += durationMs
    },
    run: (kind: string, settings: Readonly<Record<string, unknown>>) =>
      current().run({ slug: 'node/probe', kind, settings, timeoutMs: TIMEOUT_MS }),
  }
}
