import { expect, test } from 'vitest'
import { figureUnit } from './figure-unit'

test.each([
  ['newestBackupAgeSeconds', 'age'],
  ['lagSeconds', 'seconds'],
  ['answerMs', 'milliseconds'],
  ['storedBytes', 'bytes'],
  ['fullPercent', 'percent'],
  ['busyWorkers', 'count'],
])('%s is told in %s', (name, unit) => {
  expect(figureUnit(name)).toBe(unit)
})
