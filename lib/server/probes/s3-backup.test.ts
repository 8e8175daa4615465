import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { summariseBackups } from './s3/newest-backup'
import { s3BackupProbe } from './s3-backup.probe'

const NOW_MS = Date.parse('2026-11-24T12:00:00Z')
const settings = s3BackupProbe.settings.parse({
  host: '10.0.0.1',
  port: 9000,
  bucket: 'backups',
  accessKey: 'env:KEY',
  secretKey: 'env:SECRET',
  maxAgeSeconds: 3_600,
})

function backup(key: string, ageSeconds: number, sizeBytes = 10) {
  return { key, modifiedAtMs: NOW_MS - ageSeconds * 1_000, sizeBytes }
}

function judge(ageSeconds: number) {
  const listing = summariseBackups([backup('a.sql.gz', ageSeconds)], {
    keys: new Set(['a.sql.gz']),
    manifestSuffix: undefined,
    isWhole: true,
  })
  const { status, reason } = s3BackupProbe.judge(listing, settings, NOW_MS)
  return { status, reason }
}

describe('the judgement of backups by their age', () => {
  it('is healthy within the interval and the slack', () => {
    expect(judge(3_900)).toEqual({ status: 'healthy', reason: 'newest backup is 1 h old' })
  })

  it('is degraded when the newest is late, down when it is three intervals old', () => {
    expect(judge(3_901).status).toBe('degraded')
    expect(judge(10_800).status).toBe('degraded')
    expect(judge(10_801)).toEqual({ status: 'down', reason: 'newest backup is 3 h old' })
  })

  it('is down when there is none', () => {
    const none = summariseBackups([], { keys: new Set(), manifestSuffix: undefined, isWhole: true })
    expect(s3BackupProbe.judge(none, settings, NOW_MS)).toMatchObject({
      status: 'down',
      reason: 'there is no backup',
    })
  })

  it('is unknown when S3 does not answer or there is too much to look through', () => {
    expect(s3BackupProbe.judge(failed('connect', 'ECONNREFUSED', 1), settings, NOW_MS).status).toBe('unknown')
    const cut = summariseBackups([], { keys: new Set(), manifestSuffix: undefined, isWhole: false })
    expect(s3BackupProbe.judge(cut, settings, NOW_MS).status).toBe('unknown')
  })
})

describe('the newest complete backup', () => {
  it('is not one whose manifest is missing, nor an empty one', () => {
    const old = backup('old.sql.gz', 7_200)
    const unfinished = backup('new.sql.gz', 60)
    const empty = backup('empty.sql.gz', 30, 0)
    const keys = new Set(['old.sql.gz', 'old.sql.gz.json', 'new.sql.gz', 'empty.sql.gz', 'empty.sql.gz.json'])
    expect(
      summariseBackups([unfinished, old, empty], { keys, manifestSuffix: '.json', isWhole: true }),
    ).toMatchObject({
      newest: old,
      newerIncomplete: empty,
      count: 3,
    })
  })
})
