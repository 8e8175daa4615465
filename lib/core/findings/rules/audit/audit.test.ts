import type { AuditCheck } from '@/lib/core/findings/other-sources'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import { makeFindingInput as given } from '@/lib/testing/finding-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { auditRules } from './registry'

const sound: AuditCheck = {
  checkedAtMs: 1,
  size: 10,
  isTreeValid: true,
  isCheckpointConsistent: true,
  unknownSigners: [],
  gaps: [],
  backwardSteps: [],
  unreasonedChanges: [],
  logsReads: true,
  oldestAtMs: 1,
}
const checked = (parts: Partial<AuditCheck> = {}) => given({}, [], { audit: { ...sound, ...parts } })
type Subject = NonNullable<InventoryInput['reviews']>[number]['subject']
const reviews = (reviewedAt: string, ...subjects: Subject[]) =>
  given({
    reviews: subjects.map((subject) => ({
      slug: subject,
      subject,
      reviewedAt,
      by: 'anna',
      specifiedIn: ['T'],
    })),
  })
const contradiction = {
  slug: 'one',
  subject: 'Which',
  kind: 'contradiction' as const,
  statements: [
    { section: 'A', text: 'this' },
    { section: 'B', text: 'that' },
  ],
  why: 'Both cannot hold.',
}
const waiver = { finding: 'f', title: 'Port 80', owner: 'anna', untilMs: 2 }

testRules(auditRules, {
  'AUD-001': {
    fires: [checked({ isTreeValid: false })],
    holds: [checked()],
    needs: [given(), checked({ isTreeValid: null })],
  },
  'AUD-002': {
    fires: [checked({ isCheckpointConsistent: false }), checked({ unknownSigners: ['log+1+key'] })],
    holds: [checked()],
    needs: [given(), checked({ isCheckpointConsistent: null })],
  },
  'AUD-003': {
    fires: [
      checked({ gaps: [{ afterId: 1, beforeId: 3 }] }),
      checked({ backwardSteps: [{ id: 4, bySeconds: 5 }] }),
    ],
    holds: [checked({ backwardSteps: [{ id: 4, bySeconds: 0.5 }] })],
    needs: [given()],
  },
  'AUD-004': {
    fires: [
      checked({
        unreasonedChanges: [
          { id: 1, action: 'inventory.apply', actor: 'ben' },
          { id: 2, action: 'x', actor: 'ben' },
        ],
      }),
    ],
    holds: [checked()],
    needs: [given()],
  },
  'AUD-005': { fires: [checked({ logsReads: false })], holds: [checked()], needs: [given()] },
  'AUD-006': {
    fires: [given({ auditPolicy: { retentionMonths: 6, searchableMonths: 3 } })],
    holds: [given({ auditPolicy: { retentionMonths: 12, searchableMonths: 3 } })],
    needs: [given()],
  },
  'AUD-007': {
    fires: [reviews('2025-01-01', 'diagrams', 'data-flows')],
    holds: [reviews('2026-10-01', 'diagrams', 'data-flows')],
    needs: [given()],
  },
  'AUD-008': { fires: [given({ contradictions: [contradiction] })], holds: [given()] },
  'AUD-009': {
    fires: [
      given({}, [], { waivers: [{ ...waiver, owner: null }] }),
      given({}, [], { waivers: [{ ...waiver, untilMs: null }] }),
    ],
    holds: [given({}, [], { waivers: [waiver] })],
  },
  'AUD-010': {
    fires: [reviews('2025-01-01', 'ciphers')],
    holds: [reviews('2026-10-01', 'ciphers')],
    needs: [given()],
  },
})
