import { parseArgs } from 'node:util'
import { nmapXmlImporter } from '@/lib/server/importers/nmap-xml.importer'
import { portScan } from '@/lib/server/probes/port-sweep/port-scan'
import { ensureDebianTools, type RunTool } from '@/lib/testing/debian-tools'
import { firstLine, startOwnProgram } from './probes/child'
import { quantile } from './quantile'

const HOSTS = 100
const FIRST_PORT = 21_000
const PORTS = 100
/** Every twentieth port is open, on every host. */
const OPEN_EVERY = 20
const WARM_UPS = 1
const SCAN_DEADLINE_MS = 120_000
/** Loopback answers at once, so few connections are under way; a real network takes more. */
const AT_ONCE = 64

interface Sweep {
  readonly ms: number
  /** `127.20.0.1 21000`, sorted. */
  readonly open: readonly string[]
}

/**
 * A sweep of 10,000 host-port pairs on loopback by our scanner against nmap's connect scan, in turns, in one run.
 * nmap is spared names and host discovery; its fastest template is measured too. Both must find the same. The first
 * round of each is not counted: a worker sweeps again and again, and its first sweep compiles what the others run.
 * `ratios` is that of each round, its neighbours in time.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '9' } } })
  const nmap = await ensureDebianTools()
  const openPorts = portNumbers().filter((port) => port % OPEN_EVERY === 0)
  const listeners = startOwnProgram('bench/ports/listeners.ts', { LISTENER_PORTS: openPorts.join() })
  try {
    await firstLine(listeners)
    const own: Sweep[] = []
    const peer: Sweep[] = []
    const fast: Sweep[] = []
    for (let round = 0; round < WARM_UPS + Number(values.rounds); round++) {
      own.push(await ownSweep())
      peer.push(await peerSweep(nmap, []))
      fast.push(await peerSweep(nmap, ['-T5']))
    }
    expectSame(own, [...peer, ...fast], openPorts.length * HOSTS)
    const counted = [own, peer, fast].map((sweeps) => sweeps.slice(WARM_UPS))
    const [ownMs, nmapMs, nmapFastMs] = counted.map(medianMs)
    return {
      pairs: HOSTS * PORTS,
      open: openPorts.length * HOSTS,
      ownMs,
      nmapMs,
      nmapFastMs,
      ratio: ratio(ownMs, nmapMs),
      ratios: own.slice(WARM_UPS).map(({ ms }, round) => ratio(ms, peer[WARM_UPS + round]?.ms)),
      ratioToFastest: ratio(ownMs, nmapFastMs),
    }
  } finally {
    await listeners.stop()
  }
}

async function ownSweep(): Promise<Sweep> {
  const pairs = Array.from({ length: HOSTS }, (_, host) =>
    portNumbers().map((port) => ({ address: `127.20.0.${host + 1}`, port })),
  ).flat()
  const startedMs = performance.now()
  const { sightings, undecided } = await portScan(pairs, {
    signal: AbortSignal.timeout(SCAN_DEADLINE_MS),
    mostAtOnce: AT_ONCE,
  })
  const ms = performance.now() - startedMs
  if (undecided.length > 0) throw new Error(`${undecided.length} pairs were not decided`)
  const open = sightings
    .filter(({ state }) => state === 'open')
    .map(({ address, port }) => `${address} ${port}`)
  return { ms, open: open.sort() }
}

async function peerSweep(nmap: RunTool, extra: readonly string[]): Promise<Sweep> {
  const ports = `${FIRST_PORT}-${FIRST_PORT + PORTS - 1}`
  const startedMs = performance.now()
  const args = ['-sT', '-n', '-Pn', ...extra, '-oX', '-', '-p', ports, `127.20.0.1-${HOSTS}`]
  const { code, output, errors } = await nmap('nmap', args)
  const ms = performance.now() - startedMs
  if (code !== 0) throw new Error(errors)
  const { effect } = nmapXmlImporter.read(output, { file: 'nmap', node: '', zone: null })
  const facts = effect?.type === 'facts' ? effect.facts : []
  const open = facts.flatMap((fact) =>
    fact.kind === 'port' && fact.state === 'open' ? [`${fact.address} ${fact.port}`] : [],
  )
  return { ms, open: open.sort() }
}

function portNumbers(): readonly number[] {
  return Array.from({ length: PORTS }, (_, index) => FIRST_PORT + index)
}

function expectSame(own: readonly Sweep[], peer: readonly Sweep[], count: number): void {
  for (const { open } of [...own, ...peer]) {
    if (open.length !== count || open.join() !== own[0]?.open.join()) {
      throw new Error(`one sweep found ${open.length} open ports where ${count} are`)
    }
  }
}

function medianMs(sweeps: readonly Sweep[]): number {
  return Math.round(
    quantile(
      sweeps.map(({ ms }) => ms),
      0.5,
    ),
  )
}

function ratio(ownMs = 0, peerMs = 1): number {
  return Number((ownMs / peerMs).toFixed(3))
}
