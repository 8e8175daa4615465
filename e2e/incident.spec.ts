import { type Browser, expect, type Page, test } from '@playwright/test'
import type { Role } from '../lib/core/auth/role'
import { readDemo } from '../lib/testing/demo'
import { signIn } from './people'

const RUN_ENDS_MS = 120_000

test.describe.configure({ mode: 'serial' })
test.setTimeout(300_000)

/** A browser of a person's own. */
async function person(browser: Browser, role: Role, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, role, path)
  return page
}

async function start(
  page: Page,
  runbook: string,
  fill?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
) {
  await page.getByRole('button', { name: 'Start…' }).click()
  const dialog = page.getByRole('dialog', { name: `Start: ${runbook}` })
  await dialog.getByRole('radio', { name: /^Drill/ }).check()
  await fill?.(dialog)
  await dialog.getByLabel('Why').fill('a journey of the tests')
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
  return new URL(page.url()).pathname
}

const whatYouCanDo = (page: Page) => page.getByRole('region', { name: 'What you can do' })
const stepTitle = (page: Page, name: string) => page.getByRole('heading', { level: 2, name })

test('an attack is answered while others look on, and the way back restores the level that was noted', async ({
  browser,
}) => {
  const operator = await person(browser, 'operator', '/runbooks/ddos-attack')
  const commander = await person(browser, 'commander', '/topology')
  const run = await start(operator, 'DDoS attack')

  const strip = commander.getByRole('region', { name: 'Active run' })
  await expect(strip.getByText('DDoS attack')).toBeVisible()
  for (const place of ['Overview', 'Findings', 'Audit']) {
    await commander.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: place }).click()
    await expect(strip.getByText('DDoS attack')).toBeVisible()
  }
  await strip.getByRole('link', { name: 'Open run' }).click()

  await test.step('each sees the other, and what the other says', async () => {
    await expect(operator.getByRole('region', { name: 'Here now' }).getByText('commander')).not.toHaveCount(0)
    await expect(commander.getByRole('region', { name: 'Here now' }).getByText('operator')).not.toHaveCount(0)
    await operator.getByLabel('Comment').fill('the flood comes from one network')
    await operator.getByRole('button', { name: 'Add comment' }).click()
    const timeLine = commander.getByRole('region', { name: 'Time line' })
    await expect(timeLine.getByText('the flood comes from one network')).toBeVisible({ timeout: 10_000 })
  })

  await test.step('the command is handed over, and the other page says so', async () => {
    await commander.getByRole('button', { name: 'Hand over…' }).click()
    const dialog = commander.getByRole('dialog', { name: 'Hand this run over' })
    await dialog.getByLabel('To whom').selectOption(readDemo().users.admin.email)
    await dialog.getByLabel('Reason').fill('end of the shift')
    await dialog.getByRole('button', { name: 'Hand over' }).click()
    await expect(operator.getByText(`led by ${readDemo().users.admin.email}`)).toBeVisible({
      timeout: 10_000,
    })
  })

  await test.step('the mode is on when its effect was read back', async () => {
    await expect(stepTitle(operator, 'Switch Under Attack mode on')).toBeVisible({ timeout: 60_000 })
    await whatYouCanDo(operator).getByRole('button', { name: 'Switch Under Attack mode on' }).click()
    await expect(stepTitle(operator, 'Monitor and adjust the rules')).toBeVisible({ timeout: 120_000 })
    await operator.getByRole('navigation', { name: 'Steps' }).getByText('Switch Under Attack mode on').click()
    const result = operator.getByRole('region', { name: 'What came of it' })
    await expect(result.getByText('answered with a challenge').first()).toBeVisible()
    await expect(result.getByText('a visitor of /api/ is not challenged')).toBeVisible()
    await operator.getByRole('link', { name: /^Go to Monitor/ }).click()
  })

  await test.step('the manual step ends it, and the report has what was done and said', async () => {
    await operator.getByLabel('What the attack aimed at').fill('the start page; nothing was changed by hand')
    await operator.getByRole('button', { name: 'Mark as done' }).click()
    await expect(commander.getByRole('region', { name: 'How it ended', exact: true })).toBeVisible({
      timeout: RUN_ENDS_MS,
    })
    await commander.getByRole('link', { name: 'Read the report' }).click()
    await expect(commander.getByText('the start page; nothing was changed by hand').first()).toBeVisible()
    await expect(commander.getByText('the flood comes from one network').first()).toBeVisible()
  })

  await test.step('the way back knows the level that this run found', async () => {
    await operator.goto(run)
    await operator.getByRole('button', { name: 'Start the way back…' }).click()
    await operator.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
    await expect(stepTitle(operator, 'Say that the attack is over')).toBeVisible()
    await operator.getByLabel('How many requests').fill('as usual')
    await operator.getByRole('button', { name: 'Mark as done' }).click()
    await expect(operator.getByText('noted by the run that this one takes back').first()).toBeVisible()
    await whatYouCanDo(operator).getByRole('button', { name: 'Go back to the level before' }).click()
    await expect(operator.getByRole('region', { name: 'How it ended', exact: true })).toBeVisible({
      timeout: RUN_ENDS_MS,
    })
    await expect(operator.getByText('Done and verified').first()).toBeVisible()
  })
})

