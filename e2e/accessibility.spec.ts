import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { signIn } from './people'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

for (const theme of ['light', 'dark'] as const) {
  test(`the sign-in page has no violations in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await page.goto('/sign-in')
    expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([])
  })

  for (const path of ['/', '/topology?view=architecture&node=mariadb-primary']) {
    test(`${path} has no violations in ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await signIn(page, 'auditor', path)
      const subject = path === '/' ? page.getByText('The estate by zone') : page.getByRole('complementary')
      await expect(subject).toBeVisible({ timeout: 20_000 })
      expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([])
    })
  }
}
