import { recordsNamed } from '@/lib/core/findings/dns-words'
import { nodeNamed } from '@/lib/core/findings/estate-index'
import { keptBy } from '@/lib/core/findings/kept-by'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { runbookStatement } from '@/lib/core/findings/runbook-statement'
import { absent, asks, fixes } from '@/lib/core/findings/statements'
import { isAddress } from '@/lib/core/findings/tables/addresses'
import type { Inventory } from '@/lib/core/inventory/inventory'

export const dr009 = defineRule({
  id: 'DR-009',
  title: 'A runbook names something that no longer exists, or can no longer be executed',
  severity: 'high',
  reference: 'ISO A.5.37',
  reads: ['runbooks', 'readiness', 'inventory.nodes', 'inventory.dns', 'inventory.groups'],
  evaluate: (input) => {
    const { runbooks, readiness } = input
    if (runbooks === null) {
      return [
        asks({
          title: 'Whether the runbooks fit the estate is not known without them',
          fact: 'the runbook of each scenario',
          inventoryPath: 'disasterRecovery.scenarios.*.runbook',
        }),
      ]
    }
    const lost = runbooks.flatMap((runbook) => {
      const gone = [
        ...new Set([...runbook.targets, ...runbook.steps.flatMap((step) => step.mentions)]),
      ].filter((name) => isGone(input, name))
      if (gone.length === 0) return []
      return [
        {
          key: runbook.id,
          title: `“${runbook.title}” names ${gone.join(', ')}, which the inventory does not have`,
          subjects: [`runbook:${runbook.id}`],
          statements: [
            runbookStatement(runbook, 'targets and steps', gone.join(', ')),
            absent('nodes', `none of ${gone.join(', ')}`),
          ],
          fixes: fixes('Mend the runbook', 'Declare what it names'),
        },
      ]
    })
    const blocked = (readiness ?? [])
      .filter((each) => !each.isExecutable)
      .map((each) => ({
        key: `${each.runbook}:${each.step}`,
        title: `Step ${each.step} of ${each.runbook} could not be executed now: ${each.reason}`,
        subjects: [`runbook:${each.runbook}`],
        statements: [
          {
            view: 'runbook',
            field: `${each.runbook}.${each.step}`,
            value: 'to be executed',
            source: `runbooks/${each.runbook}.md`,
            setBy: 'runbook',
            setAtMs: null,
          },
          {
            view: 'observed',
            field: 'preflight',
            value: each.reason,
            source: 'preflight',
            setBy: 'worker',
            setAtMs: each.evaluatedAtMs,
          },
        ],
        fixes: fixes('Mend the step', 'Mend what its preflight found'),
      }))
    return [...lost, ...blocked]
  },
})

/** Addresses, names of the zone and slugs of nodes that nothing in the inventory bears. */
function isGone(input: FindingInput, name: string): boolean {
  if (nodeNamed(input, name) !== undefined || input.inventory.groups.some((group) => group.slug === name))
    return false
  if (isAddress(name)) return !knownAddresses(input.inventory.nodes).has(name)
  const zone = input.inventory.dns?.zone
  if (zone !== undefined && (name === zone || name.endsWith(`.${zone}`))) {
    return (
      recordsNamed(input, name).length === 0 &&
      !input.inventory.nodes.some((node) => node.hosts?.includes(name))
    )
  }
  return !name.includes('.')
}

/** Every address that a node has, or that one of its probes asks. */
const knownAddresses = keptBy(
  (nodes: Inventory['nodes']) =>
    new Set(nodes.flatMap((node) => [node.address, ...node.probes.map((probe) => probe.settings.host)])),
)
