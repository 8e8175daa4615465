import { expect, test } from '@playwright/test'
import { roles } from '../lib/core/auth/role'
import { signIn } from './people'

for (const role of roles) {
  test(`the ${role} signs in and sees who they are`, async ({ page }) => {
    await signIn(page, role)
    await expect(
      page.getByRole('navigation', { name: 'Console' }).getByText(role, { exact: true }),
    ).toBeVisible()
  })
}

test('a wrong password is refused without telling whether the address is known', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('nobody@askproai.example')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail or password is not right.')).toBeVisible()
})

test('a page asked without a session leads there after sign-in, and never to another site', async ({
  page,
}) => {
  await page.goto('/topology?view=ha')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await page.goto('/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2F')
  await signIn(page, 'auditor', '//evil.example')
  expect(new URL(page.url()).pathname).toBe('/')
})
