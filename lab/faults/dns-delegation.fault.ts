import { DECLARED_DELEGATION } from '@/lab/dns/parent-zones'
import { publishDelegation } from '@/lab/dns/publish-zone'
import { ZONE } from '@/lab/dns/zone-file'
import { defineFault, type LabFault } from '@/lab/faults/lab-fault'
import { PARENT } from '@/lab/services/dns.service'

/** Of a key that the zone does not have. */
const ORPHANED_DS = `2371 13 2 ${'1f'.repeat(32)}`
const ELSEWHERE = ['ada.ns.cloudflare.com', 'carl.ns.cloudflare.com']

/** What the registry has for the zone is not what the zone says. */
export const dnsDelegationFaults: readonly LabFault[] = [
  defineFault({
    name: 'dns-delegation-changed',
    title: `the registry delegates ${ZONE} to another name server than the zone names`,
    nodes: [PARENT.node],
    inject: (context) => publishDelegation(context, { ...DECLARED_DELEGATION, nameServers: ELSEWHERE }),
    heal: (context) => publishDelegation(context, DECLARED_DELEGATION),
  }),
  defineFault({
    name: 'dns-ds-orphaned',
    title: `the registry has a DS record for ${ZONE}, which has no key`,
    nodes: [PARENT.node],
    inject: (context) => publishDelegation(context, { ...DECLARED_DELEGATION, ds: [ORPHANED_DS] }),
    heal: (context) => publishDelegation(context, DECLARED_DELEGATION),
  }),
]
