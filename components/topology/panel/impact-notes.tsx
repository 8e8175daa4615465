'use client'

import { useCauses, useNodeState } from '@/lib/client/live/live-context'
import { counted } from '@/lib/client/time/duration-words'
import { RunbookOffers } from '../../runbooks/offers'
import { NodeLinks } from '../node-link'
import styles from './panel.module.css'

/** What follows from the node's failure, or whose failure reaches it: told apart from its own health. */
export function ImpactNotes({ slug }: { readonly slug: string }) {
  const state = useNodeState(slug)
  const cause = useCauses().find((one) => one.kind === 'node' && one.slug === slug)
  if (state === undefined) return null
  const isFailing = state.health.status === 'down' || state.health.status === 'degraded'
  const impacts = cause?.kind === 'node' ? cause.impacts : state.impacts
  return (
    <>
      {state.isRootCause ? (
        <div className={styles.callout}>
          <b>Root cause</b>
          {impacts.length === 0 ? (
            <p>Nothing else depends on it without a stand-in.</p>
          ) : (
            <p>
              {counted(impacts.length, 'node')} impacted: <NodeLinks slugs={impacts} />
            </p>
          )}
          <RunbookOffers slug={slug} />
        </div>
      ) : isFailing ? (
        <RunbookOffers slug={slug} />
      ) : null}
      {state.impactedBy.length > 0 ? (
        <p className={styles.note}>
          <b>Impacted by</b> <NodeLinks slugs={state.impactedBy} />: it depends on it without a stand-in.
        </p>
      ) : null}
      {state.health.isFlapping ? (
        <p className={styles.note}>
          <b>Flapping.</b> Its probes change too often to be believed at each change.
        </p>
      ) : null}
      {state.health.isSuspect ? (
        <p className={styles.note}>
          <b>Suspect.</b> A failure was seen and is being checked; the health shown is the last certain one.
        </p>
      ) : null}
    </>
  )
}
