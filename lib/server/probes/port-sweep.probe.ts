import { z } from 'zod'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { interestingPorts } from '@/lib/core/ports/interesting-ports'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { judgement, unknownBecause } from './judgement'
import type { PortScan, PortSighting } from './port-sweep/connect-scan'
import { portScan } from './port-sweep/port-scan'
import { hostSchema, portSchema } from './settings'

const numbersSchema = z.array(z.int().min(1).max(65_535)).default([])

const settings = z.strictObject({
  host: hostSchema.meta({ description: 'Address whose TCP ports are looked at.' }),
  ports: z
    .array(
      z.strictObject({
        port: portSchema,
        as: portSchema.optional().meta({ description: 'The declared port, where the real one had to move.' }),
      }),
    )
    .max(1_000)
    .default([])
    .meta({ description: 'Declared ports; asked beside those that are interesting on any host.' }),
  others: numbersSchema.meta({ description: 'Further ports that should be looked at.' }),
  except: numbersSchema.meta({
    description: 'Ports left alone: of those that count each broken-off connection, their own probe tells.',
  }),
})
type SweepSettings = z.infer<typeof settings>

interface Sweep {
  readonly scan: PortScan
  readonly tookMs: number
}

/** The rest of the deadline is for handing in what was seen. */
const SHARE_FOR_SCAN = 0.9

export const portSweepProbe = defineProbe<SweepSettings, Sweep>({
  kind: 'port-sweep',
  title: 'TCP ports that answer',
  settings,
  async measure(asked, context) {
    const startedMs = performance.now()
    const signal = AbortSignal.any([
      context.signal,
      AbortSignal.timeout(Math.floor(context.timeoutMs * SHARE_FOR_SCAN)),
    ])
    const pairs = [...portsOf(asked).keys()].map((port) => ({ address: asked.host, port }))
    return { scan: await portScan(pairs, { signal }), tookMs: performance.now() - startedMs }
  },
  judge({ scan, tookMs }, asked) {
    const { sightings, undecided } = scan
    const address = { label: 'Address', value: asked.host }
    if (sightings.length === 0) return unknownBecause('no port could be looked at', [address])
    const list = (state: PortSighting['state']) => numbersOf(sightings, state, portsOf(asked))
    const open = list('open')
    const filtered = list('filtered')
    const evidence = [
      address,
      { label: 'Open', value: open.join(', ') || 'none' },
      ...(filtered.length === 0 ? [] : [{ label: 'Filtered', value: filtered.join(', ') }]),
      ...(undecided.length === 0 ? [] : [{ label: 'Not decided', value: `${undecided.length} ports` }]),
    ]
    const figures = { openPorts: open.length, filteredPorts: filtered.length, sweepMs: Math.round(tookMs) }
    const reason = `${open.length} of ${sightings.length} ports open`
    return judgement('healthy', reason, { evidence, figures, facts: factsOf(scan, asked) })
  },
})

/** Each real port with the number under which it is declared. */
function portsOf({ ports, others, except }: SweepSettings): ReadonlyMap<number, number> {
  const declared = new Map(ports.map(({ port, as }) => [port, as ?? port]))
  const named = new Set(declared.values())
  const further = [...others, ...interestingPorts].filter((port) => !named.has(port) && !declared.has(port))
  const all = new Map([...declared, ...further.map((port) => [port, port] as const)])
  for (const port of except) all.delete(port)
  return all
}

function numbersOf(
  sightings: readonly PortSighting[],
  state: PortSighting['state'],
  names: ReadonlyMap<number, number>,
): readonly number[] {
  const ports = sightings.filter((sighting) => sighting.state === state)
  return ports.map(({ port }) => names.get(port) ?? port).sort((one, other) => one - other)
}

/** That a port is closed which nobody asked for is no news: a fleet would store little else. */
function factsOf({ sightings }: PortScan, asked: SweepSettings): readonly FactDraft[] {
  const names = portsOf(asked)
  const wanted = new Set([...asked.ports.map(({ port }) => port), ...asked.others])
  return sightings
    .filter(({ port, state }) => state !== 'closed' || wanted.has(port))
    .map(({ address, port, state, reason }) => ({
      kind: 'port' as const,
      address,
      port: names.get(port) ?? port,
      transport: 'tcp' as const,
      state,
      service: null,
      reason,
    }))
    .sort((one, other) => one.port - other.port)
}
