import {
  type DeclaredRule,
  type FirewallFact,
  firewallFacts,
  firewallNodes,
  firewallSetup,
} from '@/lib/core/findings/firewall-words'
import { groupBy, groupedBy } from '@/lib/core/findings/kept-by'
import { defineRule, type RuleFinding, type Severity } from '@/lib/core/findings/rule-definition'
import { asks, fix, known, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'

export const port012 = defineRule({
  id: 'PORT-012',
  title: 'The firewall does not deny by default, leaves routed traffic open, or does not log',
  severity: 'high',
  reference: "PCI 1.3.1; ufw's `Default:` line",
  reads: ['inventory.firewallRules', 'inventory.firewalls', 'inventory.nodes', 'fact.firewall'],
  evaluate: (input) => {
    const judged = firewallNodes(input).map((firewall) => {
      const setup = firewallSetup(input, firewall)
      const fact = firewallFacts(input, firewall)[0]
      const catchAll = byFirewall(input.inventory.firewallRules)
        .get(firewall)
        ?.find((rule) => rule.port === undefined && rule.profile === undefined)
      const settings: readonly Setting[] = [
        {
          name: 'defaultIncoming',
          value: fact?.body.defaultIncoming ?? setup.defaultIncoming ?? catchAll?.action,
          isBad: (value) => value === 'allow',
          what: 'lets in what no rule names',
          severity: 'high',
        },
        {
          name: 'defaultRouted',
          value: fact?.body.defaultRouted ?? setup.defaultRouted,
          isBad: (value) => value === 'allow',
          what: 'passes routed traffic on',
          severity: 'high',
        },
        {
          name: 'logging',
          value: fact?.body.logging ?? setup.logging,
          isBad: (value) => value.startsWith('off'),
          what: 'logs nothing',
          severity: 'low',
        },
      ]
      return { firewall, setup, fact, settings }
    })
    const all = judged.flatMap(({ settings, ...of }) => settings.map((setting) => ({ ...of, setting })))
    const isKnown = ({ setting: { value } }: SettingOf) => value !== undefined && value !== 'unknown'
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

interface Setting {
  readonly name: string
  readonly value: string | undefined
  isBad(value: string): boolean
  readonly what: string
  readonly severity: Severity
}

interface SettingOf {
  readonly setting: Setting
  readonly firewall: string
  readonly setup: { readonly slug: string }
  readonly fact: FirewallFact | undefined
}

function judgeSetting({ setting, firewall, setup, fact }: SettingOf): readonly RuleFinding[] {
  const { name, value = '', isBad, what, severity } = setting
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
