import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRule, rules } from './registry'

/** The ids of the catalogue: an area, and how many rules it has. */
const areas = {
  DNS: 25,
  CAA: 10,
  SPF: 7,
  DMARC: 7,
  DKIM: 2,
  MX: 4,
  MTA: 2,
  TLS: 26,
  PORT: 18,
  HA: 16,
  DR: 10,
  MON: 14,
  AUD: 10,
} as const
const catalogue = Object.entries(areas).flatMap(([area, count]) =>
  Array.from({ length: count }, (_, index) => `${area}-${String(index + 1).padStart(3, '0')}`),
)

const folder = join(import.meta.dirname, 'rules')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.rule.ts'))
  .map((name) => name.replace(/^.*\//, '').slice(0, -'.rule.ts'.length).toUpperCase())

test('the catalogue has 151 rules', () => {
  expect(catalogue).toHaveLength(151)
})

test('every rule of the catalogue is there, once, and no other', () => {
  expect(rules.map((rule) => rule.id)).toEqual(catalogue)
})

test('every rule file is registered', () => {
  expect(files.toSorted()).toEqual(rules.map((rule) => rule.id).toSorted())
})

test('every rule says what it checks, by what, and what it reads', () => {
  for (const rule of rules) {
    expect(rule.title, rule.id).not.toBe('')
    expect(rule.reference, rule.id).not.toBe('')
    expect(rule.reads.length, rule.id).toBeGreaterThan(0)
    expect(new Set(rule.reads).size, rule.id).toBe(rule.reads.length)
  }
})

test('a rule that does not exist is not found', () => {
  expect(findRule('DNS-999')).toBeUndefined()
})
