import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { dataFolder } from '../lib/server/config/data-folder'
import { readLabProcesses } from '../lib/testing/demo'
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
  await expect(page.getByRole('banner').getByRole('link', { name: 'MariaDB primary' })).toBeVisible()
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByRole('region', { name: 'What needs you now' }).getByText(/Root cause/)).toHaveCount(
    1,
  )
  heal('mariadb-primary')
  await expect(page.getByText('Nothing needs you')).toBeVisible({ timeout: 60_000 })
})

/**
 * The web processes of this very demo, known by the mark in their environment: one found by its name could be
 * somebody else's. Stopping them is what a hung server is to a browser.
 */
function webProcesses(): readonly number[] {
  const mark = `SWITCHYARD_DEMO_OF=${dataFolder()}`
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const own = pids.filter((pid) => readProc(pid, 'environ').split('\0').includes(mark))
  return own.filter((pid) => isWeb(readProc(pid, 'cmdline'))).map(Number)
}

function isWeb(commandLine: string): boolean {
  return commandLine.includes('web/main.ts') || commandLine.includes('next-server')
}

/** Empty for a process that has ended meanwhile. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

test('a page whose server hangs says that it is stale, and recovers by itself', async ({ page }) => {
  await signIn(page, 'auditor')
  await expect(page.getByRole('status').getByText(/^Live/)).toBeVisible({ timeout: 20_000 })
  const pids = webProcesses()
  expect(pids.length).toBeGreaterThan(0)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  try {
    await expect(page.getByRole('status').getByText(/^Stale/)).toBeVisible({ timeout: 20_000 })
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
  await expect(page.getByRole('status').getByText(/^Live/)).toBeVisible({ timeout: 60_000 })
})
