import fc from 'fast-check'
import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'
import { linkKinds } from '@/lib/core/inventory/link'
import { nodeKinds } from '@/lib/core/inventory/node'

const slug = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}$/)

/** Texts that YAML is known to trip over, among any others that a database can store. */
const text = fc.oneof(
  fc.constantFrom('yes', 'null', '~', '0x10', '1e3', '2026-01-02', '- a', 'a: b', '#no', ' padded ', "it's"),
  fc.constantFrom(
    'line\nline',
    'trailing\n',
    '\ttab',
    '&anchor',
    '*alias',
    '!tag',
    '{a',
    '[b',
    '"q"',
    '%',
    '@',
  ),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .filter((value) => !value.includes('\0') && value.isWellFormed()),
)

const specifiedIn = fc.array(text, { minLength: 1, maxLength: 2 })
const settings = fc.dictionary(
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,8}$/),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 }), fc.constant(null)),
  { maxKeys: 4 },
)

const policy = fc.record(
  { intervalSeconds: fc.integer({ min: 1, max: 600 }), failureThreshold: fc.integer({ min: 1, max: 20 }) },
  { requiredKeys: [] },
)

const probe = fc.record(
  { key: slug, kind: fc.constant('any'), title: text, settings, policy },
  { requiredKeys: ['key', 'kind'] },
)

const node = (own: string) =>
  fc
    .record(
      {
        name: text,
        kind: fc.constantFrom(...nodeKinds),
        role: text,
        features: fc.array(text, { maxLength: 3 }),
        probes: fc.uniqueArray(probe, { minLength: 1, maxLength: 3, selector: (each) => each.key }),
        specifiedIn,
      },
      { requiredKeys: ['name', 'kind', 'probes', 'specifiedIn'] },
    )
    .map((fields) => ({ slug: own, ...fields }))

const linksAmong = (slugs: readonly string[]) =>
  fc.uniqueArray(
    fc
      .record(
        {
          source: fc.constantFrom(...slugs),
          target: fc.constantFrom(...slugs),
          kind: fc.constantFrom(...linkKinds),
          port: fc.integer({ min: 1, max: 65_535 }),
          label: text,
          specifiedIn,
        },
        { requiredKeys: ['source', 'target', 'kind', 'specifiedIn'] },
      )
      .filter((link) => link.source !== link.target),
    { maxLength: 5, selector: (link) => `${link.source} ${link.target} ${link.kind}` },
  )

const alert = fc.record({
  slug,
  category: fc.constantFrom('infrastructure' as const, 'application' as const, 'security' as const),
  stated: text,
  metric: text,
  comparator: fc.constantFrom('>' as const, '<=' as const),
  threshold: fc.double({ noNaN: true, noDefaultInfinity: true }),
  unit: text,
  specifiedIn,
})

/** Inventories that hold together; every probe is of the kind `any`. */
export function arbitraryInventory(): fc.Arbitrary<Inventory> {
  return fc
    .uniqueArray(slug, { minLength: 2, maxLength: 5 })
    .chain((slugs) =>
      fc.record({
        estate: fc.record({ slug, name: text, environment: text }),
        nodes: fc.tuple(...slugs.map(node)),
        links: linksAmong(slugs),
        alerts: fc.uniqueArray(alert, { maxLength: 3, selector: (each) => each.slug }),
      }),
    )
    .map(({ links, ...rest }) =>
      inventorySchema.parse({
        version: 1,
        zones: [],
        regions: [],
        groups: [],
        views: [],
        links: links.map((link, index) => ({ id: `link-${index}`, ...link })),
        ...rest,
      }),
    )
}
