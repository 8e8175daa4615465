import { join } from 'node:path'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { dataFolder } from '../lib/server/config/data-folder'
import { stopEmbeddedPostgres } from '../lib/server/db/embedded-postgres'
import { readDemo } from '../lib/testing/demo'
import { openCuttableNetwork } from './cuttable-network'
import { demoProcesses, hangDatabase, signalAll, withoutKeeper } from './demo-processes'
import { signIn } from './people'

interface Health {
  readonly status: string
  readonly observedAt: string | null
  readonly validUntil: string | null
}
interface Topology {
  readonly generatedAt: string
  readonly nodes: readonly { readonly slug: string; readonly health: Health }[]
  readonly causes: readonly { readonly kind: string }[]
}

async function readTopology(request: APIRequestContext): Promise<Topology> {
  const { url, tokens } = readDemo()
  const headers = { authorization: `Bearer ${tokens.auditor}` }
  const response = await request.get(`${url}/api/v1/topology`, { headers, timeout: 10_000 })
  expect(response.ok()).toBe(true)
  return response.json()
}

/** A green past its shelf life is the worst that the map can show. */
function greensPastShelfLife({ generatedAt, nodes }: Topology): readonly string[] {
  return nodes
    .filter(({ health }) => health.status === 'healthy' && (health.validUntil ?? '') < generatedAt)
    .map(({ slug }) => slug)
}

function live(page: Page) {
  return page.getByRole('status').getByText(/^Live/)
}

test.describe.configure({ timeout: 180_000 })

test('a killed worker’s nodes are taken over within its lease, and none loses its health', async ({
  request,
}) => {
  const before = await readTopology(request)
  const healthy = before.nodes.filter(({ health }) => health.status === 'healthy').map(({ slug }) => slug)
  await withoutKeeper(async () => {
    signalAll(demoProcesses('worker').slice(0, 1), 'SIGKILL')
    const killedAt = new Date().toISOString()
    await expect
      .poll(
        async () => {
          const now = await readTopology(request)
          expect(greensPastShelfLife(now)).toEqual([])
          const known = now.nodes.filter(({ slug }) => healthy.includes(slug))
          expect(known.filter(({ health }) => health.status === 'unknown').map(({ slug }) => slug)).toEqual(
            [],
          )
          return known.filter(({ health }) => (health.observedAt ?? '') < killedAt).map(({ slug }) => slug)
        },
        { timeout: 90_000, intervals: [500] },
      )
      .toEqual([])
  })
  await expect.poll(() => demoProcesses('worker').length, { timeout: 30_000 }).toBe(2)
})

test('with every worker gone nothing stays green past its shelf life, and it is one cause', async ({
  page,
  request,
}) => {
  await signIn(page, 'auditor')
  await expect(live(page)).toBeVisible({ timeout: 20_000 })
  await withoutKeeper(async () => {
    signalAll(demoProcesses('worker'), 'SIGKILL')
    await expect
      .poll(
        async () => {
          const now = await readTopology(request)
          expect(greensPastShelfLife(now)).toEqual([])
          return now.nodes.find(({ slug }) => slug === 'mariadb-primary')?.health.status
        },
        { timeout: 60_000, intervals: [500] },
      )
      .toBe('unknown')
    await expect(page.getByRole('banner').getByText('Prober down')).toBeVisible()
  })
  await expect(page.getByRole('banner').getByText('Prober down')).toHaveCount(0, { timeout: 60_000 })
  await expect
    .poll(
      async () =>
        (await readTopology(request)).nodes.find(({ slug }) => slug === 'mariadb-primary')?.health.status,
      {
        timeout: 60_000,
      },
    )
    .toBe('healthy')
})

test('with PostgreSQL stopped an open page says so and lets its greens expire, a new one says why, and both recover', async ({
  page,
  context,
}) => {
  await signIn(page, 'auditor', '/topology?view=architecture&node=mariadb-primary')
  const panel = page.getByRole('complementary', { name: 'Details of MariaDB primary' })
  await expect(panel.getByText('Healthy').first()).toBeVisible({ timeout: 60_000 })
  const second = await context.newPage()
  await withoutKeeper(async () => {
    await stopEmbeddedPostgres(join(dataFolder(), 'postgres'))
    await expect(page.getByText('The database is away.')).toBeVisible({ timeout: 20_000 })
    await second.goto('/')
    await expect(second.getByRole('heading', { name: 'The database is away' })).toBeVisible()
    await expect(second.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expect(panel.getByText('Stale').first()).toBeVisible({ timeout: 60_000 })
  })
  await expect(live(page)).toBeVisible({ timeout: 60_000 })
  await expect(panel.getByText('Healthy').first()).toBeVisible({ timeout: 60_000 })
  await expect(live(second)).toBeVisible({ timeout: 60_000 })
})

test('with PostgreSQL hung an open page says so, whoever asks is told within seconds, and all recovers', async ({
  page,
  request,
}) => {
  const { url, tokens } = readDemo()
  await signIn(page, 'auditor', '/topology?view=architecture&node=mariadb-primary')
  const panel = page.getByRole('complementary', { name: 'Details of MariaDB primary' })
  await expect(panel.getByText('Healthy').first()).toBeVisible({ timeout: 60_000 })
  const hung = await hangDatabase()
  try {
    const headers = { authorization: `Bearer ${tokens.auditor}` }
    const answer = await request.get(`${url}/api/v1/topology`, { headers, timeout: 20_000 })
    expect([answer.status(), (await answer.json()).title]).toEqual([503, 'Not available right now'])
    await expect(page.getByText('The database is away.')).toBeVisible({ timeout: 30_000 })
    await expect(panel.getByText('Stale').first()).toBeVisible({ timeout: 60_000 })
  } finally {
    signalAll(hung, 'SIGCONT')
  }
  await expect(live(page)).toBeVisible({ timeout: 60_000 })
  await expect(panel.getByText('Healthy').first()).toBeVisible({ timeout: 60_000 })
})

test('an open page outlives a restart of the web without being loaded again', async ({ page }) => {
  await signIn(page, 'auditor')
  await expect(live(page)).toBeVisible({ timeout: 20_000 })
  await page.evaluate(() => {
    document.body.dataset.loadedOnce = 'yes'
  })
  signalAll(demoProcesses('web'), 'SIGKILL')
  await expect(page.getByRole('status').getByText(/^(Reconnecting|Stale)/)).toBeVisible({ timeout: 20_000 })
  await expect(live(page)).toBeVisible({ timeout: 60_000 })
  expect(await page.evaluate(() => document.body.dataset.loadedOnce)).toBe('yes')
})

test('a page whose network is cut says that it is stale, and catches up by itself', async ({ browser }) => {
  const network = await openCuttableNetwork()
  const context = await browser.newContext({ proxy: { server: network.server }, baseURL: readDemo().url })
  try {
    const page = await context.newPage()
    await signIn(page, 'auditor')
    await expect(live(page)).toBeVisible({ timeout: 20_000 })
    network.cut()
    await expect(page.getByRole('status').getByText(/^Stale/)).toBeVisible({ timeout: 20_000 })
    await expect(page.getByText('This page is stale.')).toBeVisible()
    network.mend()
    await expect(live(page)).toBeVisible({ timeout: 60_000 })
  } finally {
    await context.close()
    await network.close()
  }
})
