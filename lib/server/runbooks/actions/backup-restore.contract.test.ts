import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testActionContext } from '@/lib/testing/action-context'
import {
  copyBackup,
  forgetOtherLeaders,
  placeOrder,
  readObject,
  sqlOf,
  untilArchived,
  writeObject,
} from '@/lib/testing/backup-lab'
import { ensureLab, healLab } from '@/lib/testing/lab'
import { backupFindCheck } from '../checks/backup-find.check'
import { backupRestoreAction as action } from './backup-restore.action'

const asked = action.settings.parse({})

beforeAll(async () => {
  await ensureLab()
  await forgetOtherLeaders()
})
beforeEach(async () => {
  await sqlOf('target', ['SET GLOBAL read_only = 1', 'STOP ALL SLAVES', 'RESET SLAVE ALL'])
})
afterAll(healLab)

async function references(): Promise<readonly string[]> {
  const rows = await sqlOf('target', ['SELECT reference FROM askproai.orders ORDER BY id'])
  return rows.map(({ reference }) => String(reference))
}

describe('a restore into the second datacentre', () => {
  it('brings back the dump and every transaction that was archived, and compares with the source', async () => {
    const reference = crypto.randomUUID()
    await placeOrder(reference)
    const chain = await untilArchived()
    await sqlOf('target', ['SET SESSION sql_log_bin = 0', 'DELETE FROM askproai.orders'])
    const context = testActionContext()
    const checks = await action.preflight(asked, context)
    expect(checks.map(({ key, outcome }) => [key, outcome])).toEqual([
      ['backup', 'passed'],
      ['target-closed', 'passed'],
      ['tools', 'passed'],
    ])
    await action.execute(asked, context)
    expect((await action.verify(asked, context)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
    expect(await references()).toContain(reference)
    const [restored] = await sqlOf('target', ['SELECT @@gtid_binlog_pos AS position'])
    expect(Number(String(restored?.position).split('-')[2])).toBeGreaterThanOrEqual(
      Number(chain.gtid.split('-')[2]),
    )
    expect((await action.execute(asked, context)).changed).toBe(false)
  })

  it('T14: the first write afterwards follows on, it does not begin at 1', async () => {
    const context = testActionContext()
    await action.execute(asked, context)
    const [before] = await sqlOf('target', ['SELECT @@gtid_binlog_pos AS position'])
    const next = Number(String(before?.position).split('-')[2]) + 1
    const [after] = await sqlOf('target', [
      'SET GLOBAL read_only = 0',
      `INSERT INTO askproai.orders (reference, host, created_at) VALUES ('${crypto.randomUUID()}', 'T14', NOW(3))`,
      'SET GLOBAL read_only = 1',
      'SELECT @@gtid_binlog_pos AS position',
    ])
    expect(after?.position).toBe(`0-30-${next}`)
  })

  it('up to an instant, and not further', async () => {
    const [kept, left] = [crypto.randomUUID(), crypto.randomUUID()]
    await placeOrder(kept)
    const [row] = await sqlOf('primary', ['DO SLEEP(1.1)', 'SELECT UTC_TIMESTAMP() AS instant'])
    await sqlOf('primary', ['DO SLEEP(1.1)'])
    await placeOrder(left)
    await untilArchived()
    const instant = new Date(String(row?.instant)).toISOString()
    const context = testActionContext({ parameters: { 'restore-to': instant } })
    await action.execute(asked, context)
    const found = await references()
    expect([found.includes(kept), found.includes(left)]).toEqual([true, false])
  })

  it('a server that takes writes is never restored into', async () => {
    await sqlOf('target', ['SET GLOBAL read_only = 0'])
    const context = testActionContext()
    const checks = await action.preflight(asked, context)
    expect(checks.find(({ key }) => key === 'target-closed')?.outcome).toBe('failed')
    await expect(action.execute(asked, context)).rejects.toThrow('takes writes')
  })

  it('a run that is lost to another worker has changed nothing', async () => {
    const before = await references()
    const onAct = () => {
      throw new Error('lost')
    }
    await expect(action.execute(asked, testActionContext({ onAct }))).rejects.toThrow('lost')
    expect(await references()).toEqual(before)
  })
})

describe('a backup that cannot be trusted', () => {
  it('an instant later than what can be recovered is refused, with the last that can', async () => {
    const context = testActionContext({ parameters: { 'restore-to': '2999-01-01T00:00:00Z' } })
    const [check] = await backupFindCheck.check(backupFindCheck.settings.parse({}), context)
    expect(check).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('later than what can be'),
    })
    await expect(action.execute(asked, context)).rejects.toThrow('later than what can be recovered')
  })

  it('a truncated dump is refused before the target loses anything', async () => {
    const copy = await copyBackup('truncated')
    await writeObject(copy.key, (await readObject(copy.key)).subarray(0, -100))
    await expectRefused(copy.settings, /has \d+ bytes, not the \d+ of its manifest/)
  })

  it('a tampered dump of the right size is refused', async () => {
    const copy = await copyBackup('tampered')
    const body = await readObject(copy.key)
    body.writeUInt8(body.readUInt8(200) ^ 1, 200)
    await writeObject(copy.key, body)
    await expectRefused(copy.settings, /the checksum is another/)
  })

  it('a dump that is gone is refused', async () => {
    const copy = await copyBackup('gone')
    await writeObject(
      `${copy.key}.manifest.json`,
      JSON.stringify({ ...copy.manifest, key: `${copy.key}.other` }),
    )
    await expectRefused(copy.settings, /not in the bucket/)
  })

  it('a tampered binary log leaves the dump, and says that the rest cannot be had', async () => {
    const copy = await copyBackup('binlog')
    const [file] = copy.chain.files
    const body = await readObject(file?.key ?? '')
    body.writeUInt8(body.readUInt8(300) ^ 1, 300)
    await writeObject(file?.key ?? '', body)
    const settings = backupFindCheck.settings.parse(copy.settings)
    const [check] = await backupFindCheck.check(settings, testActionContext())
    expect(check?.outcome).toBe('warning')
    expect(check?.evidence).toContainEqual({ label: 'Binary logs', value: 'none' })
    expect(JSON.stringify(check?.evidence)).toContain('the checksum is another')
  })

  it('binary logs that begin after the dump leave the dump, and the gap is named', async () => {
    await placeOrder(crypto.randomUUID())
    await sqlOf('primary', ['FLUSH BINARY LOGS'])
    await placeOrder(crypto.randomUUID())
    const copy = await copyBackup('gap')
    const early = { ...copy.manifest, gtid: '0-10-1', fingerprint: undefined }
    await writeObject(`${copy.key}.manifest.json`, JSON.stringify(early))
    const files = copy.chain.files.slice(-1)
    await writeObject('gap/binlog/10/chain.json', JSON.stringify({ ...copy.chain, files }))
    const settings = backupFindCheck.settings.parse(copy.settings)
    const [check] = await backupFindCheck.check(settings, testActionContext())
    expect(check?.outcome).toBe('warning')
    expect(check?.evidence).toContainEqual({ label: 'Binary logs', value: 'none' })
    expect(JSON.stringify(check?.evidence)).toContain('the dump ends at 0-10-1: what lies between is missing')
  })

  it('content that differs from the source fails the restore', async () => {
    const copy = await copyBackup('differs')
    const { fingerprint } = copy.manifest
    const orders = { rows: fingerprint.tables.orders.rows, checksum: '1' }
    const wrong = { ...fingerprint, tables: { ...fingerprint.tables, orders } }
    await writeObject(`${copy.key}.manifest.json`, JSON.stringify({ ...copy.manifest, fingerprint: wrong }))
    const settings = action.settings.parse(copy.settings)
    await expect(action.execute(settings, testActionContext())).rejects.toThrow('the content differs: orders')
  })
})

async function expectRefused(prefixes: object, reason: RegExp): Promise<void> {
  const before = await references()
  const settings = action.settings.parse(prefixes)
  const [check] = await backupFindCheck.check(backupFindCheck.settings.parse(prefixes), testActionContext())
  expect(check).toMatchObject({ outcome: 'failed', reason: 'no backup can be trusted' })
  expect(check?.evidence[0]?.value).toMatch(reason)
  await expect(action.execute(settings, testActionContext())).rejects.toThrow('no backup can be trusted')
  expect(await references()).toEqual(before)
}
