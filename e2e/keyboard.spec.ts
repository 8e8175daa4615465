import { expect, type Locator, type Page, test } from '@playwright/test'
import { readDemo } from '../lib/testing/demo'

/** Tab, as often as it takes; and what it reaches can be seen to have the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const outline = await target.evaluate((element) => getComputedStyle(element).outlineStyle)
      expect(outline, 'the focus is visible').not.toBe('none')
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${target}`)
}

async function signInByKeyboard(page: Page): Promise<void> {
  const { email, password } = readDemo().users.operator
  await page.goto('/sign-in')
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type(email)
  await tabTo(page, page.getByLabel('Password'))
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Console' })).toBeVisible()
}

test('from the sign-in to a node of the map and a runbook without a mouse', async ({ page }) => {
  await signInByKeyboard(page)
  await tabTo(page, page.getByRole('link', { name: 'Skip to the page' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  await test.step('a node is found, read and left', async () => {
    await page.keyboard.press('/')
    const finder = page.getByRole('combobox', { name: 'Name, kind or address' })
    await expect(finder).toBeFocused()
    await page.keyboard.type('nginx-1')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'Details of Nginx-1' })
    await expect(panel).toBeVisible()
    const card = page.getByRole('application', { name: /^Map/ }).getByRole('button', { name: /^Nginx-1,/ })
    await tabTo(page, card)
    await tabTo(page, panel.getByRole('button', { name: 'Close details' }))
    await page.keyboard.press('Enter')
    await expect(panel).toBeHidden()
    await expect(card).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(panel).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
    await expect(card).toBeFocused()
  })

  await test.step('a runbook is opened', async () => {
    await tabTo(
      page,
      page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Runbooks' }),
    )
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Leave Under Attack mode' }))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/runbooks\/leave-under-attack-mode/)
  })
})
