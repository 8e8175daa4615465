import { expect, test } from 'vitest'
import { countFindings, findingsAbout } from './findings-about'

const finding = (id: string, parts: object) => ({
  id,
  status: 'open',
  severity: 'low' as const,
  about: ['node:nginx-1'],
  ...parts,
})
const both = finding('both', { severity: 'high', about: ['node:nginx-1', 'link:nginx-1-to-php-1'] })
const low = finding('low', {})
const seen = finding('seen', { status: 'acknowledged', severity: 'critical' })
const waived = finding('waived', { status: 'waived', severity: 'critical' })
const resolved = finding('resolved', { status: 'resolved', severity: 'critical' })
const question = finding('question', {
  severity: 'critical',
  needs: { fact: 'the CA', inventoryPath: 'tls' },
})
const port = finding('port', { severity: 'critical', about: ['port:nginx-1'] })
const info = finding('info', { severity: 'info', about: ['node:bastion'] })
const all = [low, both, seen, waived, resolved, question, port, info]

test('a node counts what is open about it: no question, nothing that somebody took over, nothing of a namesake', () => {
  expect(findingsAbout(all, ['node:nginx-1']).map(({ id }) => id)).toEqual(['both', 'low'])
  expect(countFindings(findingsAbout(all, ['node:nginx-1']))).toEqual({ count: 2, worst: 'high' })
})

test('a finding about several of the subjects is counted once', () => {
  const about = findingsAbout(all, ['link:nginx-1-to-php-1', 'node:nginx-1', 'node:nginx-1'])
  expect(countFindings(about)).toEqual({ count: 2, worst: 'high' })
})

test('what is only for information is listed, and no badge asks for it', () => {
  const about = findingsAbout(all, ['node:bastion', 'node:nginx-1'])
  expect(about.map(({ id }) => id)).toEqual(['both', 'low', 'info'])
  expect(countFindings(about)).toEqual({ count: 2, worst: 'high' })
  expect(countFindings([info])).toBeNull()
})

test('nothing open is told apart from a count', () => {
  expect(countFindings(findingsAbout(all, ['node:stripe']))).toBeNull()
  expect(countFindings(findingsAbout([], ['node:nginx-1']))).toBeNull()
})
