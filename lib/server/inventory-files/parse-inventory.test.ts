import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { parseInventory } from './parse-inventory'

const tcp = {
  kind: 'tcp',
  settings: z.strictObject({ host: z.string(), port: z.int().min(1).max(65_535) }),
}

const VALID = `version: 1
estate: { slug: small, name: Small, environment: test }
zones: [{ slug: dmz, name: DMZ, specifiedIn: [Test] }]
regions: []
groups: []
nodes:
  - slug: web
    name: Web
    kind: web-server
    zone: dmz
    probes:
      - key: tcp
        kind: tcp
        settings: { host: 127.0.0.1, port: 443 }
    specifiedIn: [Test]
  - slug: database
    name: Database
    kind: database
    unobserved: Not ours
    specifiedIn: [Test]
links:
  - id: web-to-database
    source: web
    target: database
    kind: traffic
    specifiedIn: [Test]
views: []
`

function parse(text: string, portShift: Record<string, number> = {}) {
  return parseInventory(text, { file: 'estate.yaml', probeKinds: [tcp], portShift })
}

function refusal(text: string): AppError {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the text was accepted')
}

/** Replaces one piece of the valid text; fails when it is not there. */
function changed(from: string, to: string): string {
  expect(VALID).toContain(from)
  return VALID.replace(from, to)
}

test('a valid file gives the inventory, defaults filled in', () => {
  const inventory = parse(VALID)
  expect(inventory.nodes.map((node) => [node.slug, node.lifecycle])).toEqual([
    ['web', 'active'],
    ['database', 'active'],
  ])
  expect(inventory.alerts).toEqual([])
})

test('JSON is read as well', () => {
  expect(parse(JSON.stringify(parse(VALID)))).toEqual(parse(VALID))
})

test.each([
  {
    fault: 'a mistyped reference',
    text: changed('target: database', 'target: databse'),
    line: 24,
    path: 'links.0.target',
    message: 'there is no node databse',
    remedy: 'Did you mean database?',
  },
  {
    fault: 'a zone that is not declared',
    text: changed('zone: dmz', 'zone: dmx'),
    line: 10,
    path: 'nodes.0.zone',
    message: 'there is no zone dmx',
    remedy: 'Did you mean dmz?',
  },
  {
    fault: 'a slug given twice',
    text: changed('slug: database', 'slug: web').replace('target: database', 'target: web'),
    line: 16,
    path: 'nodes.1.slug',
    message: 'web is declared twice',
    remedy: 'Each needs a name of its own: rename or remove one.',
  },
  {
    fault: 'an unknown key',
    text: changed('unobserved:', 'unobservd:'),
    line: 19,
    path: 'nodes.1.unobservd',
    message: 'unknown key unobservd',
    remedy: 'Did you mean unobserved?',
  },
  {
    fault: 'a missing key',
    text: changed('    name: Web\n', ''),
    line: 7,
    path: 'nodes.0.name',
    message: 'is missing',
    remedy: 'Add name: it must be a text.',
  },
  {
    fault: 'a wrong type',
    text: changed('name: Web', 'name: [Web]'),
    line: 8,
    path: 'nodes.0.name',
    message: 'a list is not a text',
    remedy: 'Write a text.',
  },
  {
    fault: 'a slug that is not well formed',
    text: changed('slug: small', 'slug: Small Estate'),
    line: 2,
    path: 'estate.slug',
    message: 'Small Estate is not well formed',
    remedy: 'It must be lower-case letters, digits and single hyphens: small-estate?',
  },
  {
    fault: 'an unknown kind of link',
    text: changed('kind: traffic', 'kind: trafic'),
    line: 25,
    path: 'links.0.kind',
    message: 'trafic is not one of the values allowed here',
    remedy: 'Did you mean traffic? Allowed: traffic, management, replication, backup, metrics, failover.',
  },
  {
    fault: 'an unknown probe kind',
    text: changed('kind: tcp', 'kind: tpc'),
    line: 13,
    path: 'nodes.0.probes.0.kind',
    message: 'there is no probe kind tpc',
    remedy: 'Did you mean tcp?',
  },
  {
    fault: 'settings that the probe kind does not take',
    text: changed('port: 443', 'port: none'),
    line: 14,
    path: 'nodes.0.probes.0.settings.port',
    message: 'none is not a number',
    remedy: 'Write a number.',
  },
  {
    fault: 'an unknown setting',
    text: changed('{ host: 127.0.0.1, port: 443 }', '{ hots: a, host: 127.0.0.1, port: 443 }'),
    line: 14,
    path: 'nodes.0.probes.0.settings.hots',
    message: 'unknown key hots',
    remedy: 'Did you mean host?',
  },
  {
    fault: 'a node that nothing observes',
    text: changed('    unobserved: Not ours\n', ''),
    line: 16,
    path: 'nodes.1',
    message: 'nothing observes database',
    remedy: 'Give it a probe of its own, a group in rollsUp, or the reason in unobserved.',
  },
  {
    fault: 'a link to itself',
    text: changed('target: database', 'target: web'),
    line: 24,
    path: 'links.0.target',
    message: 'web-to-database links web to itself',
    remedy: 'A link joins two nodes.',
  },
  {
    fault: 'YAML that is none',
    text: changed('zones: [{', 'zones: [['),
    line: 3,
    path: '',
    message: 'Flow sequence in block collection must be sufficiently indented and end with a ]',
    remedy: 'Align it with its siblings, and close every bracket.',
  },
  {
    fault: 'a key given twice',
    text: changed('    name: Web\n', '    name: Web\n    name: Net\n'),
    line: 9,
    path: '',
    message: 'Map keys must be unique',
    remedy: 'Keep one of the two.',
  },
])('$fault is refused with its line and what mends it', ({ text, line, path, message, remedy }) => {
  const error = refusal(text)
  expect(error.code).toBe('bad-input')
  expect(error.problems).toContainEqual({ file: 'estate.yaml', line, path, message, remedy })
})

