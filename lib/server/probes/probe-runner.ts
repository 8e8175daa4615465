import type { Clock } from '@/lib/core/time/clock'
import type { SecretStore } from '@/lib/server/secrets/secret-store'
import { HeldConnections } from './held-connections'
import { unknownBecause } from './judgement'
import { findProbeKind } from './registry'
import { type ProbeResult, runProbe } from './run-probe'

/** One probe of one node. Hand over the same `settings` object each time: it is then parsed once. */
export interface ProbeToRun {
  /** `<node slug>/<probe key>`. */
  readonly slug: string
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly timeoutMs: number
}

export interface ProbeRunner {
  /** Never rejects; ends at the latest 250 ms after the timeout. */
  run(probe: ProbeToRun): Promise<ProbeResult>
  /** Closes what is kept for a probe that is run here no more. */
  forget(slug: string): void
  close(): void
}

interface ProbeRunnerOptions {
  readonly secrets: SecretStore
  readonly clock: Clock
  /** A held connection broke between two measurements: probe this one at once. */
  readonly onSuspect: (probeSlug: string, reason: string) => void
}

export function createProbeRunner({ secrets, clock, onSuspect }: ProbeRunnerOptions): ProbeRunner {
  const connections = new HeldConnections({ clock, onSuspect })
  const owners = new WeakMap<object, string>()

  function ownerOf(probe: ProbeToRun): string {
    const known = owners.get(probe.settings)
    if (known !== undefined) return known
    const owner = `${probe.kind} ${JSON.stringify(probe.settings)}`
    owners.set(probe.settings, owner)
    return owner
  }

  return {
    async run(probe) {
      const kind = findProbeKind(probe.kind)
      if (!kind) {
        const nowMs = clock.nowMs()
        const judgement = unknownBecause(`there is no probe kind ${probe.kind}`)
        return { startedAtMs: nowMs, finishedAtMs: nowMs, judgement }
      }
      const holder = connections.holderFor(probe.slug, ownerOf(probe))
      return runProbe(kind, probe.settings, { timeoutMs: probe.timeoutMs, clock, secrets, holder })
    },
    forget: (slug) => connections.drop(slug),
    close: () => connections.close(),
  }
}
