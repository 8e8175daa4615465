import { expect, test } from 'vitest'
import { inputOf } from '@/lib/testing/finding-factory'
import { partsRead } from '@/lib/testing/rule-cases'
import { readShippedInventory } from '@/lib/testing/shipped-inventory'
import { createEvaluator } from './evaluate-rules'
import { rules } from './registry'

const inventory = readShippedInventory()
const results = createEvaluator(rules).evaluate(inputOf(inventory))
const findings = results.flatMap((result) => result.findings)

test('every rule can be evaluated on the shipped estate', () => {
  expect(
    results.filter((result) => result.outcome === 'failed').map((result) => [result.rule.id, result.error]),
  ).toEqual([])
  expect(results).toHaveLength(151)
})

test('every finding has statements of both sides and something to change, every question a field to fill in', () => {
  for (const { rule, findings: own } of results) {
    expect(new Set(own.map((finding) => finding.key)).size, rule.id).toBe(own.length)
    for (const finding of own) {
      const name = `${rule.id} ${finding.key}`
      expect(finding.fixes.length, name).toBeGreaterThan(0)
      if (finding.needs) expect(finding.needs.inventoryPath, name).not.toBe('')
      else expect(finding.statements.length, name).toBeGreaterThanOrEqual(2)
      for (const fix of finding.fixes) {
        expect(fix.how, name).not.toBe('')
        if (!finding.needs) expect(finding.statements[fix.changes], name).toBeDefined()
      }
    }
  }
})

test('every contradiction that people have declared comes out as a finding', () => {
  const cited = new Set(findings.flatMap((finding) => finding.contradictions))
  expect(inventory.contradictions.map((each) => each.slug).filter((slug) => !cited.has(slug))).toEqual([])
})

test.each([
  ['PORT-001', 'port-80'],
  ['CAA-004', 'caa-issuer'],
  ['TLS-013', 'ocsp-stapling'],
  ['TLS-019', 'certificate-issuer'],
  ['TLS-004', 'wildcard-and-apex'],
  ['AUD-008', 'tls-versions'],
  ['AUD-008', 'distribution-algorithm'],
  ['AUD-008', 'webhook-ip-whitelist'],
  ['AUD-008', 'recovery-from-backup-or-replica'],
])('%s finds the contradiction %s by itself', (id, slug) => {
  const own = results.find((result) => result.rule.id === id)?.findings ?? []
  const finding = own.find((each) => each.contradictions.includes(slug))
  expect(finding?.isEcho).toBeUndefined()
  expect(finding).toBeDefined()
})

test('the root of the declared chain is asked for its fingerprint, never guessed', () => {
  const [question] = results.find((result) => result.rule.id === 'TLS-006')?.findings ?? []
  expect(question?.needs?.inventoryPath).toBe('tls.certificates.digicert-root.fingerprint256')
})

test('a rule reads nothing that it does not declare', () => {
  for (const { rule } of results) {
    const read = partsRead(rule, inputOf(inventory))
    expect(
      read.filter((part) => !rule.reads.includes(part)),
      rule.id,
    ).toEqual([])
  }
})
