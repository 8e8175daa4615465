import { counted } from '@/lib/client/time/duration-words'
import type { TlsEndpointWire } from '@/lib/core/api/tls'
import type { PolicyVerdict } from '@/lib/core/tls/policy-check'
import { protocolWord } from '@/lib/core/tls/policy-check'
import { NodeLink } from '../topology/node-link'
import { Moment } from '../ui/moment'
import { VerdictMark, type VerdictTone } from '../verdict/verdict-mark'
import { lifeTone, lifeWords, nameOf } from './expiry-line'
import styles from './tls.module.css'

const policyWords: Readonly<Record<PolicyVerdict, string>> = {
  differs: 'Differs',
  'not-observed': 'Not observed',
  'not-possible': 'Not possible',
  'as-declared': 'As declared',
}
const policyTones: Readonly<Record<PolicyVerdict, VerdictTone>> = {
  differs: 'differs',
  'not-observed': 'unknown',
  'not-possible': 'differs',
  'as-declared': 'agrees',
}

/** One endpoint: its chain as served, leaf first, what it accepts, and the declared policy beside it. */
export function EndpointCard({ endpoint }: { readonly endpoint: TlsEndpointWire }) {
  const { node, host, port, serverName, failure } = endpoint
  return (
    <article className={styles.card} aria-label={`${node}, ${serverName}`}>
      <header>
        <h3 className={styles.cardTitle}>
          <NodeLink slug={node} />{' '}
          <code>
            {host}:{port}
          </code>{' '}
          as {serverName}
        </h3>
        <Trust endpoint={endpoint} />
      </header>
      {failure === null ? (
        <>
          <Chain endpoint={endpoint} />
          <Accepted endpoint={endpoint} />
          <Policy endpoint={endpoint} />
        </>
      ) : (
        <p>Nothing more is known: {failure}.</p>
      )}
      <p className={styles.fine}>
        Observed by <code>{endpoint.setBy}</code>, last looked{' '}
        <Moment at={endpoint.observedAt} form="clock" />, so since <Moment at={endpoint.since} />
      </p>
    </article>
  )
}

function Trust({ endpoint: { isStale, failure, trust } }: { readonly endpoint: TlsEndpointWire }) {
  if (isStale) return <VerdictMark tone="unknown">Stale</VerdictMark>
  if (failure !== null) return <VerdictMark tone="differs">No answer</VerdictMark>
  if (trust === null) return <VerdictMark tone="unknown">Not observed</VerdictMark>
  if (trust.isTrusted) return <VerdictMark tone="agrees">Trusted</VerdictMark>
  return <VerdictMark tone="differs">Not trusted: {trust.reason}</VerdictMark>
}

function Chain({ endpoint: { chain } }: { readonly endpoint: TlsEndpointWire }) {
  return (
    <ol className={styles.chain} aria-label="Chain as served">
      {chain.map((certificate) => (
        <li key={certificate.fingerprint256}>
          <strong>{nameOf(certificate.subject)}</strong> <span>issued by {nameOf(certificate.issuer)}</span>
          <br />
          <VerdictMark tone={lifeTone(certificate)}>{lifeWords(certificate)}</VerdictMark>
          <br />
          <span className={styles.fine}>
            {certificate.isCa ? 'authority' : certificate.names.join(', ')} · {certificate.keyType}
            {certificate.keyBits === null ? '' : ` ${certificate.keyBits}`} · {certificate.signatureAlgorithm}{' '}
            · SHA-256 {certificate.fingerprint256.slice(0, 16)}…
          </span>
        </li>
      ))}
    </ol>
  )
}

function Accepted({ endpoint }: { readonly endpoint: TlsEndpointWire }) {
  const { protocols, ciphers, group, isStapled, hsts, hstsFailure } = endpoint
  const offered = Object.entries(protocols).flatMap(([name, state]) =>
    state === 'offered' ? [protocolWord(name)] : [],
  )
  const lines = [
    ['Protocols', offered.join(', ') || 'none'],
    ['Key exchange', group ?? 'not shown'],
    ['HSTS', hstsFailure ?? (hsts === null ? 'not sent' : `max-age ${hsts.maxAgeSeconds} s`)],
    ['Stapled answer', isStapled === null ? 'not asked' : isStapled ? 'yes' : 'no'],
  ] as const
  return (
    <>
      <dl className={styles.sides}>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details className={styles.ciphers}>
        <summary>{counted(ciphers.length, 'cipher')} accepted</summary>
        <ul>
          {ciphers.map(({ protocol, name }) => (
            <li key={`${protocol} ${name}`}>
              <code>{name}</code> {protocolWord(protocol)}
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

function Policy({ endpoint: { checks } }: { readonly endpoint: TlsEndpointWire }) {
  if (checks.length === 0) return <p className={styles.fine}>No policy is declared for what it presents.</p>
  return (
    <ul className={styles.checks} aria-label="Declared policy">
      {checks.map((check) => (
        <li key={check.setting}>
          <VerdictMark tone={policyTones[check.verdict]}>{policyWords[check.verdict]}</VerdictMark>{' '}
          <strong>{check.stated}</strong> <span className={styles.fine}>observed: {check.observed}</span>
        </li>
      ))}
    </ul>
  )
}
