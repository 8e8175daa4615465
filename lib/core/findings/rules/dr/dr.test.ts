import type { RunbookPlan } from '@/lib/core/findings/other-sources'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import { makeFindingInput as given } from '@/lib/testing/finding-factory'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { drRules } from './registry'

type Backup = NonNullable<InventoryInput['backups']>[number]

const nodes = [
  makeNode('db', { kind: 'database', role: 'primary' }),
  makeNode('replica', { kind: 'database' }),
  makeNode('s3', { kind: 'object-storage' }),
  makeNode('tape', { kind: 'backup' }),
]
const links = [makeLink('db', 'replica', { kind: 'replication' })]
const base = { nodes, links }

function backup(parts: Partial<Backup> = {}): Partial<InventoryInput> {
  return {
    ...base,
    backups: [
      {
        slug: 'hourly',
        of: ['db', 's3'],
        intervalSeconds: 3_600,
        copies: [{ node: 's3' }],
        specifiedIn: ['DR'],
        ...parts,
      },
    ],
  }
}

const newest = (finishedAt: string | null, node = 's3') => ({
  kind: 'backup' as const,
  node,
  newestKey: finishedAt && 'hourly.tar',
  finishedAt,
  sizeBytes: null,
  isVerified: null,
})
const inTime = '2026-11-25T10:30:00.000Z'
const twoCopies = [{ node: 's3' }, { node: 'tape' }]
const took = (seconds: number) => ({ run: 7, seconds, by: 'anna', atMs: 1 })

function runbook(parts: Partial<RunbookPlan> = {}): RunbookPlan {
  return {
    id: 'failover',
    title: 'Failover',
    rtoSeconds: 300,
    measured: null,
    targets: ['db'],
    triggers: [],
    steps: [{ key: 'promote', title: 'Promote', timeoutSeconds: 60, mentions: ['replica'] }],
    ...parts,
  }
}

const slow = { key: 'promote', title: 'Promote', timeoutSeconds: 900, mentions: [] }
const alert = (stated: string): Partial<InventoryInput> => ({
  alerts: [
    {
      slug: 'alert',
      category: 'infrastructure',
      stated,
      metric: 'age',
      comparator: '>',
      threshold: 1,
      unit: 'hours',
      specifiedIn: ['Alerts'],
    },
  ],
})
const blocked = {
  runbook: 'failover',
  step: 'promote',
  isExecutable: false,
  reason: 'the replica is away',
  evaluatedAtMs: 1,
}

testRules(drRules, {
  'DR-001': {
    fires: [
      given(backup({ rpoSeconds: 900 })),
      given(backup({ rpoSeconds: 3_600, durationSeconds: 600 })),
      given(backup({ rpoSeconds: 7_200 }), [newest(null)]),
      given(backup({ rpoSeconds: 7_200 }), [newest('2026-11-25T09:00:00.000Z')]),
      // One copy is gone; that another is there loses nothing, and does not bring it back.
      given(backup({ rpoSeconds: 7_200, copies: twoCopies }), [newest(null), newest(inTime, 'tape')]),
    ],
    holds: [
      given(backup({ rpoSeconds: 7_200 })),
      given(backup({ rpoSeconds: 7_200 }), [newest(inTime)]),
      given(backup({ rpoSeconds: 7_200, copies: twoCopies }), [newest(inTime), newest(inTime, 'tape')]),
    ],
    needs: [given(backup())],
  },
  'DR-002': {
    fires: [given(backup())],
    holds: [
      given(backup({ copies: [{ node: 's3' }, { node: 'tape' }] })),
      given(
        backup({
          copies: [
            { node: 's3', account: 'one' },
            { node: 's3', account: 'two' },
          ],
        }),
      ),
    ],
  },
  'DR-003': {
    fires: [given(backup({ copies: [{ node: 's3', hasObjectLock: false }] }))],
    holds: [given(backup({ copies: [{ node: 's3', hasObjectLock: true }] }))],
    needs: [given(backup())],
  },
  'DR-004': {
    fires: [
      given(backup({ restoreTests: [] })),
      given(backup({ restoreTests: [{ at: '2025-01-01', result: 'worked', by: 'anna' }] })),
    ],
    holds: [given(backup({ restoreTests: [{ at: '2026-06-01', result: 'worked', by: 'anna' }] }))],
    needs: [given(backup())],
  },
  'DR-005': {
    fires: [
      given(base),
      // Uploads lie beside the copies.
      given({ ...backup({ of: ['db'] }), links: [...links, makeLink('db', 's3', { kind: 'traffic' })] }),
    ],
    holds: [
      given(backup()),
      given({ ...backup({ of: ['db'] }), links: [...links, makeLink('db', 's3', { kind: 'backup' })] }),
    ],
  },
  'DR-006': {
    fires: [
      given(backup({ encryption: { isEncrypted: false } })),
      given(backup({ encryption: { isEncrypted: true, isKeyStoredApart: false } })),
    ],
    holds: [given(backup({ encryption: { isEncrypted: true, isKeyStoredApart: true } }))],
    needs: [given(backup())],
  },
  'DR-007': {
    fires: [given(base, [], { runbooks: [runbook({ measured: took(301) })] })],
    holds: [
      given(base, [], { runbooks: [runbook()] }),
      given(base, [], { runbooks: [runbook({ steps: [slow], measured: took(299) })] }),
    ],
    needs: [given(base), given(base, [], { runbooks: [runbook({ steps: [slow] })] })],
  },
  'DR-008': {
    fires: [
      given(backup({ method: 'replication' })),
      given(backup({ of: ['db'], copies: [{ node: 'replica' }] })),
    ],
    holds: [given(backup({ method: 'dump' }))],
  },
  'DR-009': {
    fires: [
      given(base, [], { runbooks: [runbook({ targets: ['old-db'] })] }),
      given(base, [], { runbooks: [runbook({ steps: [{ ...slow, mentions: ['10.9.9.9'] }] })] }),
      given(base, [], { runbooks: [runbook()], readiness: [blocked] }),
    ],
    holds: [given(base, [], { runbooks: [runbook()], readiness: [] })],
    needs: [given(base)],
  },
  'DR-010': {
    fires: [given(backup()), given({ ...backup(), ...alert('CPU > 80%') })],
    holds: [given({ ...backup(), ...alert('Newest backup older than 2 hours') }), given(base)],
  },
})
