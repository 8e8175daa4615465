import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from '@/lib/testing/browser'
import { runConsole } from '@/scripts/console/run-console'
import { prepareEstate } from './live/estate'
import { openStreams } from './live/event-streams'
import { openPage } from './live/painted-page'
import { startTargets } from './live/targets'
import { quantile } from './quantile'

const CLIENTS = 50
const NODES = 20
const PORT = '3199'

/**
 * How long it takes from the observation that changes a node's health to that node painted in a browser, while 50 clients
 * follow the event stream: one of them a real Chromium on the map, the others plain streams.
 */
export async function run(words: readonly string[]): Promise<Record<string, unknown>> {
  const changes = Number(words[0] ?? 120)
  // Looked for before the data folder is another one, which has no browser.
  const browser = await ensureBrowser(console.log)
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-live-'))
  chmodSync(folder, 0o755)
  process.env.SWITCHYARD_DATA_DIR = folder
  process.env.PORT = PORT
  process.env.LOG_LEVEL = 'warn'
  const targets = await startTargets(NODES)
  let signIn = { token: '', email: '', password: '' }
  const running = await runConsole({
    workers: 1,
    log: console.log,
    logFolder: folder,
    prepare: async (databaseUrl) => {
      signIn = await prepareEstate(databaseUrl, targets.ports)
    },
  })
  let page: Awaited<ReturnType<typeof openPage>> | undefined
  let streams: Awaited<ReturnType<typeof openStreams>> | undefined
  try {
    page = await openPage(browser, running.url, signIn, NODES)
    streams = await openStreams(running.url, signIn.token, CLIENTS - 1)
    for (let change = 0; change < changes; change++) {
      const index = change % NODES
      const slug = `target-${index + 1}`
      const isDown = Math.floor(change / NODES) % 2 === 0
      const status = isDown ? 'down' : 'healthy'
      const observed = streams.nextChange(slug, status)
      const painted = page.nextPaint(slug, isDown ? 'Down' : 'Healthy')
      await (isDown ? targets.close(index) : targets.open(index))
      page.record(await observed, await painted)
    }
    const paints = page.latenciesMs()
    return {
      p99Ms: quantile(paints, 0.99),
      p50Ms: quantile(paints, 0.5),
      maxMs: Math.max(...paints),
      clients: CLIENTS,
      changes: paints.length,
      streamP99Ms: quantile(streams.latenciesMs(), 0.99),
      streamMessages: streams.latenciesMs().length,
    }
  } finally {
    streams?.close()
    await page?.close()
    await running.stop()
    await targets.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
