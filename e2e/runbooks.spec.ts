import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { signIn } from './people'

test.setTimeout(300_000)

test('an operator rehearses a runbook from the catalogue to its report, and nothing is executed', async ({
  page,
}) => {
  await signIn(page, 'operator', '/runbooks')
  await page.getByRole('link', { name: 'DDoS attack' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'DDoS attack' })).toBeVisible()
  await page.getByRole('button', { name: 'Start…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start: DDoS attack' })
  await expect(dialog.getByRole('radio', { name: /^Rehearsal/ })).toBeChecked()
  await dialog.getByLabel('Why').fill('a journey of the tests')
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('region', { name: 'How it ended', exact: true })).toBeVisible({
    timeout: 120_000,
  })
  await expect(page.getByText('Nothing was changed.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('link', { name: 'Read the report' }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: /^Report of run \d+: DDoS attack$/ }),
  ).toBeVisible()
  await expect(page.getByText('a journey of the tests', { exact: true })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'PDF' }).click()
  const file = await (await download).path()
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
})

test('an auditor reads every runbook and is offered no way to start one', async ({ page }) => {
  await signIn(page, 'auditor', '/runbooks')
  await expect(page.getByRole('link', { name: 'DDoS attack' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Start/ })).toHaveCount(0)
  await page.getByRole('link', { name: 'DDoS attack' }).click()
  await expect(page.getByText(/SHA-256/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Start/ })).toHaveCount(0)
})
