import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { readLabProcesses } from '../lib/testing/demo'
import { demoProcesses, signalAll } from './demo-processes'
import { signIn } from './people'

function heal(node: string): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'lab/main.ts', 'heal', node], {
    stdio: 'ignore',
    timeout: 60_000,
  })
}

test.afterEach(() => heal('mariadb-primary'))

test('a killed database is the one root cause on every page, and is green again once healed', async ({
  page,
}) => {
  await signIn(page, 'operator', '/topology?view=architecture&node=mariadb-primary')
  const panel = page.getByRole('complementary', { name: 'Details of MariaDB primary' })
  await expect(panel.getByText('Healthy').first()).toBeVisible({ timeout: 60_000 })
  const pid = readLabProcesses().find((process) => process.node === 'mariadb-primary')?.pid
  process.kill(pid ?? Number.NaN, 'SIGKILL')
  await expect(panel.getByText('Down').first()).toBeVisible({ timeout: 10_000 })
  await expect(panel.getByText(/Root cause/)).toBeVisible()
  // Whatever is offered for it, nothing in the panel is cut at its side.
  expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await expect(page.getByRole('banner').getByRole('link', { name: 'MariaDB primary' })).toBeVisible()
  await panel.getByRole('button', { name: 'Start runbook: The primary server has failed' }).click()
  const start = page.getByRole('dialog', { name: 'Start: The primary server has failed' })
  await expect(start.getByLabel('Which server has failed')).toHaveValue('mariadb-primary')
  await expect(start.getByRole('radio', { name: /^Live/ })).toBeChecked()
  await expect(start.getByLabel('Why')).toHaveValue(/^MariaDB primary is down: /)
  await start.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByRole('region', { name: 'What needs you now' }).getByText(/Root cause/)).toHaveCount(
    1,
  )
  heal('mariadb-primary')
  await expect(page.getByText('No node needs you')).toBeVisible({ timeout: 60_000 })
})

test('a page whose server hangs says that it is stale, and recovers by itself', async ({ page }) => {
  await signIn(page, 'auditor')
  await expect(page.getByRole('status').getByText(/^Live/)).toBeVisible({ timeout: 20_000 })
  const pids = demoProcesses('web')
  expect(pids.length).toBeGreaterThan(0)
  signalAll(pids, 'SIGSTOP')
  try {
    await expect(page.getByRole('status').getByText(/^Stale/)).toBeVisible({ timeout: 20_000 })
  } finally {
    signalAll(pids, 'SIGCONT')
  }
  await expect(page.getByRole('status').getByText(/^Live/)).toBeVisible({ timeout: 60_000 })
})
