import { z } from 'zod'

/** Where an observation was made: the worker itself, or what an import says of its place. */
export const vantages = ['worker', 'outside', 'inside', 'host'] as const
export type Vantage = (typeof vantages)[number]

export const factSources = ['probe', 'nmap', 'ss', 'ufw', 'zone-file', 'cloudflare-api'] as const

/** `filtered` is no answer at all, kept apart from `closed`, which answered that nobody listens. */
export const portStates = ['open', 'closed', 'filtered', 'open-or-filtered'] as const
export type PortState = (typeof portStates)[number]

const portFact = z.object({
  kind: z.literal('port'),
  /** Node of the inventory; null when no node has this address. */
  node: z.string().nullable(),
  address: z.string(),
  port: z.int(),
  transport: z.enum(['tcp', 'udp']),
  state: z.enum(portStates),
  /** What was recognised: `ssh OpenSSH 9.2p1`. */
  service: z.string().nullable(),
  /** How the state is known: `syn-ack`, `conn-refused`, `no-response`. */
  reason: z.string().nullable(),
})

/** A listening socket as the host itself sees it (ss). */
const socketFact = z.object({
  kind: z.literal('socket'),
  node: z.string(),
  transport: z.enum(['tcp', 'udp']),
  /** `0.0.0.0`, `::`, `127.0.0.1` … */
  localAddress: z.string(),
  port: z.int(),
  process: z.string().nullable(),
})

export const firewallRuleFactSchema = z.object({
  number: z.int().nullable(),
  action: z.enum(['allow', 'deny', 'reject', 'limit']),
  direction: z.enum(['in', 'out', 'forward']),
  /** Null means every port. */
  ports: z.string().nullable(),
  /** `other` has no ports: esp, gre, igmp. Such a rule says nothing of TCP and UDP. */
  transport: z.enum(['tcp', 'udp', 'any', 'other']),
  from: z.string().meta({ description: '`anywhere`, or an address or range.' }),
  to: z.string(),
  isIpv6: z.boolean(),
  profile: z.string().nullable(),
  comment: z.string().nullable(),
  /** The line as it stood. */
  text: z.string(),
})

const firewallFact = z.object({
  kind: z.literal('firewall'),
  node: z.string(),
  isActive: z.boolean(),
  defaultIncoming: z.enum(['allow', 'deny', 'reject', 'unknown']),
  defaultOutgoing: z.enum(['allow', 'deny', 'reject', 'unknown']),
  defaultRouted: z.enum(['allow', 'deny', 'reject', 'disabled', 'unknown']),
  logging: z.string().nullable(),
  rules: z.array(firewallRuleFactSchema),
})

/** One server's answer to one question (RFC 1035 s.4), as seen over the wire. */
const dnsAnswerFact = z.object({
  kind: z.literal('dns-answer'),
  zone: z.string(),
  server: z.string().meta({ description: 'Address and port asked.' }),
  serverRole: z.enum(['authoritative', 'resolver', 'parent']),
  name: z.string().meta({ description: 'Absolute, lower case, without the trailing dot.' }),
  type: z.string(),
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, … or `timeout`. */
  rcode: z.string(),
  isAuthoritative: z.boolean(),
  isValidated: z.boolean().meta({ description: 'AD bit.' }),
  usedTcp: z.boolean(),
  /** Of a parent that was asked for the zone's name servers: those that it refers to. */
  records: z.array(z.object({ ttl: z.int(), data: z.string() })),
  /** Addresses of name servers that a parent hands out with its referral. */
  glue: z.array(z.object({ name: z.string(), address: z.string() })).default([]),
  /** Of the SOA question. */
  soa: z
    .object({
      mname: z.string(),
      rname: z.string(),
      serial: z.number(),
      refresh: z.number(),
      retry: z.number(),
      expire: z.number(),
      minimum: z.number(),
    })
    .nullable(),
})

export const servedCertificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  names: z.array(z.string()),
  keyType: z.string(),
  keyBits: z.int().nullable(),
  signatureAlgorithm: z.string(),
  fingerprint256: z.string(),
  isCa: z.boolean(),
  ocspUrls: z.array(z.string()),
  crlUrls: z.array(z.string()),
  mustStaple: z.boolean(),
})
export type ServedCertificate = z.infer<typeof servedCertificateSchema>

export const tlsProtocols = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

