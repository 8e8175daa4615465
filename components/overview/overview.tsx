'use client'

import Link from 'next/link'
import { useCauses, useObserved, useServerNow, useStructure } from '@/lib/client/live/live-context'
import { clockWords, counted } from '@/lib/client/time/duration-words'
import { HealthMark } from '../health/health-mark'
import { nodeLook } from '../topology/node-words'
import { Page, Section } from '../ui/page'
import { Skeleton, StateMessage } from '../ui/state-message'
import { HealthCounts } from './health-counts'
import styles from './overview.module.css'

/** The first page: what needs a person now, then the estate at a glance. */
export function Overview() {
  const structure = useStructure()
  const observed = useObserved()
  if (structure === null) return <Skeleton label="Loading the estate" />
  const looks = structure.nodes.map((node) => nodeLook(node, observed.nodes.get(node.slug)))
  const watched = looks.filter((look) => !look.isUnobserved)
  const healthy = watched.filter((look) => look.shown === 'healthy').length
  const summary = `${healthy} of ${watched.length} observed nodes are healthy; ${looks.length - watched.length} are not observed`
  return (
    <Page title={structure.estate.name} summary={summary}>
      <Section title="What needs you now">
        <Needs />
      </Section>
      <Section title="The estate by zone">
        <ul className={styles.zones}>
          {structure.zones.map((zone) => (
            <li key={zone.slug}>
              <Link href="/topology?view=zones">{zone.name}</Link>
              <HealthCounts nodes={structure.nodes.filter((node) => node.zone === zone.slug)} />
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}

function Needs() {
  const causes = useCauses()
  const observed = useObserved()
  const nowMs = useServerNow()
  const structure = useStructure()
  const suspects = structure?.nodes.filter((node) => observed.nodes.get(node.slug)?.health.isSuspect) ?? []
  const lost = structure?.nodes.filter((node) => observed.nodes.get(node.slug)?.health.isStale) ?? []
  if (causes.length + suspects.length + lost.length === 0) {
    return (
      <StateMessage title="Nothing needs you">
        <p>No node that is observed fails, and none is in doubt.</p>
      </StateMessage>
    )
  }
  return (
    <ul className={styles.needs}>
      {causes.map((cause) =>
        cause.kind === 'node' ? (
          <li key={cause.slug} className={styles.need}>
            <HealthMark status={observed.nodes.get(cause.slug)?.health.status ?? 'unknown'} />
            <Link href={`/topology?view=architecture&node=${cause.slug}`}>{cause.slug}</Link>
            <span>{observed.nodes.get(cause.slug)?.health.reason}</span>
            <b>{nowMs === null ? '' : clockWords(nowMs - cause.sinceMs)}</b>
            <em>
              Root cause. {counted(cause.impacts.length, 'node')} impacted
              {cause.impacts.length > 0 ? `: ${cause.impacts.join(', ')}` : ''}
            </em>
          </li>
        ) : (
          <li key="prober" className={styles.need}>
            <HealthMark status="unknown">Prober down</HealthMark>
            <span>
              Nobody observes {counted(cause.nodes.length, 'node')} any more. Start a worker: npm start
            </span>
          </li>
        ),
      )}
      {suspects.map((node) => (
        <li key={`suspect-${node.slug}`} className={styles.need}>
          <HealthMark status="degraded">Suspect</HealthMark>
          <Link href={`/topology?view=architecture&node=${node.slug}`}>{node.name}</Link>
          <span>a failure is being checked</span>
        </li>
      ))}
      {lost.map((node) => (
        <li key={`lost-${node.slug}`} className={styles.need}>
          <HealthMark status="unknown">Stale</HealthMark>
          <Link href={`/topology?view=architecture&node=${node.slug}`}>{node.name}</Link>
          <span>{observed.nodes.get(node.slug)?.health.reason}</span>
        </li>
      ))}
    </ul>
  )
}
