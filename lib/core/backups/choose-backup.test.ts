import { describe, expect, it } from 'vitest'
import type { ArchivedChain, BackupManifest, Found } from './backup'
import { chooseBackup, seriesProblem } from './choose-backup'
import { beginSeries, nextInSeries } from './gtid-series'

const hash = 'a'.repeat(64)

function backup(hour: number, problem: string | null = null): Found<BackupManifest> {
  const startedAt = `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`
  const key = `mariadb/${startedAt}`
  return {
    key,
    problem,
    thing: { key, sha256: hash, sizeBytes: 1, gtid: `0-1-${hour}`, startedAt, finishedAt: startedAt },
  }
}

function chain(readAt: string, problem: string | null = null, startsAfter = ''): Found<ArchivedChain> {
  const files = [{ file: 'binlog.000001', key: 'binlog/1/a', sha256: hash, sizeBytes: 1 }]
  return {
    key: 'binlog/1',
    problem,
    thing: { version: 1, serverId: 1, server: 'a', gtid: '0-1-9', readAt, files, startsAfter },
  }
}

const latest = { kind: 'latest' } as const
const at = (text: string) => ({ kind: 'instant', atMs: Date.parse(text) }) as const

describe('the choice of a backup', () => {
  it('is the newest that can be trusted, with what the binary logs add', () => {
    expect(
      chooseBackup([backup(8), backup(10), backup(9)], [chain('2026-03-01T10:30:00Z')], latest),
    ).toMatchObject({
      outcome: 'chosen',
      backup: { key: backup(10).key },
      lastRecoverableMs: Date.parse('2026-03-01T10:30:00Z'),
    })
  })

  it('passes over a tampered one, and says why', () => {
    const found = chooseBackup([backup(9), backup(10, 'its checksum is another')], [], latest)
    expect(found).toMatchObject({
      outcome: 'chosen',
      backup: { key: backup(9).key },
      rejected: [{ key: backup(10).key, reason: 'its checksum is another' }],
    })
  })

  it('without binary logs ends where the dump began', () => {
    const found = chooseBackup([backup(9)], [chain('2026-03-01T10:30:00Z', 'a file is missing')], latest)
    expect(found).toMatchObject({ chain: null, lastRecoverableMs: Date.parse('2026-03-01T09:00:00Z') })
  })

  it('does not promise what binary logs cannot give that begin after the dump', () => {
    const late = chain('2026-03-01T10:30:00Z', null, '0-1-12')
    const found = chooseBackup([backup(10)], [late], latest)
    expect(found).toMatchObject({ chain: null, lastRecoverableMs: Date.parse('2026-03-01T10:00:00Z') })
    expect(found.rejected).toEqual([
      {
        key: late.key,
        reason: 'they begin after 0-1-12, the dump ends at 0-1-10: what lies between is missing',
      },
    ])
    expect(chooseBackup([backup(10)], [late], at('2026-03-01T10:10:00Z'))).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('is later than what can be recovered'),
    })
  })

  it('takes the binary logs of an earlier leader where the newest do not lead on', () => {
    const late = chain('2026-03-01T11:30:00Z', null, '0-2-12')
    const earlier = chain('2026-03-01T10:30:00Z')
    expect(chooseBackup([backup(10)], [late, earlier], latest)).toMatchObject({
      chain: { readAt: '2026-03-01T10:30:00Z' },
      rejected: [{ key: late.key }],
    })
  })

  it('refuses an instant later than what can be recovered', () => {
    const found = chooseBackup([backup(9)], [chain('2026-03-01T10:30:00Z')], at('2026-03-01T10:30:01Z'))
    expect(found).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('is later than') })
  })

  it('for an instant takes the newest backup before it', () => {
    const found = chooseBackup(
      [backup(9), backup(10)],
      [chain('2026-03-01T10:30:00Z')],
      at('2026-03-01T09:59:00Z'),
    )
    expect(found).toMatchObject({ outcome: 'chosen', backup: { key: backup(9).key } })
  })

  it('refuses an instant before the oldest backup', () => {
    expect(chooseBackup([backup(9)], [], at('2026-03-01T08:00:00Z'))).toMatchObject({ outcome: 'refused' })
  })

  it('refuses when nothing can be trusted, and when there is nothing', () => {
    expect(chooseBackup([backup(9, 'cut short')], [], latest)).toMatchObject({
      reason: 'no backup can be trusted',
    })
    expect(chooseBackup([], [], latest)).toMatchObject({ reason: 'there is no backup' })
  })

  it('a missing file in the middle breaks the series', () => {
    const files = ['binlog.000001', 'binlog.000003'].map((file) => ({
      file,
      key: file,
      sha256: hash,
      sizeBytes: 1,
    }))
    const broken = { version: 1 as const, serverId: 1, server: 'a', gtid: '', readAt: '', files }
    expect(seriesProblem(broken)).toBe('binlog.000003 does not follow binlog.000001')
    expect(seriesProblem({ ...broken, files: files.slice(0, 1) })).toBeNull()
  })
})

describe('the series of transactions', () => {
  it('follows on from the dump, whoever wrote them', () => {
    const series = ['0-1-6', '0-2-7'].reduce(nextInSeries, beginSeries('0-1-5'))
    expect(series).toEqual({ count: 2, position: '0-2-7', gap: null })
  })

  it('finds the first that is missing', () => {
    const series = ['0-1-6', '0-1-8', '0-1-10'].reduce(nextInSeries, beginSeries('0-1-5'))
    expect(series.gap).toBe('0-1-8 does not follow 0-1-6')
    expect(nextInSeries(beginSeries(''), '0-1-2').gap).toBe('0-1-2 does not follow the beginning')
    expect(nextInSeries(beginSeries(''), '0-1-1').gap).toBeNull()
  })
})
