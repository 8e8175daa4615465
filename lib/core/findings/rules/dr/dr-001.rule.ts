import { defineRule, type FindingInput, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'

export const dr001 = defineRule({
  id: 'DR-001',
  title: 'Backups are further apart than the data that may be lost',
  severity: 'high',
  reference: 'ISO A.8.13, DORA 12.6',
  reads: ['inventory.backups', 'inventory.disasterRecovery', 'fact.backup', 'clock'],
  evaluate: (input) => [...declaredLoss(input.inventory), ...observedLoss(input)],
})

function declaredLoss(inventory: Inventory): readonly RuleFinding[] {
  const scenarios = inventory.disasterRecovery.scenarios.filter((scenario) =>
    scenario.steps.some((step) => /backup/i.test(step)),
  )
  return inventory.backups.flatMap((backup) => {
    const scenario = scenarios.find((each) => each.rpoSeconds !== undefined)
    const rpo = backup.rpoSeconds ?? scenario?.rpoSeconds
    const path =
      backup.rpoSeconds === undefined && scenarios[0]
        ? `disasterRecovery.scenarios.${scenarios[0].slug}.rpoSeconds`
        : `backups.${backup.slug}.rpoSeconds`
    const subjects = nodeSubjects(backup.of)
    if (backup.intervalSeconds === undefined) {
      return [
        asks({
          key: `${backup.slug}:interval`,
          title: `How often ${backup.slug} runs is not stated`,
          fact: `the interval of ${backup.slug}`,
          inventoryPath: `backups.${backup.slug}.intervalSeconds`,
          subjects,
        }),
      ]
    }
    const interval = stated('backup', backup, 'intervalSeconds', `every ${backup.intervalSeconds} s`)
    if (rpo === undefined) {
      return [
        asks({
          key: backup.slug,
          title: `How much data may be lost is stated nowhere; ${backup.slug} loses up to ${backup.intervalSeconds} s`,
          fact: 'the recovery point objective',
          inventoryPath: path,
          subjects,
          statements: [interval],
        }),
      ]
    }
    const effective = backup.intervalSeconds + (backup.durationSeconds ?? 0)
    if (effective <= rpo) return []
    return [
      {
        key: backup.slug,
        title: `${backup.slug} can lose ${effective} s of data; ${rpo} s are allowed`,
        subjects,
        statements: [
          interval,
          backup.rpoSeconds === undefined && scenario
            ? stated('recovery scenario', scenario, 'rpoSeconds', `${rpo} s`)
            : stated('backup', backup, 'rpoSeconds', `${rpo} s`),
        ],
        fixes: fixes('Back up more often, or ship the binary log', 'Allow more loss'),
      },
    ]
  })
}

/** A backup may be in the making when the next one is due. */
const LATE_AFTER_INTERVALS = 2

type Copy = ObservedFact<FactOf<'backup'>>

/**
 * What could really be had back: each copy held against how often one is declared. One that lacks while another is in
 * time loses nothing yet, but is the one that people would look for.
 */
function observedLoss(input: FindingInput): readonly RuleFinding[] {
  return input.inventory.backups.flatMap((backup) => {
    const { intervalSeconds } = backup
    if (intervalSeconds === undefined) return []
    const nodes = [...new Set(backup.copies.map((copy) => copy.node))]
    const newest = nodes.flatMap((node) => newestIn(node, input.factsOf('backup')) ?? [])
    const isLate = (copy: Copy) =>
      input.nowMs - finishedAtMs(copy) > intervalSeconds * 1_000 * LATE_AFTER_INTERVALS
    const late = newest.filter(isLate)
    const inTime = newest.filter((copy) => !isLate(copy))
    return late.map((copy) => lateCopy(backup, copy, inTime))
  })
}

function newestIn(node: string, facts: readonly Copy[]): Copy | undefined {
  return facts
    .filter(({ body }) => body.node === node)
    .toSorted((one, other) => finishedAtMs(other) - finishedAtMs(one))[0]
}

function lateCopy(backup: Inventory['backups'][number], copy: Copy, inTime: readonly Copy[]): RuleFinding {
  const { node, newestKey, finishedAt } = copy.body
  const rest = inTime.map(({ body }) => body.node).join(', ')
  const none = rest === '' ? 'everything could be lost' : `only ${rest} has one`
  const old = rest === '' ? '' : `, and ${rest} has a newer one`
  return {
    key: `${backup.slug}:observed:${node}`,
    ...(rest === '' ? {} : { severity: 'medium' as const }),
    title:
      finishedAt === null
        ? `There is no backup ${backup.slug} in ${node}: ${none}`
        : `The newest backup ${backup.slug} in ${node} is of ${finishedAt}; one is declared every ${backup.intervalSeconds} s${old}`,
    subjects: nodeSubjects([node, ...backup.of]),
    statements: [
      observed(
        copy,
        `newest backup in ${node}`,
        finishedAt === null ? 'none' : `${newestKey}, ${finishedAt}`,
      ),
      stated('backup', backup, 'intervalSeconds', `every ${backup.intervalSeconds} s`),
      ...inTime.map((each) => observed(each, `newest backup in ${each.body.node}`, 'in time')),
    ],
    fixes: fixes(
      'Take a backup now, and find out why the last ones are missing',
      'Declare how often it runs',
    ),
  }
}

function finishedAtMs({ body }: Copy): number {
  return body.finishedAt === null ? 0 : Date.parse(body.finishedAt)
}
