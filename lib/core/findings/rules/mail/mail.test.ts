import { generateKeyPairSync } from 'node:crypto'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactOf } from '@/lib/core/observed/fact'
import { makeFindingInput as given } from '@/lib/testing/finding-factory'
import { makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { mailRules } from './registry'

type Dns = NonNullable<InventoryInput['dns']>

const nodes = [
  makeNode('ns', { kind: 'dns' }),
  makeNode('app'),
  makeNode('stripe', { kind: 'external-service' }),
]

function zone(
  records: readonly (readonly [Dns['records'][number]['type'], string, string, object?])[],
  parts: Partial<Dns> = {},
): Partial<InventoryInput> {
  const all = records.map(([type, name, stated, more], index) => ({
    slug: `r-${index}`,
    type,
    name,
    stated,
    specifiedIn: ['DNS'],
    ...more,
  }))
  return { nodes, links: [], dns: { zone: 'example.org', server: 'ns', records: all, ...parts } }
}

function text(name: string, ...data: string[]): FactOf<'dns-answer'> {
  return {
    kind: 'dns-answer',
    zone: 'example.org',
    server: 'r:53',
    serverRole: 'resolver',
    name,
    type: 'TXT',
    rcode: data.length > 0 ? 'NOERROR' : 'NXDOMAIN',
    isAuthoritative: false,
    isValidated: false,
    usedTcp: false,
    records: data.map((each) => ({ ttl: 60, data: each })),
    glue: [],
    soa: null,
  }
}

const spf = (value: string, parts: Partial<Dns> = {}, facts: readonly FactOf<'dns-answer'>[] = []) =>
  given(zone([['TXT', '@', value]], parts), facts)
const dmarc = (value: string, facts: readonly FactOf<'dns-answer'>[] = []) =>
  given(zone([['TXT', '_dmarc', value]]), facts)
const mx = (...targets: string[]) => given(zone(targets.map((target) => ['MX', '@', target] as const)))
const policy = (parts: Partial<FactOf<'mta-sts'>> = {}): FactOf<'mta-sts'> => ({
  kind: 'mta-sts',
  node: 'ns',
  domain: 'example.org',
  failure: null,
  mode: 'enforce',
  mx: ['a.example.net'],
  maxAgeSeconds: 86_400,
  problems: [],
  ...parts,
})
/** The zone announces a policy, and this is what is served. */
const announced = (...served: readonly FactOf<'mta-sts'>[]) =>
  given(
    zone([
      ['MX', '@', '10 a.example.net'],
      ['TXT', '_mta-sts', 'v=STSv1; id=1'],
    ]),
    served,
  )
const keyOf = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64')
const dkim = (value: string, selector = 'mail') => given(zone([['TXT', `${selector}._domainkey`, value]]))
const enforced = 'v=DMARC1; p=quarantine; rua=mailto:a@example.org'
const many = `v=spf1 ${Array.from({ length: 11 }, (_, index) => `a:h${index}.example.net`).join(' ')} -all`
const including = 'v=spf1 include:_spf.example.net -all'

testRules(mailRules, {
  'SPF-001': {
    fires: [
      given(zone([])),
      given(
        zone([
          ['TXT', '@', 'v=spf1 -all'],
          ['TXT', '@', 'v=spf1 ~all'],
        ]),
      ),
    ],
    holds: [spf('v=spf1 -all')],
  },
  'SPF-002': {
    fires: [spf(many), spf('v=spf1 include:a.net -all', {}, [text('a.net', 'v=spf1 include:a.net -all')])],
    holds: [spf(including, {}, [text('_spf.example.net', 'v=spf1 ip4:192.0.2.0/24 -all')])],
    needs: [spf(including)],
  },
  'SPF-003': {
    fires: [spf(including, {}, [text('_spf.example.net')])],
    holds: [spf(including, {}, [text('_spf.example.net', 'v=spf1 -all')])],
    needs: [spf(including)],
  },
  'SPF-004': {
    fires: [spf('v=spf1 +all'), spf('v=spf1 mx')],
    holds: [spf('v=spf1 -all'), spf('v=spf1 redirect=example.net')],
  },
  'SPF-005': { fires: [spf('v=spf1 ptr -all')], holds: [spf('v=spf1 mx -all')] },
  'SPF-006': { fires: [spf('V=SPF1 -all'), spf('v=spf1 -all mx')], holds: [spf('v=spf1 mx -all')] },
  'SPF-007': {
    fires: [
      spf('v=spf1 ip4:192.0.2.0/24 -all', { mailSenders: [{ node: 'app', addresses: ['198.51.100.9'] }] }),
    ],
    holds: [
      spf('v=spf1 ip4:192.0.2.0/24 -all', { mailSenders: [{ node: 'app', addresses: ['192.0.2.9'] }] }),
      spf(including, { mailSenders: [{ node: 'app', via: 'mx1.example.net' }] }),
    ],
    needs: [spf('v=spf1 -all')],
  },
  'DMARC-001': {
    fires: [
      given(zone([])),
      given(
        zone([
          ['TXT', '_dmarc', enforced],
          ['TXT', '_dmarc', 'v=DMARC1; p=none'],
        ]),
      ),
    ],
    holds: [dmarc(enforced)],
  },
  'DMARC-002': {
    fires: [dmarc('v=DMARC1; p=none'), dmarc('v=DMARC1; rua=mailto:a@example.org')],
    holds: [dmarc(enforced)],
  },
  'DMARC-003': { fires: [dmarc(enforced)], holds: [dmarc('v=DMARC1; p=reject')] },
  'DMARC-004': { fires: [dmarc('v=DMARC1; p=reject')], holds: [dmarc(enforced), dmarc('v=DMARC1; p=none')] },
  'DMARC-005': { fires: [dmarc('v=DMARC1; p=reject; pct=50')], holds: [dmarc(enforced)] },
  'DMARC-006': {
    fires: [
      dmarc('v=DMARC1; p=reject; rua=mailto:a@example.net', [text('example.org._report._dmarc.example.net')]),
    ],
    holds: [
      dmarc(enforced),
      dmarc('v=DMARC1; p=reject; rua=mailto:a@example.net', [
        text('example.org._report._dmarc.example.net', 'v=DMARC1'),
      ]),
    ],
    needs: [dmarc('v=DMARC1; p=reject; rua=mailto:a@example.net')],
  },
  'DMARC-007': {
    fires: [
      dmarc(enforced),
      given(
        zone([
          ['TXT', '_dmarc', enforced],
          ['TXT', 'stripe._domainkey', 'p=x'],
        ]),
      ),
    ],
    holds: [
      given(
        zone([
          ['TXT', '_dmarc', enforced],
          ['TXT', 'mail._domainkey', 'p=x'],
        ]),
      ),
      given(zone([['TXT', '_dmarc', enforced]], { dkimSelectors: ['mail'] })),
    ],
  },
  'DKIM-001': {
    fires: [dkim(`k=rsa; p=${keyOf(1_024)}`), dkim('k=rsa; p=')],
    holds: [dkim(`k=rsa; p=${keyOf(2_048)}`), dkim('k=ed25519; p=abc')],
  },
  'DKIM-002': { fires: [dkim('t=y; p=x'), dkim('h=sha1; p=x')], holds: [dkim('t=s; h=sha256; p=x')] },
  'MX-001': {
    fires: [given(zone([])), mx('0 .', '10 a.example.net')],
    holds: [mx('10 a.example.net'), mx('0 .')],
  },
  'MX-002': {
    fires: [
      given(
        zone([
          ['MX', '@', '10 mail.example.org'],
          ['A', 'mail', '104.26.10.10', { isProxied: true }],
        ]),
      ),
    ],
    holds: [
      given(
        zone([
          ['MX', '@', '10 mail.example.org'],
          ['A', 'mail', '203.0.112.5'],
        ]),
      ),
    ],
  },
  'MX-003': { fires: [mx('10 a.example.net')], holds: [mx('10 a.example.net', '20 b.example.net')] },
  'MX-004': {
    fires: [mx('10 a.example.net')],
    holds: [
      given({
        ...zone([['MX', '@', '10 a.example.net']]),
        nodes: [...nodes, makeNode('mail', { hosts: ['a.example.net'] })],
      }),
    ],
  },
  'MTA-001': {
    fires: [
      mx('10 a.example.net'),
      announced(policy({ failure: 'answers 404, not 200' })),
      announced(policy({ problems: ['it names no mail server'] })),
      announced(policy({ mx: ['b.example.net'] })),
      announced(policy({ mode: 'testing' })),
    ],
    holds: [announced(policy()), announced(policy({ mx: ['*.example.net'] }))],
    needs: [announced()],
  },
  'MTA-002': {
    fires: [mx('10 a.example.net')],
    holds: [
      given(
        zone([
          ['MX', '@', '10 a.example.net'],
          ['TXT', '_smtp._tls', 'v=TLSRPTv1; rua=mailto:a@example.org'],
        ]),
      ),
    ],
  },
})
