import { counted } from '@/lib/client/time/duration-words'
import type { CertificateWire, TlsEndpointWire } from '@/lib/core/api/tls'
import { NodeLinks } from '../topology/node-link'
import { Table } from '../ui/table'
import { VerdictMark, type VerdictTone } from '../verdict/verdict-mark'
import styles from './tls.module.css'

/** Below this share of its lifetime a certificate should have been renewed: two thirds are over. */
const RENEW_BELOW_SHARE = 1 / 3

interface Row {
  readonly certificate: CertificateWire
  readonly nodes: readonly string[]
}

/** All certificates on one line of time, the first to end on top; today is the upright line. */
export function ExpiryLine({
  endpoints,
  now,
}: {
  readonly endpoints: readonly TlsEndpointWire[]
  readonly now: string
}) {
  const rows = rowsOf(endpoints)
  const nowMs = Date.parse(now)
  const fromMs = Math.min(nowMs, ...rows.map(({ certificate }) => Date.parse(certificate.notBefore)))
  const toMs = Math.max(nowMs, ...rows.map(({ certificate }) => Date.parse(certificate.notAfter)))
  const place = (atMs: number) => (100 * (atMs - fromMs)) / Math.max(1, toMs - fromMs)
  return (
    <Table
      label="Certificates by their end"
      columns={[
        'Certificate',
        'Served by',
        'Ends',
        { label: 'Lifetime, and today', className: styles.lineHead },
      ]}
    >
      {rows.map(({ certificate, nodes }) => (
        <tr key={certificate.fingerprint256}>
          <th scope="row">{nameOf(certificate.subject)}</th>
          <td>
            <NodeLinks slugs={nodes} />
          </td>
          <td data-lead>
            <VerdictMark tone={lifeTone(certificate)}>{lifeWords(certificate)}</VerdictMark>
          </td>
          <td>
            <Life certificate={certificate} place={place} nowMs={nowMs} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface LifeProps {
  readonly certificate: CertificateWire
  readonly nowMs: number
  place(atMs: number): number
}

function Life({ certificate, nowMs, place }: LifeProps) {
  const start = place(Date.parse(certificate.notBefore))
  const end = place(Date.parse(certificate.notAfter))
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" className={styles.life} aria-hidden="true">
      <rect x={start} y="3" width={Math.max(0.5, end - start)} height="4" className={styles.span} />
      <path d={`M${place(nowMs)} 0V10`} className={styles.today} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

function rowsOf(endpoints: readonly TlsEndpointWire[]): readonly Row[] {
  const rows = new Map<string, Row>()
  for (const { node, chain } of endpoints) {
    for (const certificate of chain) {
      const known = rows.get(certificate.fingerprint256)
      const nodes = [...new Set([...(known?.nodes ?? []), node])]
      rows.set(certificate.fingerprint256, { certificate, nodes })
    }
  }
  return [...rows.values()].toSorted((one, other) =>
    one.certificate.notAfter < other.certificate.notAfter ? -1 : 1,
  )
}

/** One that has ended, or should have been renewed, is what stands out. */
export function lifeTone({ life }: CertificateWire): VerdictTone {
  return life.state === 'valid' && life.shareLeft >= RENEW_BELOW_SHARE ? 'agrees' : 'differs'
}

export function lifeWords({ life, notAfter }: CertificateWire): string {
  if (life.state === 'not-yet-valid') return 'Not valid yet'
  if (life.state === 'expired') return `Expired ${notAfter.slice(0, 10)}`
  const left = `${counted(life.leftDays, 'day')} left, ${Math.floor(life.shareLeft * 100)} % of its lifetime`
  return life.shareLeft < RENEW_BELOW_SHARE ? `Renewal is due: ${left}` : left
}

export function nameOf(distinguishedName: string): string {
  return /CN=([^,]+)/.exec(distinguishedName)?.[1] ?? distinguishedName
}
