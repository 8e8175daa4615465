'use client'

import type { Structure } from '@/lib/client/live/estate'
import { useObserved, useRecentEvents } from '@/lib/client/live/live-context'
import { HealthMark } from '../health/health-mark'
import { NodeLink } from '../topology/node-link'
import { Moment } from '../ui/moment'
import { type Change, changeList } from './change-list'
import styles from './overview.module.css'

const shown = 12

/** Since when nodes are as they are, the newest first. */
export function RecentChanges({ structure }: { readonly structure: Structure }) {
  const changes = changeList(structure, useObserved(), useRecentEvents())
  if (changes.length === 0) return <p className={styles.quiet}>Nothing was observed yet.</p>
  return (
    <ol className={styles.changes}>
      {changes.slice(0, shown).map((change) => (
        <li key={change.key}>
          <small>
            <Moment at={change.atMs} />
          </small>
          <ChangeText change={change} />
        </li>
      ))}
    </ol>
  )
}

function ChangeText({ change }: { readonly change: Change }) {
  if (change.kind === 'note') return <span>{change.text}</span>
  return (
    <>
      <span className={styles.changed}>
        <NodeLink slug={change.slug} /> <HealthMark status={change.status} />
      </span>
      {change.status === 'healthy' ? null : <small>{change.reason}</small>}
    </>
  )
}
