import { parseArgs } from 'node:util'
import { firstLine, startOwnProgram } from './probes/child'
import { type Fleet, measureOwnSide, type OwnMeasurement } from './probes/own-side'
import { measurePeerSide } from './probes/peer-side'

const INTERVAL_SECONDS = 10

/**
 * What probing costs. 1,000 HTTP targets at 10 s, probed, judged and stored by one worker on PostgreSQL,
 * against Debian's Prometheus with its blackbox exporter on the same targets; then 500 and 5,000 targets, for
 * how the cost of one probe grows with the fleet. CPU time is what the kernel counted.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      targets: { type: 'string', default: '1000' },
      'warm-up': { type: 'string', default: '20' },
      'without-peer': { type: 'boolean', default: false },
      'without-growth': { type: 'boolean', default: false },
    },
  })
  const server = startOwnProgram('bench/probes/target-server.ts')
  try {
    const port = Number(await firstLine(server))
    const seconds = Number(values.seconds)
    const warmUpSeconds = Number(values['warm-up'])
    const fleet = (targets: number): Fleet => ({
      targets,
      port,
      intervalSeconds: INTERVAL_SECONDS,
      warmUpSeconds,
      seconds,
    })
    const own = await ownSide(fleet(Number(values.targets)))
    const peer = values['without-peer'] ? {} : await comparedWithPeer(fleet(Number(values.targets)), own)
    const growth = values['without-growth'] ? {} : await measureGrowth(fleet)
    return rounded({
      targets: Number(values.targets),
      jitterP99Ms: own.jitterP99Ms,
      workerMsPerProbe: own.workerMsPerProbe,
      postgresMsPerProbe: own.postgresMsPerProbe,
      storedBytesPerProbe: own.storedBytesPerProbe,
      walBytesPerProbe: own.walBytesPerProbe,
      workerMegabytes: own.workerMegabytes,
      ...peer,
      ...growth,
    })
  } finally {
    await server.stop()
  }
}

async function ownSide(fleet: Fleet): Promise<OwnMeasurement> {
  const measured = await measureOwnSide(fleet)
  console.error(`${fleet.targets} targets, ours: ${JSON.stringify(rounded({ ...measured }))}`)
  if (measured.healthy < fleet.targets * 0.99) {
    throw new Error(`only ${measured.healthy} of ${fleet.targets} targets are known to be healthy`)
  }
  return measured
}

async function comparedWithPeer(fleet: Fleet, own: OwnMeasurement) {
  const peer = await measurePeerSide(fleet)
  console.error(`${fleet.targets} targets, peer: ${JSON.stringify(rounded({ ...peer }))}`)
  if (peer.healthy < fleet.targets * 0.99) {
    throw new Error(`the peer sees only ${peer.healthy} of ${fleet.targets} targets`)
  }
  const peerMsPerProbe = peer.blackboxMsPerProbe + peer.prometheusMsPerProbe
  return { peerMsPerProbe, ratio: costOf(own) / peerMsPerProbe }
}

async function measureGrowth(fleet: (targets: number) => Fleet) {
  const small = costOf(await ownSide(fleet(500)))
  const large = await ownSide(fleet(5_000))
  return { growth: costOf(large) / small, jitterP99MsAt5000: large.jitterP99Ms }
}

function costOf(own: OwnMeasurement): number {
  return own.workerMsPerProbe + own.postgresMsPerProbe
}

function rounded(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number(value.toFixed(3))]))
}
