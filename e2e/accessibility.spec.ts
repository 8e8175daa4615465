import AxeBuilder from '@axe-core/playwright'
import { type Cookie, expect, type Page, test } from '@playwright/test'
import { signIn } from './people'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const views = ['architecture', 'zones', 'ha', 'monitoring', 'dr']
const pages = [
  { path: '/', heading: /./ },
  { path: '/topology?view=architecture&node=mariadb-primary', heading: /./ },
  ...views.map((view) => ({ path: `/topology?view=${view}`, heading: /./ })),
  { path: '/runbooks', heading: 'Runbooks' },
  { path: '/runbooks/ddos-attack', heading: 'DDoS attack' },
  { path: '/runs', heading: 'Runs' },
  { path: '/flows', heading: 'Flows' },
  { path: '/flows/http-request', heading: 'HTTP Request Flow' },
  { path: '/alerts', heading: 'Alerts' },
  { path: '/traffic', heading: 'Traffic' },
  { path: '/ports', heading: 'Ports' },
  { path: '/ports?as=list', heading: 'Ports' },
  { path: '/ports?as=scans', heading: 'Ports' },
  { path: '/ports?cell=nginx-1:443/tcp', heading: 'Ports' },
  { path: '/dns', heading: 'DNS' },
  { path: '/tls', heading: 'TLS' },
  { path: '/findings', heading: 'Findings' },
  { path: '/findings?show=questions', heading: 'Findings' },
  { path: '/findings?show=catalogue', heading: 'Findings' },
  { path: '/inventory', heading: 'Inventory' },
  { path: '/imports', heading: 'Imports' },
  { path: '/audit', heading: 'Audit' },
  { path: '/access', heading: 'Access' },
  { path: '/change-password', heading: /password/i },
]

/** As wide as a desk's screen, and as a phone's. */
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

let session: readonly Cookie[] = []

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage()
  await signIn(page, 'admin')
  session = await page.context().cookies()
  await page.close()
})

for (const theme of ['light', 'dark'] as const) {
  test(`the sign-in page has no violations in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await page.goto('/sign-in')
    await expectNoViolations(page)
  })

  for (const { path, heading } of pages) {
    test(`${path} opens without an error and has no violations in ${theme}`, async ({ page, context }) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) errors.push(message.text())
      })
      await page.emulateMedia({ colorScheme: theme })
      await context.addCookies([...session])
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeAttached({ timeout: 20_000 })
      await expectNoViolations(page)
      expect(errors, 'the browser draws what the server drew, and is asked for nothing it refuses').toEqual(
        [],
      )
    })
  }
}

async function expectNoViolations(page: Page): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0)
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
    expect(violations, `${size.width} pixels wide`).toEqual([])
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overhang, `what stands out of a page ${size.width} pixels wide`).toBeLessThanOrEqual(0)
  }
}