test('all problems are told at once, from top to bottom', () => {
  const text = changed('zone: dmz', 'zone: dmx').replace('target: database', 'target: databse')
  const error = refusal(text)
  expect(error.message).toBe('estate.yaml is not a valid inventory: 2 problems.')
  expect(error.problems.map((problem) => problem.line)).toEqual([10, 24])
})

test('the port shift reaches the probes and leaves what is specified', () => {
  const text = changed('kind: traffic', 'kind: traffic\n    port: 443')
  const inventory = parse(text, { '443': 10_443 })
  expect(inventory.nodes[0]?.probes[0]?.settings).toEqual({ host: '127.0.0.1', port: 10_443 })
  expect(inventory.links[0]?.port).toBe(443)
})

test('aliases that unfold into a bomb are refused', () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const below =
      level === 0
        ? 'x'
        : Array(9)
            .fill(`*a${level - 1}`)
            .join(', ')
    return `a${level}: &a${level} [${below}]`
  })
  expect(refusal(`${levels.join('\n')}\n`).code).toBe('bad-input')
})

test.each([
  ['flow brackets', '['.repeat(100_000)],
  ['flow brackets that are closed again', `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['list dashes', '- '.repeat(50_000)],
  ['indentation', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
])('a document nested by %s beyond all sense is refused, not followed', (_kind, text) => {
  expect(refusal(text).problems[0]?.message).toMatch(/nested deeper than 64 levels/)
})

test('more than 5 MB is refused before it is read', () => {
  expect(refusal(`${VALID}# ${'x'.repeat(5 * 1024 * 1024)}`).code).toBe('too-large')
})

test('text that no database stores is refused', () => {
  expect(refusal(changed('name: Web', 'name: "We\\0b"')).problems[0]?.message).toContain('NUL')
})

test.each(['', '[]', 'just text', '42'])('%j is refused as no inventory', (text) => {
  expect(refusal(text).code).toBe('bad-input')
})
