'use client'

import Link from 'next/link'
import { useNodeState, useStructure } from '@/lib/client/live/live-context'
import { counted } from '@/lib/client/time/duration-words'
import type { RunWire } from '@/lib/core/api/runs'
import { HealthMark } from '../health/health-mark'
import { mapHref, nodeName } from '../topology/map-href'
import styles from './run-aside.module.css'

/** The nodes that the run acts on, as they are now: its effect is seen here and on the map, not claimed. */
export function RunEffect({ run }: { readonly run: RunWire }) {
  const structure = useStructure()
  const first = run.targets[0]
  return (
    <section className={styles.part} aria-label="What it acts on">
      <h3>What it acts on, live</h3>
      <ul className={styles.nodes}>
        {run.targets.map((slug) => (
          <TargetRow key={slug} slug={slug} />
        ))}
      </ul>
      {first === undefined ? null : (
        <Link href={mapHref(structure, first)} className={styles.map}>
          Show on the map
        </Link>
      )}
    </section>
  )
}

function TargetRow({ slug }: { readonly slug: string }) {
  const structure = useStructure()
  const state = useNodeState(slug)
  const status = state?.health.status ?? 'unknown'
  // Before anything was loaded it is not even unknown.
  if (structure === null) {
    return (
      <li>
        <span>{slug}</span>
        <small>is being loaded</small>
      </li>
    )
  }
  return (
    <li>
      <Link href={mapHref(structure, slug)}>{nodeName(structure, slug)}</Link>
      <HealthMark status={status} />
      <small>
        {state?.health.reason ?? 'not observed'}
        {state && state.impacts.length > 0 ? ` · ${counted(state.impacts.length, 'node')} impacted` : ''}
      </small>
    </li>
  )
}
