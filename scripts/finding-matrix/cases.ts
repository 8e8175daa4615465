/** One thing that is broken, how its view shows it, and the rule that finds it. */
export interface FindingCase {
  readonly name: string
  readonly fault: string
  /** Where a fault may befall any node. */
  readonly node?: string
  readonly options?: Readonly<Record<string, string>>
  /** The finding: its rule, what it is about, and words of its title. */
  readonly rules: readonly string[]
  readonly about: string
  readonly title: RegExp
  /** Of the probe that sees it, in seconds. */
  readonly intervalSeconds: number
  readonly view: View
}

/** Path of an endpoint, and what of its answer shows the fault. */
export interface View {
  readonly path: string
  readonly shows: (answer: never) => boolean
}

interface Cells {
  readonly cells: readonly {
    readonly id: string
    readonly verdict: string
    readonly sights: readonly { state: string }[]
  }[]
}

interface Endpoints {
  readonly endpoints: readonly {
    readonly node: string
    readonly port: number
    readonly trust: { readonly isTrusted: boolean } | null
    readonly chain: readonly { readonly life: { readonly state: string } }[]
    readonly protocols: Readonly<Record<string, string>>
    readonly hsts: object | null
    readonly hstsFailure: string | null
  }[]
}
type Endpoint = Endpoints['endpoints'][number]

const SWEEP_SECONDS = 15
const TLS_SECONDS = 20
const DNS_SECONDS = 15
const BACKUP_SECONDS = 30

function cell(id: string, state: string): View {
  return {
    path: '/api/v1/ports',
    shows: ({ cells }: Cells) =>
      cells.some((each) => each.id === id && each.sights.some((sight) => sight.state === state)),
  }
}

function endpoint(node: string, shows: (endpoint: Endpoint) => boolean): View {
  return {
    path: '/api/v1/tls',
    shows: ({ endpoints }: Endpoints) => endpoints.some((each) => each.node === node && shows(each)),
  }
}

interface Delegation {
  readonly verdict: string
  readonly ds: readonly string[] | null
}

function delegation(shows: (delegation: Delegation) => boolean): View {
  return {
    path: '/api/v1/dns',
    shows: ({ delegations }: { readonly delegations: readonly Delegation[] }) => delegations.some(shows),
  }
}

const nginx = { about: 'node:nginx-1', intervalSeconds: TLS_SECONDS }
const isUntrusted = ({ trust }: Endpoint) => trust?.isTrusted === false

export const findingCases: readonly FindingCase[] = [
  {
    name: 'port-opened',
    fault: 'port-opened',
    node: 'bastion',
    rules: ['PORT-003'],
    about: 'node:bastion',
    title: /8888/,
    intervalSeconds: SWEEP_SECONDS,
    view: cell('bastion:8888/tcp', 'open'),
  },
  {
    name: 'port-closed',
    fault: 'kill',
    node: 'mailhog',
    rules: ['PORT-004'],
    about: 'node:mailhog',
    title: /8025.*closed/,
    intervalSeconds: SWEEP_SECONDS,
    view: cell('mailhog:8025/tcp', 'closed'),
  },
  {
    name: 'port-filtered',
    fault: 'port-filtered',
    node: 'mailhog',
    rules: ['PORT-004'],
    about: 'node:mailhog',
    title: /8025.*filtered/,
    intervalSeconds: SWEEP_SECONDS,
    view: cell('mailhog:8025/tcp', 'filtered'),
  },
  {
    name: 'dns-changed',
    fault: 'dns-changed',
    rules: ['DNS-012', 'DNS-014'],
    about: 'node:dns',
    title: /askproai\.de/,
    intervalSeconds: DNS_SECONDS,
    view: {
      path: '/api/v1/dns',
      shows: ({ rows }: { readonly rows: readonly { name: string; type: string; verdict: string }[] }) =>
        rows.some((row) => row.name === 'askproai.de' && row.type === 'A' && row.verdict === 'differs'),
    },
  },
  {
    name: 'dns-secondary-behind',
    fault: 'dns-secondary-behind',
    rules: ['DNS-010'],
    about: 'node:dns',
    title: /127\.10\.5\.54:\d+ is behind/,
    intervalSeconds: DNS_SECONDS,
    view: {
      path: '/api/v1/dns',
      shows: ({ servers }: { readonly servers: readonly { server: string; isBehind: boolean }[] }) =>
        servers.some(({ server, isBehind }) => isBehind && server.startsWith('127.10.5.54:')),
    },
  },
  {
    name: 'dns-delegation-changed',
    fault: 'dns-delegation-changed',
    rules: ['DNS-011'],
    about: 'node:dns',
    title: /delegated to other servers/,
    intervalSeconds: DNS_SECONDS,
    view: delegation(({ verdict }) => verdict === 'differs'),
  },
  {
    name: 'dns-ds-orphaned',
    fault: 'dns-ds-orphaned',
    rules: ['DNS-019'],
    about: 'node:dns',
    title: /DS record for askproai\.de, the zone has no key/,
    intervalSeconds: DNS_SECONDS,
    view: delegation(({ ds }) => (ds ?? []).length > 0),
  },
  {
    ...nginx,
    name: 'certificate-expired',
    fault: 'certificate-expired',
    rules: ['TLS-001'],
    title: /expired/,
    view: endpoint('nginx-1', ({ chain }) => chain[0]?.life.state === 'expired'),
  },
  {
    ...nginx,
    name: 'certificate-wrong-issuer',
    fault: 'certificate-wrong-issuer',
    rules: ['TLS-017'],
    title: /nginx-1 .*not the declared one/,
    view: endpoint('nginx-1', isUntrusted),
  },
  {
    ...nginx,
    name: 'certificate-wrong-name',
    fault: 'certificate-wrong-name',
    rules: ['TLS-004'],
    title: /nginx-1/,
    view: endpoint('nginx-1', isUntrusted),
  },
  {
    ...nginx,
    name: 'certificate-no-intermediate',
    fault: 'certificate-no-intermediate',
    rules: ['TLS-005'],
    title: /lacks an intermediate/,
    view: endpoint('nginx-1', ({ trust, chain }) => trust?.isTrusted === false && chain.length === 1),
  },
  {
    ...nginx,
    name: 'tls-old',
    fault: 'tls-old',
    rules: ['TLS-008'],
    title: /nginx-1/,
    view: endpoint('nginx-1', ({ protocols }) => protocols.TLSv1 === 'offered'),
  },
  {
    ...nginx,
    name: 'hsts-dropped',
    fault: 'hsts-dropped',
    rules: ['TLS-012'],
    title: /nginx-1.*no HSTS/,
    view: endpoint('nginx-1', ({ hsts, hstsFailure }) => hsts === null && hstsFailure === null),
  },
  {
    name: 'backup-missing',
    fault: 'backup-missing',
    rules: ['DR-001'],
    about: 'node:s3',
    title: /no backup|newest backup/,
    intervalSeconds: BACKUP_SECONDS,
    view: {
      path: '/api/v1/nodes/s3',
      shows: (answer: { readonly probes?: readonly { readonly key: string; readonly reason?: string }[] }) =>
        JSON.stringify(answer).includes('there is no'),
    },
  },
]
