import { type Browser, expect, type Page, test } from '@playwright/test'
import type { Role } from '../lib/core/auth/role'
import { signIn } from './people'

test.setTimeout(300_000)

async function person(browser: Browser, role: Role, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, role, path)
  return page
}

const whatYouCanDo = (page: Page) => page.getByRole('region', { name: 'What you can do' })
const stepTitle = (page: Page, name: string) => page.getByRole('heading', { level: 2, name })

test('before an abort what made it worse is taken back, and what was there before is read back', async ({
  browser,
}) => {
  const commander = await person(browser, 'commander', '/runbooks/ddos-attack')
  await commander.getByRole('button', { name: 'Start…' }).click()
  const started = commander.getByRole('dialog', { name: 'Start: DDoS attack' })
  await started.getByRole('radio', { name: /^Drill/ }).check()
  await started.getByLabel('Why').fill('a journey of the tests')
  await started.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(commander).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
  const run = new URL(commander.url()).pathname
  await whatYouCanDo(commander).getByRole('button', { name: 'Switch Under Attack mode on' }).click()
  await expect(stepTitle(commander, 'Monitor and adjust the rules')).toBeVisible({ timeout: 120_000 })

  await test.step('the abort offers it, and an auditor is not offered it', async () => {
    await commander.getByRole('button', { name: 'Abort…' }).click()
    const dialog = commander.getByRole('dialog', { name: 'Abort this run' })
    await dialog
      .getByRole('listitem')
      .filter({ hasText: 'Switch Under Attack mode on' })
      .getByRole('link', { name: 'Take it back first' })
      .click()
    await expect(stepTitle(commander, 'Switch Under Attack mode on')).toBeVisible()
    const auditor = await person(browser, 'auditor', `${run}?step=under-attack`)
    await expect(stepTitle(auditor, 'Switch Under Attack mode on')).toBeVisible()
    await expect(whatYouCanDo(auditor)).toHaveCount(0)
    await auditor.context().close()
  })

  for (const [key, title, seen] of [
    ['under-attack', 'Switch Under Attack mode on', /^Taken back: the level is \w+ again/],
    [
      'limit-api',
      'Limit how often one address may call the API',
      /^Taken back: the rule \S+ is as it was before/,
    ],
    [
      'limit-pages',
      'Limit how often one address may ask for pages',
      /^Taken back: the rule \S+ is as it was before/,
    ],
  ] as const) {
    await test.step(`${title} is taken back, with a reason`, async () => {
      await commander.goto(`${run}?step=${key}`)
      await whatYouCanDo(commander).getByRole('button', { name: 'Take back…' }).click()
      const dialog = commander.getByRole('dialog', { name: `Take back: ${title}` })
      await dialog.getByLabel('Reason').fill('customers cannot get in')
      await dialog.getByRole('button', { name: 'Take it back' }).click()
      await expect(dialog).toBeHidden()
      const result = commander.getByRole('region', { name: 'What came of it' })
      await expect(result.getByText(seen)).toBeVisible({ timeout: 60_000 })
      await expect(whatYouCanDo(commander).getByRole('button')).toHaveText(['Execute it again', 'Skip…'])
    })
  }

  await test.step('the aborted run says in its report what was taken back, by whom and why', async () => {
    await commander.goto(run)
    await commander.getByRole('button', { name: 'Abort…' }).click()
    const dialog = commander.getByRole('dialog', { name: 'Abort this run' })
    await expect(dialog.getByRole('link', { name: 'Take it back first' })).toHaveCount(0)
    await dialog.getByLabel('Reason').fill('it was no attack')
    await dialog.getByRole('button', { name: 'Abort the run' }).click()
    await commander.getByRole('link', { name: 'Read the report' }).click()
    await expect(
      commander.getByText(/asked at .* for it to be taken back: customers cannot get in/),
    ).toHaveCount(3)
    await expect(commander.getByText(/^Taken back: the level is \w+ again/).first()).toBeVisible()
  })
})

test('a failover that is aborted after its fence is led back by two people: the fenced primary takes writes again', async ({
  browser,
}) => {
  const commander = await person(browser, 'commander', '/runbooks/primary-server-failure')
  await commander.getByRole('button', { name: 'Start…' }).click()
  const started = commander.getByRole('dialog', { name: 'Start: The primary server has failed' })
  await started.getByRole('radio', { name: /^Drill/ }).check()
  await started.getByLabel('Why').fill('a journey of the tests')
  await started.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(commander).toHaveURL(/\/runs\/[0-9a-f-]{36}/)
  const run = new URL(commander.url()).pathname

  await test.step('nothing is down, so the run stops, and a person goes on with a reason', async () => {
    await expect(commander.getByText(/^It failed: /)).toBeVisible({ timeout: 60_000 })
    await whatYouCanDo(commander).getByRole('button', { name: 'Skip…' }).click()
    const dialog = commander.getByRole('dialog', { name: 'Skip: See that it is really down' })
    await dialog.getByLabel('Reason').fill('a drill: it is not down')
    await dialog.getByRole('button', { name: 'Skip this step' }).click()
  })

  const doWithTwo = async (title: string) => {
    await expect(stepTitle(commander, title)).toBeVisible({ timeout: 60_000 })
    await commander.getByLabel('Type mariadb-primary to confirm').fill('mariadb-primary', { timeout: 60_000 })
    await whatYouCanDo(commander).getByRole('button', { name: title }).click()
    const admin = await person(browser, 'admin', new URL(commander.url()).pathname)
    const approve = whatYouCanDo(admin).getByRole('button', { name: `Approve: ${title}` })
    await approve.click()
    // Whoever closes the page at once takes the request back with it.
    await expect(approve).toBeHidden()
    await admin.context().close()
  }

  await test.step('it is aborted before anybody is promoted, and what it left names the way back', async () => {
    await doWithTwo('Fence the old primary')
    await expect(stepTitle(commander, 'Promote a replica')).toBeVisible({ timeout: 90_000 })
    await commander.getByRole('button', { name: 'Abort…' }).click()
    const dialog = commander.getByRole('dialog', { name: 'Abort this run' })
    await expect(dialog.getByRole('link', { name: 'Take it back first' })).toBeVisible()
    await dialog.getByLabel('Reason').fill('the old primary is well')
    await dialog.getByRole('button', { name: 'Abort the run' }).click()
    const ways = commander.getByRole('region', { name: 'The way back', exact: true })
    await expect(ways.getByRole('link')).toHaveText(['Let the fenced primary take writes again'])
  })

  await test.step('the way back opens it, and a write of the application proves it', async () => {
    await commander.goto(run)
    await commander.getByRole('button', { name: 'Start the way back…' }).click()
    await commander.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
    await doWithTwo('Let it take writes again')
    await expect(commander.getByRole('region', { name: 'How it ended', exact: true })).toBeVisible({
      timeout: 120_000,
    })
    await commander
      .getByRole('navigation', { name: 'Steps' })
      .getByText('Point the application at it')
      .click()
    await expect(commander.getByText('the application writes to mariadb-primary again').first()).toBeVisible()
  })
})
