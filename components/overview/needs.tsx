'use client'

import type { EstateNode, Structure } from '@/lib/client/live/estate'
import { useCauses, useObserved } from '@/lib/client/live/live-context'
import { counted } from '@/lib/client/time/duration-words'
import type { Cause } from '@/lib/core/topology/topology'
import { HealthMark } from '../health/health-mark'
import { RunbookOffers } from '../runbooks/offers'
import { Elapsed } from '../shell/strip'
import { NodeLink, NodeLinks } from '../topology/node-link'
import { nodeLook } from '../topology/node-words'
import { StateMessage } from '../ui/state-message'
import styles from './overview.module.css'
import { severityOfCause } from './severity'

/** Root causes with what follows from them, then what is in doubt, what is not known, and what is worked on. */
export function Needs({ structure }: { readonly structure: Structure }) {
  const causes = useCauses()
  const observed = useObserved()
  const named = new Set(causes.flatMap((cause) => (cause.kind === 'node' ? [cause.slug] : cause.nodes)))
  const rest = structure.nodes.flatMap((node) => {
    const need = named.has(node.slug) ? null : needOf(node, observed.nodes.get(node.slug))
    return need ? [need] : []
  })
  if (causes.length + rest.length === 0) {
    return (
      <StateMessage title="No node needs you">
        <p>No observed node fails, and none is in doubt.</p>
      </StateMessage>
    )
  }
  return (
    <ul className={styles.needs}>
      {causes.map((cause) => (
        <li key={cause.kind === 'node' ? cause.slug : 'prober-down'}>
          <CauseCard cause={cause} nodes={structure.nodes} />
        </li>
      ))}
      {needKinds.flatMap((kind) =>
        rest.filter((need) => need.kind === kind).map((need) => <NeedRow key={need.node.slug} need={need} />),
      )}
    </ul>
  )
}

interface CauseCardProps {
  readonly cause: Cause
  readonly nodes: readonly EstateNode[]
}

function CauseCard({ cause, nodes }: CauseCardProps) {
  const health = useObserved().nodes.get(cause.kind === 'node' ? cause.slug : '')?.health
  if (cause.kind === 'prober-down') {
    return (
      <article className={styles.cause}>
        <HealthMark status="unknown">Prober down</HealthMark>
        <h3>Nobody observes {counted(cause.nodes.length, 'node')} any more</h3>
        <b className={styles.clock}>
          <Elapsed sinceMs={cause.sinceMs} />
        </b>
        <p>
          {cause.workerIds.length > 0 ? `Worker ${cause.workerIds.join(', ')} stopped.` : 'No worker runs.'}{' '}
          What these nodes showed last is not shown as their health. Start a worker:{' '}
          <code>npm run worker</code>
        </p>
      </article>
    )
  }
  const status = health?.status ?? 'unknown'
  const severity = severityOfCause(status, cause.impacts, nodes)
  return (
    <article className={`${styles.cause} ${status === 'down' ? styles.down : styles.degraded}`}>
      <HealthMark status={status} />
      <h3>
        <NodeLink slug={cause.slug} />
      </h3>
      <b className={styles.clock}>
        <Elapsed sinceMs={cause.sinceMs} />
      </b>
      <p>{health?.reason}</p>
      <p>
        <b>{severity.word}:</b> {severity.reason}.
      </p>
      <p>
        <b>Root cause.</b>{' '}
        {cause.impacts.length === 0 ? (
          'Nothing else is impacted.'
        ) : (
          <>
            {counted(cause.impacts.length, 'node')} impacted: <NodeLinks slugs={cause.impacts} />
          </>
        )}
      </p>
      <RunbookOffers slug={cause.slug} />
    </article>
  )
}

const needKinds = ['symptom', 'suspect', 'flapping', 'stale', 'unknown', 'maintenance'] as const
type NeedKind = (typeof needKinds)[number]

interface Need {
  readonly node: EstateNode
  readonly kind: NeedKind
}

type State = Parameters<typeof nodeLook>[1]

function needOf(node: EstateNode, state: State): Need | null {
  const look = nodeLook(node, state)
  if (state === undefined || look.isUnobserved) return null
  if (look.isOutage) return { node, kind: 'symptom' }
  if (state.health.isSuspect) return { node, kind: 'suspect' }
  if (state.health.isFlapping) return { node, kind: 'flapping' }
  if (look.shown === 'maintenance') return { node, kind: 'maintenance' }
  if (look.shown === 'unknown') return { node, kind: state.health.isStale ? 'stale' : 'unknown' }
  return null
}

const needWords: Readonly<Record<NeedKind, string>> = {
  symptom: '',
  suspect: 'Suspect',
  flapping: 'Flapping',
  stale: 'Stale',
  unknown: 'Unknown',
  maintenance: 'Maintenance',
}

function needReason(kind: NeedKind, state: State): string | undefined {
  if (kind === 'suspect') return 'a failure was seen and is being checked'
  if (kind !== 'maintenance') return state?.health.reason
  return `${state?.health.reason}; probing says: ${state?.measured}`
}

function NeedRow({ need: { node, kind } }: { readonly need: Need }) {
  const state = useObserved().nodes.get(node.slug)
  const look = nodeLook(node, state)
  const isDoubt = kind === 'suspect' || kind === 'flapping'
  return (
    <li className={styles.need}>
      <HealthMark status={isDoubt ? 'degraded' : look.shown}>{needWords[kind] || look.word}</HealthMark>
      <NodeLink slug={node.slug} />
      <span>{needReason(kind, state)}</span>
      <small>{isDoubt ? null : <Elapsed sinceMs={state?.health.sinceMs ?? null} />}</small>
    </li>
  )
}
