import type { ProbeWire } from '@/lib/core/api/nodes'
import { HealthMark } from '../../health/health-mark'
import { Moment } from '../../ui/moment'
import styles from './panel.module.css'

interface ProbeListProps {
  readonly probes: readonly ProbeWire[]
  /** Why nobody observes the node, as declared. */
  readonly unobserved: string | undefined
}

/** The probes of a node; each opens into what it found last. */
export function ProbeList({ probes, unobserved }: ProbeListProps) {
  if (probes.length === 0) return <p className={styles.quiet}>{unobserved ?? 'No probe is declared.'}</p>
  return (
    <ul className={styles.probes}>
      {probes.map((probe) => (
        <li key={probe.slug}>
          <ProbeRow probe={probe} />
        </li>
      ))}
    </ul>
  )
}

function ProbeRow({ probe }: { readonly probe: ProbeWire }) {
  const { health, failures } = probe
  return (
    <details>
      <summary>
        <span>
          {probe.title}
          <small>{health.reason}</small>
        </span>
        <HealthMark status={health.status}>{probeWord(probe)}</HealthMark>
      </summary>
      <dl className={styles.evidence}>
        {probe.evidence.map((line) => (
          <Fact key={line.label} label={line.label} value={line.value} />
        ))}
        <div>
          <dt>Observed</dt>
          <dd>{health.observedAt === null ? 'never' : <Moment at={health.observedAt} />}</dd>
        </div>
        {failures.count > 0 ? (
          <Fact label="Failures in a row" value={`${failures.count} of ${failures.threshold}`} />
        ) : null}
        <Fact label="Kind" value={`${probe.kind}, every ${probe.intervalSeconds} s`} />
        <Fact label="Importance" value={probe.importance} />
        {probe.observesLinks.length > 0 ? (
          <Fact label="Tells of links" value={probe.observesLinks.join(', ')} />
        ) : null}
      </dl>
    </details>
  )
}

function probeWord({ health }: ProbeWire): string | undefined {
  if (health.status !== 'unknown') return undefined
  if (health.stale) return 'Stale'
  return health.observedAt === null ? 'Not observed' : undefined
}

export function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
