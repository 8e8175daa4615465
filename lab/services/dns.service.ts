import { Resolver } from 'node:dns/promises'
import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { ASKPROAI_RECORDS, type ZoneRecord } from '@/lab/dns/records'
import { ZONE, zoneFile } from '@/lab/dns/zone-file'
import type { Lab } from '@/lab/lab'
import { defineService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const NODE = 'dns'
const ADDRESS = '127.10.5.53'

/** The authoritative server of the zone: Knot, UDP and TCP. */
export const dnsService = defineService({
  node: NODE,
  address: ADDRESS,
  ports: [53],
  packages: ['knot'],
  prepare: async (lab) => {
    const folder = await lab.makeFolder(NODE)
    await lab.makeFolder(NODE, 'run')
    await writeOwnedFile(join(folder, 'knot.conf'), configOf(lab.port(53)))
    await writeZone(lab, ASKPROAI_RECORDS)
  },
  command: (lab) => ({ file: lab.binary('knotd'), args: ['-c', 'knot.conf'] }),
  isReady: (lab, signal) =>
    untilAnswers(async () => {
      await zoneResolver(lab).resolveSoa(ZONE)
    }, signal),
})

/** Asks this server and no other. */
export function zoneResolver(lab: Lab): Resolver {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 })
  resolver.setServers([`${ADDRESS}:${lab.port(53)}`])
  return resolver
}

/** The server reads it anew at SIGHUP. The serial only ever grows, so that a change is seen as one. */
export async function writeZone(lab: Lab, records: readonly ZoneRecord[]): Promise<void> {
  const serial = Math.floor(Date.now() / 1000)
  await writeOwnedFile(join(lab.folderOf(NODE), 'askproai.de.zone'), zoneFile(records, serial))
}

/** Paths are relative to the node's folder: a socket's path must stay short. */
function configOf(port: number): string {
  return `server:
    rundir: "run"
    listen: ${ADDRESS}@${port}
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
zone:
  - domain: ${ZONE}
    file: "askproai.de.zone"
`
}
