import { NAME_SERVERS, ZONE } from '@/lab/dns/zone-file'

/** What a registry has in its zone for ours. */
export interface Delegation {
  readonly nameServers: readonly string[]
  /** Data of DS records; none for a zone that is not signed. */
  readonly ds: readonly string[]
}

export const DECLARED_DELEGATION: Delegation = { nameServers: NAME_SERVERS, ds: [] }

/** Of the registry's server, which has the mail provider's zone too. */
export const PARENT_ADDRESS = '127.10.5.56'
export const PARENT_ZONE = 'de'
/** Of the mail provider: what our SPF includes is in its zone. */
export const MAIL_ZONE = 'smtp.de'
const MAIL_SERVER = '127.10.9.13'

/** The zone above ours: what it delegates, and nothing else. */
export function parentZoneFile({ nameServers, ds }: Delegation, serial: number): string {
  return text([
    '$TTL 86400',
    `${PARENT_ZONE}. IN SOA f.nic.${PARENT_ZONE}. dns-operations.nic.${PARENT_ZONE}. ${serial} 7200 7200 3600000 7200`,
    `${PARENT_ZONE}. IN NS f.nic.${PARENT_ZONE}.`,
    `f.nic.${PARENT_ZONE}. IN A ${PARENT_ADDRESS}`,
    ...nameServers.map((name) => `${ZONE}. IN NS ${name}.`),
    ...ds.map((data) => `${ZONE}. IN DS ${data}`),
    `${MAIL_ZONE}. IN NS ns.${MAIL_ZONE}.`,
    `ns.${MAIL_ZONE}. IN A ${PARENT_ADDRESS}`,
  ])
}

export function mailZoneFile(): string {
  return text([
    '$TTL 3600',
    `${MAIL_ZONE}. IN SOA ns.${MAIL_ZONE}. hostmaster.${MAIL_ZONE}. 1 7200 3600 1209600 300`,
    `${MAIL_ZONE}. IN NS ns.${MAIL_ZONE}.`,
    `ns.${MAIL_ZONE}. IN A ${PARENT_ADDRESS}`,
    `mx1.${MAIL_ZONE}. IN A ${MAIL_SERVER}`,
    `mx2.${MAIL_ZONE}. IN A ${MAIL_SERVER}`,
    `_spf.${MAIL_ZONE}. IN TXT "v=spf1 ip4:${MAIL_SERVER} -all"`,
  ])
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
