import type { EstateLink, LinkState } from '@/lib/client/live/estate'
import { spanWords } from '@/lib/client/time/duration-words'
import type { LinkKind } from '@/lib/core/inventory/link'

export const linkKindWords: Readonly<Record<LinkKind, string>> = {
  traffic: 'Traffic',
  management: 'Management',
  replication: 'Replication',
  backup: 'Backup',
  metrics: 'Metrics',
  failover: 'Failover',
}

/** The few words on a link: share, lag, port and encryption, whatever is declared or measured of them. */
export function chipText(link: EstateLink, state: LinkState | undefined): string {
  const lag = link.kind === 'replication' ? state?.figures.lagSeconds : undefined
  const parts = [
    link.weight === null ? null : `${link.weight} %`,
    lag === undefined ? null : `lag ${spanWords(lag * 1000)}`,
    link.port === null ? null : String(link.port),
    link.encryption === null ? null : shortEncryption(link.encryption),
  ].filter((part) => part !== null)
  if (parts.length > 0) return parts.join(' · ')
  return link.label ?? ''
}

/** As wide as the words on it can become: room is kept for a lag and a sign that may come. */
export function widestChipText(link: EstateLink): string {
  const lag = link.kind === 'replication' ? 'lag 59 min · ' : ''
  const now = chipText(link, undefined)
  return now === '' && lag === '' ? '' : `✕ ${lag}${now}`
}

/** `Unencrypted (Local)` as `plain`, `SSL/TLS` as `TLS`; the panel keeps the declared words. */
function shortEncryption(declared: string): string {
  if (/unencrypted|plain/i.test(declared)) return 'plain'
  return declared.replace(/SSL\/TLS/i, 'TLS')
}
