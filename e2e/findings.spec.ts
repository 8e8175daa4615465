import { expect, type Locator, type Page, test } from '@playwright/test'
import { signIn } from './people'

const badge = /open findings?, /
const map = (page: Page) => page.getByRole('application', { name: /^Map/ })

for (const view of ['architecture', 'zones', 'ha', 'monitoring', 'dr']) {
  test(`badges of findings cover neither each other nor another card in the view ${view}`, async ({
    page,
  }) => {
    await signIn(page, 'auditor', `/topology?view=${view}`)
    const badges = map(page).getByRole('link', { name: badge })
    await expect(badges.first()).toBeVisible({ timeout: 30_000 })
    const boxes = await boxesOf(badges)
    const cards = await boxesOf(map(page).getByRole('button', { name: /, (?:Healthy|Not observed|Planned)/ }))
    expect(cards.length).toBeGreaterThan(5)
    const covered = boxes.flatMap((box, index) =>
      boxes.slice(index + 1).filter((other) => overlap(box, other)),
    )
    const cut = boxes.filter((box) => cards.some((card) => overlap(box, card) && !isWithin(box, card)))
    expect({ covered, cut }).toEqual({ covered: [], cut: [] })
  })
}

test('a badge on the map leads to what was found, and the panel to each finding', async ({ page }) => {
  await signIn(page, 'auditor', '/topology?view=architecture')
  const firewall = map(page).getByRole('button', { name: /^Firewall \(UFW\).*open finding/ })
  const [, count] = /(\d+) open finding/.exec((await firewall.getAttribute('aria-label')) ?? '') ?? []
  await firewall.click()
  const panel = page.getByRole('complementary', { name: 'Details of Firewall (UFW)' })
  await expect(panel.getByRole('heading', { name: `Open findings · ${count}` })).toBeVisible()
  const first = panel.getByRole('listitem').getByRole('link').first()
  const title = (await first.textContent()) ?? ''

  await map(page)
    .locator('[data-id="firewall"]')
    .getByRole('link', { name: `${count} open findings` })
    .click()
  await expect(page).toHaveURL(/\/findings\?subject=firewall$/)
  await expect(page.getByRole('combobox', { name: 'Node' })).toHaveValue('firewall')
  const found = page.getByRole('button', { name: title })
  await expect(found).toBeVisible()

  await page.goBack()
  await page.getByRole('complementary').getByRole('link', { name: title }).click()
  await expect(
    page.getByRole('complementary', { name: 'Finding' }).getByRole('heading', { level: 2 }),
  ).toHaveText(title)
})

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

async function boxesOf(locator: Locator): Promise<readonly Box[]> {
  const boxes = await Promise.all((await locator.all()).map((each) => each.boundingBox()))
  return boxes.flatMap((box) => box ?? [])
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  )
}

function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}
