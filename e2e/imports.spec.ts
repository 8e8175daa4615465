import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { readDemo } from '../lib/testing/demo'
import { signIn } from './people'

const scan = `<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -oX - 203.0.113.7" start="1700000000" version="7.93" xmloutputversion="1.05">
<scaninfo type="connect" protocol="tcp" numservices="2" services="22,8443"/>
<host><status state="up" reason="echo-reply" reason_ttl="64"/><address addr="203.0.113.7" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="22"><state state="open" reason="syn-ack" reason_ttl="64"/></port>
<port protocol="tcp" portid="8443"><state state="closed" reason="reset" reason_ttl="64"/></port></ports></host>
<runstats><finished time="1700000001"/><hosts up="1" down="0" total="1"/></runstats>
</nmaprun>
`
const hostile = `<!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<nmaprun scanner="nmap" args="&b;"><host/></nmaprun>
`

async function give(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel(/Drop a file here|Drop or choose another/).setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text),
  })
}

test('a scan is read line by line, planned, and taken over whole', async ({ page }) => {
  await signIn(page, 'operator', '/imports')
  await give(page, 'scan.xml', scan)
  await page.getByLabel('From where it was made').selectOption({ index: 1 })
  const understood = page
    .getByRole('region', { name: 'Import a file' })
    .getByRole('group', { name: 'Understood', exact: true })
  await expect(understood.getByRole('row', { name: /203\.0\.113\.7/ }).first()).toBeVisible()
  await expect(page.getByRole('group', { name: 'Not understood' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Import…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'scan.xml was imported' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Its audit entry' })).toBeVisible()
})

test('a file that expands entities is refused with the reason, and nothing of it is taken', async ({
  page,
}) => {
  await signIn(page, 'operator', '/imports')
  await give(page, 'bomb.xml', hostile)
  await expect(page.getByRole('alert').filter({ hasText: /entit|document type/i })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import…' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('bomb.xml')).toHaveCount(0)
})

test('a zone of another name is refused, and cannot be put in force', async ({ page }) => {
  await signIn(page, 'admin', '/imports')
  const zone = '$ORIGIN example.org.\n$TTL 300\n@ SOA ns1 host 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n'
  await give(page, 'example.zone', zone)
  await expect(page.getByRole('alert').filter({ hasText: 'example.org' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import…' })).toHaveCount(0)
})

test('a zone is exported, planned record by record, put in force, and shown beside what is served', async ({
  page,
}) => {
  const before = await inForce()
  try {
    await signIn(page, 'admin', '/dns')
    const zone = await downloaded(page, 'Export zone file')
    await page.goto('/imports')
    await give(page, 'askproai.de.zone', `${zone}journey 300 IN TXT "on its way"\n`)
    const plan = page.locator('pre').filter({ hasText: /^\+ DNS record journey-txt: journey, on its way$/m })
    await expect(plan).toContainText('1 to add, 0 to change, 0 to remove')
    await page.getByLabel('Why, for the revision and the audit log').fill('A record that nobody serves yet')
    await page.getByRole('button', { name: 'Import…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'askproai.de.zone was imported' })).toBeVisible()
    expect((await inForce()).revision).toBe(before.revision + 1)
    await page.goto('/dns')
    await expect(page.getByRole('row', { name: /journey\.askproai\.de/ })).toBeVisible()
  } finally {
    await putInForce(before.text)
  }
})

test('the port matrix is exported as CSV and as JSON, cell by cell as it is shown', async ({ page }) => {
  await signIn(page, 'auditor', '/ports')
  const csv = (await downloaded(page, 'Export CSV')).trim().split(/\r?\n/)
  const cells: readonly unknown[] = JSON.parse(await downloaded(page, 'JSON'))
  expect(cells.length).toBeGreaterThan(20)
  expect(csv).toHaveLength(cells.length + 1)
  const bastion = csv.find((line) => /bastion/.test(line) && /\b22\b/.test(line))
  expect(bastion).toMatch(/open/)
})

/** What the link hands over. */
async function downloaded(page: Page, name: string): Promise<string> {
  const link = page.getByRole('link', { name, exact: true })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return readFileSync(await download.path(), 'utf8')
}

const { url, tokens } = readDemo()
const headers = { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' }

/** The inventory as it is, to be put back. */
async function inForce(): Promise<{ readonly revision: number; readonly text: string }> {
  const { revision } = await (await fetch(`${url}/api/v1/inventory`, { headers })).json()
  const text = await (await fetch(`${url}/api/v1/inventory/export`, { headers })).text()
  return { revision, text }
}

async function putInForce(text: string): Promise<void> {
  const body = JSON.stringify({ text, file: 'before.yaml', message: 'As it was before the journey' })
  const response = await fetch(`${url}/api/v1/inventory/apply`, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
}
