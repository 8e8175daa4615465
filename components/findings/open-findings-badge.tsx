'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listFindings } from '@/lib/core/api/findings'
import styles from './open-findings-badge.module.css'

/** How many critical and high findings are open; nothing at all while there are none or nobody knows. */
export function OpenFindingsBadge() {
  const { data } = useQuery(apiQuery(listFindings, { query: {} }))
  const count = (data?.counts.critical ?? 0) + (data?.counts.high ?? 0)
  if (count === 0) return null
  return (
    <span className={styles.badge}>
      {count}
      <span className="visually-hidden"> open, critical or high</span>
    </span>
  )
}
