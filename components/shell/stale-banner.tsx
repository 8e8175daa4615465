'use client'

import { useFreshness } from '@/lib/client/live/live-context'
import styles from './stale-banner.module.css'

/** Across the whole page when nothing on it may be taken for the present. */
export function StaleBanner() {
  const freshness = useFreshness()
  if (freshness === 'stale') {
    return (
      <p className={styles.banner}>
        <b>This page is stale.</b> No news comes from the server: what is shown is how it was, not how it is.
        It catches up by itself.
      </p>
    )
  }
  if (freshness === 'database-away') {
    return (
      <p className={styles.banner}>
        <b>The database is away.</b> What is shown grows old; each node turns unknown as its last observation
        expires.
      </p>
    )
  }
  return null
}
