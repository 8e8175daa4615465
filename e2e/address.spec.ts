import { expect, test } from '@playwright/test'
import { signIn } from './people'

test('what the map shows survives a reload, and Back goes one choice back', async ({ page }) => {
  await signIn(page, 'auditor')
  await page.goto('/topology?view=zones')
  const find = page.getByRole('searchbox', { name: 'Find in this view' })
  await find.pressSequentially('nginx')
  await expect(find).toHaveValue('nginx')
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByRole('button', { name: 'Nginx-2', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Details of Nginx-2' })
  await expect(panel).toBeVisible()
  await page.reload()
  await expect(panel).toBeVisible()
  await expect(find).toHaveValue('nginx')
  await expect(page.getByRole('button', { name: 'PHP-1', exact: true })).toBeHidden()
  await page.goBack()
  await expect(panel).toBeHidden()
  await expect(find).toHaveValue('nginx')
})

test('tabs and filters of the ports survive a reload, and Back goes one choice back', async ({ page }) => {
  await signIn(page, 'auditor')
  await page.goto('/ports')
  const forms = page.getByRole('navigation', { name: 'Forms' })
  await forms.getByRole('link', { name: 'By node' }).click()
  await page.getByLabel('Class').selectOption('external')
  await page.reload()
  await expect(page.getByLabel('Class')).toHaveValue('external', { timeout: 30_000 })
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname === '/ports' && search.includes('as=')) asked.push(search)
  })
  await page.goBack()
  await expect(page.getByLabel('Class')).toHaveValue('')
  await expect(forms.getByRole('link', { name: 'By node' })).toHaveAttribute('aria-current', 'page')
  await page.goBack()
  await expect(forms.getByRole('link', { name: 'Matrix' })).toHaveAttribute('aria-current', 'page')
  // An answer that comes late would write its address over the one that is shown.
  expect(asked).toEqual([])
})

test('the filter of the audit log is in the address, and in its fields', async ({ page }) => {
  await signIn(page, 'auditor')
  await page.goto('/audit')
  await page.getByLabel('Action').fill('user.create')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page).toHaveURL(/action=user\.create/)
  const entries = page.getByRole('group', { name: 'Audit entries' })
  await expect(entries.getByText('token.create')).toHaveCount(0)
  await page.reload()
  await expect(page.getByLabel('Action')).toHaveValue('user.create')
  await page.goBack()
  await expect(page.getByLabel('Action')).toHaveValue('')
  await expect(entries.getByText('session.start').first()).toBeVisible()
})
