import type { FactBody, ObservedFact } from '@/lib/core/observed/fact'
import type { FindingFix, NeededFact, RuleFinding, RuleStatement } from './rule-definition'

/** Where the things of one kind stand in the inventory; kinds are named as plans and audit entries name them. */
const places = {
  estate: 'estate',
  zone: 'zones',
  region: 'regions',
  group: 'groups',
  node: 'nodes',
  link: 'links',
  view: 'views',
  port: 'ports',
  'firewall rule': 'firewallRules',
  'DNS zone': 'dns',
  'DNS record': 'dns.records',
  certificate: 'tls.certificates',
  'TLS setting': 'tls.settings',
  'TLS hop': 'tls.hops',
  'load balancer': 'traffic.loadBalancer',
  'traffic rule': 'traffic.rules',
  alert: 'alerts',
  flow: 'flows',
  'recovery path': 'disasterRecovery.paths',
  'recovery scenario': 'disasterRecovery.scenarios',
  contradiction: 'contradictions',
  connector: 'connectors',
  firewall: 'firewalls',
  backup: 'backups',
  'scrape job': 'monitoring.scrapes',
  receiver: 'monitoring.receivers',
  review: 'reviews',
} as const
export type StatedKind = keyof typeof places

interface StatedThing {
  readonly slug?: string
  readonly id?: string
  readonly specifiedIn?: readonly string[] | undefined
}

/** What the inventory says of one of its things, with the section of the specification that it comes from. */
export function stated(kind: StatedKind, thing: StatedThing, field: string, value: unknown): RuleStatement {
  const name = thing.slug ?? thing.id ?? ''
  const sections = isOfTheInventory(kind, field) ? [] : (thing.specifiedIn ?? [])
  return {
    view: sections.length > 0 ? sections.join(', ') : places[kind],
    field: [places[kind], name, field].filter((part) => part !== '').join('.'),
    value: words(value),
    source: sections.length > 0 ? 'specification' : 'inventory',
    sections,
    thing: `${kind} ${name}`,
  }
}

/** Where a thing is reached and by what it is probed: no specification says it, whatever it says of the thing. */
function isOfTheInventory(kind: StatedKind, field: string): boolean {
  return kind === 'node' && (field === 'address' || field.startsWith('probes.'))
}

/** A field that the inventory has and nobody filled in. */
export function unstated(kind: StatedKind, thing: StatedThing, field: string): RuleStatement {
  return stated(kind, thing, field, 'not stated')
}

/** Something that is not in a section at all: `no CAA record`. */
export function absent(place: string, value: string): RuleStatement {
  return { view: place, field: place, value, source: 'inventory', thing: 'inventory' }
}

/** What was seen, by whom, from where, and since when it has been so. */
export function observed(fact: ObservedFact<FactBody>, field: string, value: unknown): RuleStatement {
  return {
    view: 'observed',
    field,
    value: words(value),
    source: `${fact.source}, from ${fact.vantage}`,
    setBy: fact.setBy,
    setAtMs: fact.sinceMs,
  }
}

/** A fact of the outside world that a rule holds things against, with the table's own source. */
export function known(view: string, field: string, value: string): RuleStatement {
  return { view, field, value, source: view, setBy: 'published', setAtMs: null }
}

/** One fix a statement, in their order. Where it is done is the statement's own field. */
export function fixes(...titles: readonly string[]): readonly FindingFix[] {
  return titles.map((title, changes) => ({ title, changes, how: '' }))
}

export function fix(changes: number, title: string, how = ''): FindingFix {
  return { title, changes, how }
}

interface Question extends NeededFact {
  readonly title: string
  readonly key?: string
  readonly subjects?: readonly string[]
  readonly statements?: readonly RuleStatement[]
  /** What to do for the fact to be known, where it is not to be written into the inventory. */
  readonly how?: string
}

/** Asks for a fact without which nobody can judge. */
export function asks(question: Question): RuleFinding {
  const { title, fact, inventoryPath, key = 'needs', subjects = [], statements = [] } = question
  const how = question.how ?? `Fill in ${inventoryPath}`
  return {
    key: `needs:${key}`,
    severity: 'info',
    title,
    subjects,
    statements,
    fixes: [{ title: how, changes: 0, how: inventoryPath }],
    needs: { fact, inventoryPath },
    // Who fills one field of a section in fills in its neighbours.
    rootCause: `facts-missing-in-${inventoryPath.split('.')[0]}`,
  }
}

export function nodeSubjects(slugs: readonly string[]): readonly string[] {
  return slugs.map((slug) => `node:${slug}`)
}

function words(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'not stated'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}
