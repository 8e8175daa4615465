'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useStructure } from '@/lib/client/live/live-context'
import { apiQuery } from '@/lib/client/queries/api-query'
import { counted } from '@/lib/client/time/duration-words'
import { getSinglePointsOfFailure, getWhatIf } from '@/lib/core/api/topology'
import { Button } from '../../ui/button'
import { FailureMessage, Skeleton } from '../../ui/state-message'
import { nodeName } from '../map-href'
import styles from '../panel/panel.module.css'

interface WhatIfPanelProps {
  readonly fail: readonly string[]
  /** Null ends the what-if. */
  onChange(fail: readonly string[] | null): void
}

/** Assumed failures and what would follow from them. Nothing is done to the estate. */
export function WhatIfPanel({ fail, onChange }: WhatIfPanelProps) {
  const structure = useStructure()
  return (
    <aside className={styles.panel} aria-label="What if">
      <header className={styles.head}>
        <h2>What if…</h2>
        <Button tone="plain" aria-label="End the what-if" onClick={() => onChange(null)}>
          <X size={16} aria-hidden />
        </Button>
        <p>Press nodes on the map to assume that they fail. Nothing is done to them.</p>
      </header>
      <section>
        <h3>Assumed to fail</h3>
        {fail.length === 0 ? <p className={styles.quiet}>None yet.</p> : null}
        <ul className={styles.rows}>
          {fail.map((slug) => (
            <li key={slug}>
              {nodeName(structure, slug)}
              <Button
                tone="plain"
                aria-label={`Let ${nodeName(structure, slug)} work again`}
                onClick={() => onChange(fail.filter((other) => other !== slug))}
              >
                <X size={14} aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {fail.length > 0 ? <Consequences fail={fail} /> : null}
      <SinglePoints fail={fail} onChange={onChange} />
    </aside>
  )
}

function Consequences({ fail }: { readonly fail: readonly string[] }) {
  const structure = useStructure()
  const answer = useQuery(apiQuery(getWhatIf, { query: { fail: fail.join(',') } }))
  if (answer.error) {
    return <FailureMessage what="The answer" error={answer.error} onRetry={() => void answer.refetch()} />
  }
  if (!answer.data) return <Skeleton label="the answer" rows={2} />
  const { cutOff, newlyCutOff } = answer.data
  const already = cutOff.length - newlyCutOff.length
  return (
    <section aria-live="polite">
      <h3>Would be cut off</h3>
      {newlyCutOff.length === 0 ? (
        <p>
          {already > 0
            ? 'Nothing that is not cut off already.'
            : `Nothing: what depends on ${fail.length === 1 ? 'it' : 'them'} has a stand-in.`}
        </p>
      ) : (
        <>
          <p>
            <b>{counted(newlyCutOff.length, 'node')}</b>, without a stand-in:
          </p>
          <ul className={styles.rows}>
            {newlyCutOff.map((slug) => (
              <li key={slug}>{nodeName(structure, slug)}</li>
            ))}
          </ul>
        </>
      )}
      {already > 0 ? <p className={styles.quiet}>{counted(already, 'node')} cut off already.</p> : null}
    </section>
  )
}

function SinglePoints({ fail, onChange }: WhatIfPanelProps) {
  const structure = useStructure()
  const points = useQuery(apiQuery(getSinglePointsOfFailure, {}))
  if (points.error) {
    return <FailureMessage what="The list" error={points.error} onRetry={() => void points.refetch()} />
  }
  if (!points.data) return <Skeleton label="single points of failure" rows={3} />
  const { nodes, entryPoints } = points.data
  return (
    <section>
      <h3>Single points of failure</h3>
      <p className={styles.quiet}>
        Alone, each of these cuts off {entryPoints.map((slug) => nodeName(structure, slug)).join(', ')}.
      </p>
      {nodes.length === 0 ? <p>None: everything has a stand-in.</p> : null}
      <ul className={styles.rows}>
        {nodes.map(({ slug, impacts }) => (
          <li key={slug}>
            <span>
              {nodeName(structure, slug)}
              <small>takes {counted(impacts.length, 'node')} with it</small>
            </span>
            {fail.includes(slug) ? (
              <span className={styles.quiet}>assumed</span>
            ) : (
              <Button
                tone="plain"
                aria-label={`Assume that ${nodeName(structure, slug)} fails`}
                onClick={() => onChange([...fail, slug])}
              >
                Try
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
