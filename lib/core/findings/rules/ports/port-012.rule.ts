import {
  type DeclaredRule,
  type FirewallFact,
  firewallFacts,
  firewallNodes,
  firewallSetup,
} from '@/lib/core/findings/firewall-words'
import { groupBy, groupedBy } from '@/lib/core/findings/kept-by'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { asks, fix, known, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'

export const port012 = defineRule({
  id: 'PORT-012',
  title: 'The firewall does not deny by default, leaves routed traffic open, or does not log',
  severity: 'high',
  reference: "PCI 1.3.1; ufw's `Default:` line",
  reads: ['inventory.firewallRules', 'inventory.firewalls', 'inventory.nodes', 'fact.firewall'],
  evaluate: (input) => {
    const all = firewallNodes(input).flatMap((firewall) => {
      const setup = firewallSetup(input, firewall)
      const fact = firewallFacts(input, firewall)[0]
      const catchAll = byFirewall(input.inventory.firewallRules)
        .get(firewall)
        ?.find((rule) => rule.port === undefined && rule.profile === undefined)
      const values = {
        defaultIncoming: fact?.body.defaultIncoming ?? setup.defaultIncoming ?? catchAll?.action,
        defaultRouted: fact?.body.defaultRouted ?? setup.defaultRouted,
        logging: fact?.body.logging ?? setup.logging,
      }
      return settings.map((setting) => ({ setting, value: values[setting.name], firewall, setup, fact }))
    })
    const isKnown = ({ value }: SettingOf) => value !== undefined && value !== 'unknown'
    const unknown = groupBy(
      all.filter((each) => !isKnown(each)),
      ({ setting }) => setting.name,
    )
    return [
      ...[...unknown].map(([name, each]) =>
        notKnown(
          name,
          each.map(({ firewall }) => firewall),
        ),
      ),
      ...all.filter(isKnown).flatMap(judgeSetting),
    ]
  },
})

/** One question a setting, however many firewalls leave it open. */
function notKnown(name: string, firewalls: readonly string[]): RuleFinding {
  return asks({
    key: name,
    title: `${name} of ${firewalls.join(', ')} is not known`,
    fact: `${name} of ${firewalls.join(', ')}`,
    inventoryPath: `firewalls.${firewalls[0]}.${name}`,
    subjects: nodeSubjects(firewalls),
  })
}

const byFirewall = groupedBy((rule: DeclaredRule) => rule.node)

const settings = [
  {
    name: 'defaultIncoming',
    isBad: (value: string) => value === 'allow',
    what: 'lets in what no rule names',
    severity: 'high',
  },
  {
    name: 'defaultRouted',
    isBad: (value: string) => value === 'allow',
    what: 'passes routed traffic on',
    severity: 'high',
  },
  {
    name: 'logging',
    isBad: (value: string) => value.startsWith('off'),
    what: 'logs nothing',
    severity: 'low',
  },
] as const

interface SettingOf {
  readonly setting: (typeof settings)[number]
  readonly value: string | undefined
  readonly firewall: string
  readonly setup: { readonly slug: string }
  readonly fact: FirewallFact | undefined
}

function judgeSetting({ setting, value = '', firewall, setup, fact }: SettingOf): readonly RuleFinding[] {
  const { name, isBad, what, severity } = setting
  if (!isBad(value)) return []
  const statement =
    fact === undefined
      ? stated('firewall', setup, name, value)
      : observed(fact, `${name} of ${firewall}`, value)
  return [
    {
      key: `${firewall}:${name}`,
      severity,
      title: `${firewall} ${what}`,
      subjects: [`node:${firewall}`],
      statements: [statement, known('PCI 1.3.1', name, 'inbound traffic is limited to what is needed')],
      fixes: [
        fix(
          0,
          `Change ${name} of ${firewall}`,
          name === 'logging'
            ? 'ufw logging low'
            : `ufw default deny ${name.slice('default'.length).toLowerCase()}`,
        ),
      ],
    },
  ]
}
