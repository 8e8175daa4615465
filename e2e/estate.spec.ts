import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { parse } from 'yaml'
import { inventorySchema } from '../lib/core/inventory/inventory'
import { readDemo, readLabProcesses } from '../lib/testing/demo'

interface Topology {
  readonly nodes: readonly {
    readonly slug: string
    readonly health: { readonly status: string; readonly reason: string }
  }[]
}

test('every system of the estate is told: what runs in the lab is healthy, all else is unknown with its reason', async ({
  request,
}) => {
  test.setTimeout(120_000)
  const { url, tokens } = readDemo()
  const readNodes = async () => {
    const headers = { authorization: `Bearer ${tokens.auditor}` }
    return ((await (await request.get(`${url}/api/v1/topology`, { headers })).json()) as Topology).nodes
  }
  const declared = inventorySchema.parse(parse(readFileSync('inventory/askproai.yaml', 'utf8')))
  expect((await readNodes()).map(({ slug }) => slug).sort()).toEqual(
    declared.nodes.map(({ slug }) => slug).sort(),
  )
  const living = new Set(readLabProcesses().map(({ node }) => node))
  expect(living.size).toBeGreaterThan(30)
  await expect
    .poll(
      async () =>
        (await readNodes())
          .filter(({ slug, health }) => living.has(slug) && health.status !== 'healthy')
          .map(({ slug, health }) => `${slug}: ${health.status}, ${health.reason}`),
      { timeout: 60_000, intervals: [500] },
    )
    .toEqual([])
  const others = (await readNodes()).filter(({ slug }) => !living.has(slug))
  const untold = others.filter(
    ({ health }) => health.status !== 'healthy' && (health.status !== 'unknown' || health.reason === ''),
  )
  expect(untold).toEqual([])
})