/** What one TLS endpoint really serves and accepts. */
const tlsEndpointFact = z.object({
  kind: z.literal('tls-endpoint'),
  node: z.string(),
  host: z.string(),
  port: z.int(),
  serverName: z.string(),
  /** Why nothing else is known: `refused the connection`. */
  failure: z.string().nullable(),
  /** As served, leaf first. */
  chain: z.array(servedCertificateSchema),
  /** Whether the chain leads to a trusted root, and why not. */
  trust: z
    .object({
      isTrusted: z.boolean(),
      reason: z.string(),
      /** `own`: the probe is told to trust an authority of one's own in place of the public ones. */
      anchors: z.enum(['public', 'own']).default('public'),
    })
    .nullable(),
  protocols: z.record(z.enum(tlsProtocols), z.enum(['offered', 'refused', 'unknown'])),
  ciphers: z.array(z.object({ protocol: z.string(), name: z.string() })),
  group: z.string().nullable().meta({ description: 'Key exchange group, as far as Node shows it.' }),
  isStapled: z.boolean().nullable(),
  /** Null: not sent, unless `hstsFailure` says why nobody knows. */
  hsts: z
    .object({ maxAgeSeconds: z.number(), includesSubDomains: z.boolean(), preload: z.boolean() })
    .nullable(),
  hstsFailure: z.string().nullable().default(null),
})

export const encryptionStates = ['clear', 'encrypted', 'mixed', 'unknown'] as const
export type EncryptionState = (typeof encryptionStates)[number]

/** Whether what is really spoken on a port is encrypted, where no handshake of ours can tell. */
const encryptionFact = z.object({
  kind: z.literal('encryption'),
  node: z.string(),
  /** Address, or the path of a Unix socket. */
  host: z.string(),
  /** Null for a Unix socket, which never leaves its machine. */
  port: z.int().nullable(),
  spoken: z.enum(['FastCGI', 'Redis', 'MariaDB']),
  /** The sessions of this account alone; null for whoever speaks there. */
  account: z.string().nullable(),
  state: z.enum(encryptionStates),
  /** Why nothing could be asked: `refused the connection`. */
  failure: z.string().nullable().default(null),
  /** How that is known, or why it is not, for people; nothing in it changes from look to look. */
  evidence: z.array(z.string()).min(1),
})

/** The MTA-STS policy of a domain as it is served (RFC 8461). */
const mtaStsFact = z.object({
  kind: z.literal('mta-sts'),
  node: z.string(),
  domain: z.string(),
  /** Why senders get no policy. */
  failure: z.string().nullable(),
  mode: z.enum(['enforce', 'testing', 'none']).nullable(),
  mx: z.array(z.string()),
  maxAgeSeconds: z.number().nullable(),
  /** What senders would not take of it. */
  problems: z.array(z.string()),
})

/** What the control plane of an edge provider says. */
const edgeFact = z.object({
  kind: z.literal('edge'),
  node: z.string(),
  securityLevel: z.string(),
  sslMode: z.string().nullable(),
  alwaysUseHttps: z.boolean().nullable(),
  pools: z.array(z.object({ name: z.string(), isEnabled: z.boolean(), weight: z.number().nullable() })),
  rateLimits: z.array(z.object({ description: z.string(), expression: z.string(), isEnabled: z.boolean() })),
})

const backupFact = z.object({
  kind: z.literal('backup'),
  node: z.string(),
  newestKey: z.string().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  sizeBytes: z.number().nullable(),
  isVerified: z.boolean().nullable(),
})

/** A thing observed in a way that can be held against what is declared. The union grows by new kinds alone. */
export const factBodySchema = z.discriminatedUnion('kind', [
  portFact,
  socketFact,
  firewallFact,
  dnsAnswerFact,
  tlsEndpointFact,
  encryptionFact,
  mtaStsFact,
  edgeFact,
  backupFact,
])
export type FactBody = z.infer<typeof factBodySchema>
export type FactKind = FactBody['kind']
export const factKinds = factBodySchema.options.map((option) => option.shape.kind.value)
export type FactOf<Kind extends FactKind> = Extract<FactBody, { kind: Kind }>

export interface ObservedFact<Body extends FactBody = FactBody> {
  /** Names what was observed from where; a newer fact with the same key replaces the older. */
  readonly key: string
  readonly body: Body
  readonly source: (typeof factSources)[number]
  readonly vantage: Vantage
  /** Probe or import that says so, for people: `dns/zone`, `import nmap-outside.xml`. */
  readonly setBy: string
  readonly observedAtMs: number
  /** Since when it has been as it is. */
  readonly sinceMs: number
  /** After this instant it is stale: shown as such, and no proof of anything. */
  readonly validUntilMs: number
}

/** What is said together, by one probe each time it looks or by one import: a newer saying replaces the older whole. */
export interface FactSet {
  /** Unique: the slug of the probe, or the id of the import. */
  readonly name: string
  readonly setBy: string
  readonly source: ObservedFact['source']
  readonly vantage: Vantage
  readonly observedAtMs: number
  readonly validUntilMs: number
}

/** One change of what was observed. `from` is null for what appeared, `to` for what is no longer observed. */
export interface FactChange {
  readonly key: string
  readonly kind: FactKind
  readonly setBy: string
  readonly vantage: Vantage
  readonly atMs: number
  readonly from: FactBody | null
  readonly to: FactBody | null
}
