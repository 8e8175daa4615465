import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import {
  DECLARED_DELEGATION,
  type Delegation,
  MAIL_ZONE,
  mailZoneFile,
  PARENT_ADDRESS,
  PARENT_ZONE,
  parentZoneFile,
} from '@/lab/dns/parent-zones'
import { ASKPROAI_RECORDS, type ZoneRecord } from '@/lab/dns/records'
import { ZONE, zoneFile } from '@/lab/dns/zone-file'
import type { Lab } from '@/lab/lab'
import { defineService, type LabService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

interface DnsServer {
  readonly node: string
  readonly address: string
}

export const PRIMARY = { node: 'dns', address: '127.10.5.53' } as const
/** No node of its own: the zone is one, and both servers answer for it. */
export const SECONDARY = { node: 'dns-secondary', address: '127.10.5.54' } as const
/** Who has the zones of others in which ours is looked up: the registry, and the mail provider. */
export const PARENT = { node: 'dns-parent', address: PARENT_ADDRESS } as const

/**
 * The authoritative servers of the zone: Knot, UDP and TCP. The second has the zone by transfer from the first. The
 * third has the zone above it.
 */
export const dnsServices: readonly LabService[] = [
  defineService({
    ...PRIMARY,
    ports: [53],
    packages: ['knot'],
    prepare: async (lab) => {
      await prepareFolder(lab, PRIMARY.node)
      await writeOwnedFile(configFile(lab, PRIMARY), primaryConfig(lab.port(53)))
      await writeZone(lab, ASKPROAI_RECORDS)
    },
    command: knot,
    isReady: (lab, signal) => untilServed(lab, PRIMARY, signal),
  }),
  defineService({
    ...PARENT,
    host: PRIMARY.node,
    ports: [53],
    packages: ['knot'],
    prepare: async (lab) => {
      await prepareFolder(lab, PARENT.node)
      await writeOwnedFile(configFile(lab, PARENT), parentConfig(lab.port(53)))
      await writeOwnedFile(join(lab.folderOf(PARENT.node), `${MAIL_ZONE}.zone`), mailZoneFile())
      await writeDelegation(lab, DECLARED_DELEGATION)
    },
    command: knot,
    isReady: (lab, signal) => untilServed(lab, PARENT, signal, PARENT_ZONE),
  }),
  defineService({
    ...SECONDARY,
    host: PRIMARY.node,
    ports: [53],
    packages: ['knot'],
    after: [PRIMARY.node],
    prepare: async (lab) => {
      await prepareFolder(lab, SECONDARY.node)
      await writeSecondaryConfig(lab, { hearsOfChanges: true })
    },
    command: knot,
    isReady: (lab, signal) => untilServed(lab, SECONDARY, signal),
  }),
]

async function prepareFolder(lab: Lab, node: string): Promise<void> {
  await lab.makeFolder(node)
  await lab.makeFolder(node, 'run')
}

function knot(lab: Lab) {
  return { file: lab.binary('knotd'), args: ['-c', 'knot.conf'] }
}

function configFile(lab: Lab, { node }: DnsServer): string {
  return join(lab.folderOf(node), 'knot.conf')
}

function untilServed(lab: Lab, server: DnsServer, signal: AbortSignal, zone = ZONE): Promise<void> {
  return untilAnswers(async () => {
    await zoneResolver(lab, server).resolveSoa(zone)
  }, signal)
}

/** Asks this server and no other. */
export function zoneResolver(lab: Lab, { address }: DnsServer = PRIMARY): Resolver {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 })
  resolver.setServers([`${address}:${lab.port(53)}`])
  return resolver
}

/** The server reads it anew at SIGHUP. The serial always grows, so that a change is seen as one and transferred. */
export function writeZone(lab: Lab, records: readonly ZoneRecord[]): Promise<number> {
  const file = join(lab.folderOf(PRIMARY.node), 'askproai.de.zone')
  return writeUnderNextSerial(file, (serial) => zoneFile(records, serial))
}

/** What the registry has for the zone; read anew at SIGHUP. */
export function writeDelegation(lab: Lab, delegation: Delegation): Promise<number> {
  const file = join(lab.folderOf(PARENT.node), `${PARENT_ZONE}.zone`)
  return writeUnderNextSerial(file, (serial) => parentZoneFile(delegation, serial))
}

async function writeUnderNextSerial(file: string, textOf: (serial: number) => string): Promise<number> {
  const before = Number(/SOA \S+ \S+ (\d+)/.exec(await readFile(file, 'utf8').catch(() => ''))?.[1] ?? 0)
  const serial = Math.max(Math.floor(Date.now() / 1000), before + 1)
  await writeOwnedFile(file, textOf(serial))
  return serial
}

/** Read anew at SIGHUP. A secondary that does not hear of changes asks again when the SOA's refresh is over. */
export function writeSecondaryConfig(lab: Lab, zone: { readonly hearsOfChanges: boolean }): Promise<void> {
  return writeOwnedFile(configFile(lab, SECONDARY), secondaryConfig(lab.port(53), zone.hearsOfChanges))
}

/** Paths are relative to the node's folder: a socket's path must stay short. */
function serverConfig({ address }: DnsServer, port: number): string {
  return `server:
    rundir: "run"
    listen: ${address}@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stdout
    any: notice
database:
    storage: "run"
template:
  - id: default
    storage: "."
    zonefile-sync: -1
    journal-content: none
`
}

function primaryConfig(port: number): string {
  return `${serverConfig(PRIMARY, port)}remote:
  - id: secondary
    address: ${SECONDARY.address}@${port}
    via: ${PRIMARY.address}
acl:
  - id: transfer
    address: ${SECONDARY.address}
    action: transfer
zone:
  - domain: ${ZONE}
    file: "askproai.de.zone"
    notify: secondary
    acl: transfer
`
}

function parentConfig(port: number): string {
  return `${serverConfig(PARENT, port)}zone:
  - domain: ${PARENT_ZONE}
    file: "${PARENT_ZONE}.zone"
  - domain: ${MAIL_ZONE}
    file: "${MAIL_ZONE}.zone"
`
}

function secondaryConfig(port: number, hearsOfChanges: boolean): string {
  return `${serverConfig(SECONDARY, port)}remote:
  - id: primary
    address: ${PRIMARY.address}@${port}
    via: ${SECONDARY.address}
acl:
  - id: changes
    address: ${PRIMARY.address}
    action: notify
zone:
  - domain: ${ZONE}
    master: primary
${hearsOfChanges ? '    acl: changes\n' : ''}`
}
