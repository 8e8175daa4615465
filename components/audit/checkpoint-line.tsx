'use client'

import { useQuery } from '@tanstack/react-query'
import { callApi } from '@/lib/client/api-client'
import { readAuditCheckpoint } from '@/lib/core/api/audit-proof'
import { Moment } from '../ui/moment'
import styles from './audit-page.module.css'

/** The newest signed word on the whole log, and how many entries it does not cover yet. */
export function CheckpointLine() {
  const checkpoint = useQuery({
    queryKey: [readAuditCheckpoint.id],
    queryFn: ({ signal }) => callApi(readAuditCheckpoint, { signal }),
    retry: false,
  })
  if (checkpoint.error)
    return <p className={styles.checkpoint}>Signed checkpoint: {checkpoint.error.message}</p>
  if (!checkpoint.data) return <p className={styles.checkpoint}>Signed checkpoint: being read …</p>
  const { size, entries, at, rootHash } = checkpoint.data
  const unsigned = entries - size
  return (
    <p className={styles.checkpoint}>
      Signed checkpoint: {size} {size === 1 ? 'entry' : 'entries'}, <Moment at={at} />, root{' '}
      <code>{rootHash}</code>
      {unsigned > 0 ? `; ${unsigned} newer not signed yet` : ''}
    </p>
  )
}
