import { expect, test } from '@playwright/test'
import { openLab } from '../lab/lab'
import { readDemo } from '../lib/testing/demo'
import { findingCases } from '../scripts/finding-matrix/cases'
import { describeRow, injectAndHeal } from '../scripts/finding-matrix/inject-and-heal'
import { signIn } from './people'

/** One of each view; `npm run finding-matrix` breaks everything that probes can see otherwise than declared. */
const names = ['port-opened', 'dns-secondary-behind', 'hsts-dropped']

test('what is otherwise than declared is shown and found within its probe’s time, and resolves by itself', async ({
  page,
}) => {
  await signIn(page, 'auditor', '/findings')
  const cases = findingCases.filter(({ name }) => names.includes(name))
  expect(cases).toHaveLength(names.length)
  const place = { demo: readDemo(), lab: openLab(() => undefined) }
  const rows = await injectAndHeal(place, cases, async () => {
    for (const { title } of cases)
      await expect(page.getByRole('button', { name: title }).first()).toBeVisible()
    await page.goto('/dns')
    await expect(page.getByText('Behind', { exact: true })).toBeVisible()
  })
  expect(rows.filter(({ faults }) => faults.length > 0).map(describeRow)).toEqual([])
  await expect(page.getByText('Behind', { exact: true })).toHaveCount(0)
})
