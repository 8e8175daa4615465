import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { readDemo } from '../lib/testing/demo'
import { signIn } from './people'

const PRIMARY = 'mariadb-primary'
const REPLICA = 'mariadb-replica'

function node(...program: readonly string[]): void {
  execFileSync(process.execPath, ['--import', 'tsx', ...program], { stdio: 'ignore', timeout: 60_000 })
}

test.setTimeout(300_000)
test.afterEach(() => node('lab/main.ts', 'heal', PRIMARY))

/** The API, asked by the commander: as by a page that still shows what was found before. */
async function ask(path: string, body?: object) {
  const { url, tokens } = readDemo()
  return fetch(`${url}/api/v1${path}`, {
    headers: {
      authorization: `Bearer ${tokens.commander}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
}

test('a leader that is changed by hand while the start dialog is open is told, and the old target is refused', async ({
  page,
}) => {
  await signIn(page, 'commander', '/runbooks/planned-switchover')
  await page.getByRole('button', { name: 'Start…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start: Hand the lead of the database over' })
  const to = dialog.getByLabel('Who is to lead')
  await expect(dialog.getByText('Would work now')).toBeVisible({ timeout: 60_000 })
  await to.selectOption(REPLICA)

  node('e2e/lead-by-hand.ts', PRIMARY, REPLICA)
  const told = dialog.getByText(`This changed while you looked: ${REPLICA} leads already.`)
  await expect(told).toBeVisible({ timeout: 90_000 })
  await expect(to).not.toHaveValue(REPLICA)
  await expect(to.locator('option', { hasText: new RegExp(`^${REPLICA}`) })).toHaveCount(0)

  const refused = await ask('/runbooks/planned-switchover/runs', {
    mode: 'drill',
    reason: 'a page that was not looked at again',
    parameters: { to: REPLICA },
  })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain(`${REPLICA}: it leads already`)
  const { runs } = (await (await ask('/runs?active=true')).json()) as { runs: readonly unknown[] }
  expect(runs).toEqual([])
})
