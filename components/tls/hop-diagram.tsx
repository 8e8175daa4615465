import type { TlsHopWire } from '@/lib/core/api/tls'
import { NodeLinks } from '../topology/node-link'
import { Moment } from '../ui/moment'
import { VerdictMark, type VerdictTone } from '../verdict/verdict-mark'
import styles from './tls.module.css'

/** The issuer is said above and judged among the findings: it is not part of this verdict. */
const hopWords = {
  'as-declared': 'Encryption as declared',
  differs: 'Differs',
  'not-observed': 'Not observed',
} as const
const hopTones: Readonly<Record<TlsHopWire['verdict'], VerdictTone>> = {
  'as-declared': 'agrees',
  differs: 'differs',
  'not-observed': 'unknown',
}

/** Each leg with its two ends: a whole line is encrypted, a broken one is not, as declared; below it what was observed. */
export function HopDiagram({ hops }: { readonly hops: readonly TlsHopWire[] }) {
  return (
    <ol className={styles.hops}>
      {hops.map((hop) => (
        <Hop key={hop.slug} hop={hop} />
      ))}
    </ol>
  )
}

function Hop({ hop }: { readonly hop: TlsHopWire }) {
  const [start = hop.title, end = ''] = hop.title.split(' → ')
  return (
    <li className={styles.hop}>
      <div className={styles.ends}>
        <span className={styles.end}>{start}</span>
        <Arrow isEncrypted={hop.declared.isEncrypted} />
        <span className={styles.end}>{end}</span>
      </div>
      <dl className={styles.sides}>
        <div>
          <dt>Declared</dt>
          <dd>{declaredWords(hop)}</dd>
        </div>
        <div>
          <dt>Observed</dt>
          <dd>
            {observedWords(hop)}
            <br />
            <VerdictMark tone={hopTones[hop.verdict]}>{hopWords[hop.verdict]}</VerdictMark>
          </dd>
        </div>
      </dl>
      <dl className={styles.sides}>
        {hop.observed === null && hop.unseen.length === 0 ? null : (
          <div>
            <dt>Evidence</dt>
            <dd>
              <Evidence hop={hop} />
            </dd>
          </div>
        )}
        <div>
          <dt>Far end</dt>
          <dd>
            <NodeLinks slugs={hop.to} />
          </dd>
        </div>
      </dl>
    </li>
  )
}

function Evidence({ hop: { observed, unseen } }: { readonly hop: TlsHopWire }) {
  return (
    <ul className={styles.evidence}>
      {(observed?.evidence ?? []).map(({ text, nodes, setBy, since }) => (
        <li key={text} title={setBy.join(', ')}>
          {nodes.join(', ')}: {text}, since <Moment at={since} />
        </li>
      ))}
      {unseen.map((end) => (
        <li key={end.node} title={end.why === 'nobody-looks' ? undefined : end.setBy}>
          {end.node}: <Unseen end={end} />
        </li>
      ))}
    </ul>
  )
}

function Unseen({ end }: { readonly end: TlsHopWire['unseen'][number] }) {
  switch (end.why) {
    case 'nobody-looks':
      return 'nobody looks at it'
    case 'fails':
      return (
        <>
          {end.reason}, since <Moment at={end.since} />
        </>
      )
    case 'stale':
      return (
        <>
          last looked at <Moment at={end.observedAt} />, which is too old to be believed
        </>
      )
  }
}

function Arrow({ isEncrypted }: { readonly isEncrypted: boolean }) {
  return (
    <svg
      viewBox="0 0 72 20"
      className={styles.arrow}
      role="img"
      aria-label={isEncrypted ? 'encrypted' : 'not encrypted'}
    >
      <path
        d="M2 10H62"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray={isEncrypted ? undefined : '3 5'}
      />
      <path d="M60 4 70 10 60 16z" fill="currentColor" />
      {isEncrypted ? (
        <>
          <rect x="26" y="8" width="12" height="9" rx="2" fill="currentColor" />
          <path d="M29 8V6a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
        </>
      ) : null}
    </svg>
  )
}

function declaredWords({ declared }: TlsHopWire): string {
  const words = [declared.protocol, declared.encryption, declared.certificate, declared.mode].filter(Boolean)
  if (words.length === 0) return declared.isEncrypted ? 'encrypted' : 'not encrypted'
  return words.join(', ')
}

const stateWords = {
  clear: 'in clear',
  encrypted: 'encrypted',
  mixed: 'some in clear, some encrypted',
  unknown: 'not known',
} as const

function observedWords({ observed, unseen }: TlsHopWire): string {
  if (observed === null) return blindWords(unseen)
  const issuers = observed.issuers.map((issuer) => /CN=([^,]+)/.exec(issuer)?.[1] ?? issuer)
  return [
    stateWords[observed.state],
    observed.protocols.join(', '),
    observed.group,
    issuers.length > 0 ? `issued by ${issuers.join(', ')}` : null,
    observed.isTrusted === null ? null : observed.isTrusted ? 'trusted' : 'not trusted',
  ]
    .filter(Boolean)
    .join(', ')
}

/** Why nothing at all is known of a leg. */
function blindWords(unseen: TlsHopWire['unseen']): string {
  if (unseen.some(({ why }) => why === 'fails')) return 'not known: the look at its far end fails'
  if (unseen.some(({ why }) => why === 'stale')) return 'not known: the last look is stale'
  return 'nobody looks at this leg'
}
