import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { MAIL_ZONE } from '@/lab/dns/parent-zones'
import { ZONE } from '@/lab/dns/zone-file'
import type { Lab } from '@/lab/lab'
import { defineService } from '@/lab/service'
import { PARENT, PRIMARY, SECONDARY, zoneResolver } from '@/lab/services/dns.service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

/** No node of its own: it keeps what the zone's servers answered, as resolvers of visitors do. */
export const RESOLVER = { node: 'dns-resolver', address: '127.10.5.55' } as const

/** A caching resolver: Unbound. It asks the servers of the zone and of the mail provider's alone, and refuses
 * every other name. */
export const dnsResolverService = defineService({
  ...RESOLVER,
  host: PRIMARY.node,
  ports: [53],
  packages: ['unbound'],
  after: [PRIMARY.node, SECONDARY.node, PARENT.node],
  prepare: async (lab) => {
    await lab.makeFolder(RESOLVER.node)
    await writeOwnedFile(join(lab.folderOf(RESOLVER.node), 'unbound.conf'), resolverConfig(lab))
  },
  command: (lab) => ({ file: lab.binary('unbound'), args: ['-d', '-p', '-c', 'unbound.conf'] }),
  isReady: (lab, signal) =>
    untilAnswers(async () => {
      await zoneResolver(lab, RESOLVER).resolveSoa(ZONE)
    }, signal),
})

/**
 * What it asks comes from a loopback address, so that nothing can leave the machine. TTLs are kept as the servers
 * give them, and a server that was silent is asked again at once.
 */
function resolverConfig(lab: Lab): string {
  const port = lab.port(53)
  return `server:
    directory: "${lab.folderOf(RESOLVER.node)}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    verbosity: 1
    interface: ${RESOLVER.address}@${port}
    outgoing-interface: ${RESOLVER.address}
    do-ip6: no
    do-not-query-localhost: no
    access-control: 127.0.0.0/8 allow
    local-zone: "." refuse
    local-zone: "${ZONE}." transparent
    local-zone: "${MAIL_ZONE}." transparent
    module-config: "iterator"
    num-threads: 1
    msg-cache-size: 1m
    rrset-cache-size: 2m
    infra-host-ttl: 1
    infra-keep-probing: yes
    prefetch: no
    serve-expired: no
    cache-min-ttl: 0
    hide-identity: yes
    hide-version: yes
remote-control:
    control-enable: no
stub-zone:
    name: "${ZONE}"
    stub-addr: ${PRIMARY.address}@${port}
    stub-addr: ${SECONDARY.address}@${port}
stub-zone:
    name: "${MAIL_ZONE}"
    stub-addr: ${PARENT.address}@${port}
`
}
