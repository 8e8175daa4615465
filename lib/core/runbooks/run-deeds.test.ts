import { expect, test } from 'vitest'
import { makeRunStep } from '@/lib/testing/run-factory'
import { abortedWords } from './run-deeds'

const at = '2026-11-25T17:31:00.000Z'
const result = { summary: '', changed: true, evidence: [], checks: [], actedAt: at }
const checked = makeRunStep('primary-down', { kind: 'check', status: 'succeeded', startedAt: at, result })
const told = makeRunStep('tell', { kind: 'notify', status: 'succeeded', startedAt: at, result })
const waiting = makeRunStep('fence', { status: 'awaiting-approval' })
const words = (...steps: Parameters<typeof abortedWords>[1]) => abortedWords('a false alarm', steps)

test('a run that was aborted before it did anything says that nothing was done', () => {
  expect(words(checked, waiting)).toBe('Aborted: a false alarm. Nothing was done.')
})

test('a message that went out is not called nothing', () => {
  expect(words(checked, told, waiting)).toContain('People were told, and nothing else was done.')
})

test.each([
  ['done', { status: 'succeeded' as const, result }],
  ['begun, and nobody knows how far', { status: 'failed' as const, result: null }],
])('what was %s is not called nothing', (_, part) => {
  expect(words(told, { ...waiting, startedAt: at, ...part })).toBe('Aborted: a false alarm')
})

test('what was found done already, or was taken back, was not done', () => {
  const found = { ...waiting, startedAt: at, result: { ...result, changed: false } }
  const undone = makeRunStep('level', { status: 'undone', startedAt: at, result })
  expect(words({ ...found, status: 'succeeded' }, undone)).toContain('Nothing was done.')
})
