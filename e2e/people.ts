import { expect, type Page } from '@playwright/test'
import type { Role } from '../lib/core/auth/role'
import { readDemo } from '../lib/testing/demo'

/** Signs in as the demo's person of that role and lands on the given page. */
export async function signIn(page: Page, role: Role, path = '/'): Promise<void> {
  const { email, password } = readDemo().users[role]
  await page.goto(path === '/' ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(path)}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation', { name: 'Console' })).toBeVisible()
}
