import { readFile } from 'node:fs/promises'
import { Agent, type RequestOptions, request } from 'node:https'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { defineFault, type FaultContext } from '@/lab/faults/lab-fault'
import { numberOption } from '@/lab/faults/required-option'

const EDGE = 'cloudflare'
const SITE = 'askproai.de'
const TICK_MS = 100
const REQUEST_MS = 5_000
const ATTACKERS = 5

export const edgeLoadFault = defineFault({
  name: 'edge-load',
  title: 'a burst of requests at the edge (--rate 100 a second, for --seconds 30, at --path /api/ping)',
  nodes: [EDGE],
  async inject(context) {
    const rate = numberOption(context, 'rate', { fallback: 100, most: 500 })
    const seconds = numberOption(context, 'seconds', { fallback: 30, most: 120 })
    const ca = await readFile(join(context.lab.folder, 'tls', 'ca.pem'), 'utf8')
    context.background((signal) => press(context, { rate, seconds, ca }, signal))
  },
  // The load is bounded and its source has been stopped already.
  heal: () => Promise.resolve(),
})

async function press(
  { lab, processes, options }: FaultContext,
  load: { readonly rate: number; readonly seconds: number; readonly ca: string },
  signal: AbortSignal,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50, ca: load.ca, servername: SITE })
  const target = {
    ...{ agent, host: processes.addressOf(EDGE), port: lab.port(443), path: options.path ?? '/api/ping' },
    ...{ headers: { host: SITE, 'user-agent': 'lab-edge-load' }, signal },
  }
  const perTick = Math.max(1, Math.round((load.rate * TICK_MS) / 1_000))
  const ticks = Math.round((load.seconds * 1_000) / TICK_MS)
  try {
    for (let tick = 0; tick < ticks && !signal.aborted; tick += 1) {
      for (let sent = 0; sent < perTick; sent += 1) {
        send({ ...target, localAddress: attacker(tick * perTick + sent) })
      }
      await delay(TICK_MS, undefined, { signal })
    }
  } finally {
    agent.destroy()
  }
}

/** From many addresses, as an attack comes, and from none that anybody else uses. */
function attacker(count: number): string {
  return `127.66.0.${1 + (count % ATTACKERS)}`
}

/** What becomes of one request is the edge's business: to refuse it is a right answer. */
function send(target: RequestOptions): void {
  const sent = request({ ...target, timeout: REQUEST_MS }, (response) => response.resume())
  sent.once('timeout', () => sent.destroy())
  sent.once('error', () => sent.destroy())
  sent.end()
}