test('two people hand the database over: the one who asks cannot approve, and nobody is offered more', async ({
  browser,
}) => {
  const commander = await person(browser, 'commander', '/runbooks/planned-switchover')
  await switchTo(browser, commander, 'mariadb-replica', true)
  await commander.goto('/runbooks/planned-switchover')
  await switchTo(browser, commander, 'mariadb-primary', false)
})

async function switchTo(browser: Browser, commander: Page, to: string, looksAtAll: boolean): Promise<void> {
  const run = await start(commander, 'Hand the lead of the database over', async (dialog) => {
    await dialog.getByLabel('Who is to lead').selectOption(to)
  })
  const go = whatYouCanDo(commander).getByRole('button', { name: 'Hand over', exact: true })
  await expect(go).toBeDisabled({ timeout: 60_000 })
  const typed = commander.getByLabel(`Type ${to} to confirm`)
  await typed.fill('mariadb-')
  await expect(go).toBeDisabled()
  await typed.fill(to)
  await go.click()
  await expect(commander.getByText(/^Waits for the approval of a commander other than/)).toBeVisible()

  if (looksAtAll) {
    await expect(await ownApproval(run)).toMatch(/You asked for this step: somebody else approves it/)
    await expect(whatYouCanDo(commander).getByRole('button')).toHaveText(['Break glass…', 'Skip…'])
    for (const role of ['auditor', 'operator'] as const) {
      const other = await person(browser, role, run)
      await expect(stepTitle(other, 'Hand over')).toBeVisible()
      await expect(whatYouCanDo(other)).toHaveCount(0)
      await expect(other.getByRole('button', { name: /^(Pause|Abort|Hand over)…/ })).toHaveCount(0)
      await expect(other.getByLabel('Comment')).toHaveCount(role === 'auditor' ? 0 : 1)
      await other.context().close()
    }
  }
  const admin = await person(browser, 'admin', run)
  await expect(whatYouCanDo(admin).getByRole('button')).toHaveText([
    'Approve: Hand over',
    'Break glass…',
    'Skip…',
  ])
  await whatYouCanDo(admin).getByRole('button', { name: 'Approve: Hand over' }).click()
  const timeLine = commander.getByRole('region', { name: 'Time line' })
  await expect(timeLine.getByText('Approves, 1 of 1')).toBeVisible({ timeout: 10_000 })
  for (const page of [commander, admin]) {
    await expect(page.getByRole('region', { name: 'How it ended', exact: true })).toBeVisible({
      timeout: RUN_ENDS_MS,
    })
  }
  await expect(commander.getByText('Done and verified').first()).toBeVisible()
  await admin.context().close()
}

/** What the API says to the one who asked and approves: the page offers no button for it. */
async function ownApproval(run: string): Promise<string> {
  const { url, tokens } = readDemo()
  const response = await fetch(`${url}/api/v1${run}/steps/switch/approve`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens.commander}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: '{}',
  })
  expect(response.status).toBe(403)
  return response.text()
}
