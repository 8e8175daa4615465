'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useNodeState, useStructure } from '@/lib/client/live/live-context'
import { useMay } from '@/lib/client/person'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listRunbooks, type RunbookSummaryWire } from '@/lib/core/api/runbooks'
import { nodeName } from '../topology/map-href'
import { Button, buttonClass } from '../ui/button'
import styles from './offers.module.css'
import { StartDialog } from './start-dialog'

/** Under a node that fails: the runbooks that act on it, one click from running, with the node filled in. */
export function RunbookOffers({ slug }: { readonly slug: string }) {
  const runbooks = useQuery(apiQuery(listRunbooks, {}))
  const offered = (runbooks.data?.runbooks ?? []).filter((runbook) => runbook.targets.includes(slug))
  if (offered.length === 0) return null
  return (
    <ul className={styles.offers} aria-label="Runbooks for this node">
      {offered.map((runbook, index) => (
        <li key={runbook.id}>
          <Offer runbook={runbook} slug={slug} isFirst={index === 0} />
        </li>
      ))}
    </ul>
  )
}

interface OfferProps {
  readonly runbook: RunbookSummaryWire
  readonly slug: string
  /** The gravest of them is the thing to do; the others stand beside it. */
  readonly isFirst: boolean
}

function Offer({ runbook, slug, isFirst }: OfferProps) {
  const [isStarting, setStarting] = useState(false)
  const mayStart = useMay('operator')
  const structure = useStructure()
  const health = useNodeState(slug)?.health
  if (runbook.activeRun !== null) {
    return (
      <Link href={`/runs/${runbook.activeRun.id}`} className={buttonClass('primary', styles.offer)}>
        Open run {runbook.activeRun.number}: {runbook.title}
      </Link>
    )
  }
  if (!mayStart) {
    return (
      <Link href={`/runbooks/${runbook.id}`} className={buttonClass('ghost', styles.offer)}>
        Read runbook: {runbook.title}
      </Link>
    )
  }
  const isDown = health?.status === 'down'
  return (
    <>
      <Button
        tone={isDown && isFirst ? 'primary' : 'ghost'}
        className={styles.offer ?? ''}
        onClick={() => setStarting(true)}
      >
        Start runbook: {runbook.title}
      </Button>
      <StartDialog
        runbookId={runbook.id}
        title={runbook.title}
        target={slug}
        mode={isDown ? 'live' : 'rehearsal'}
        {...(isDown ? { reason: `${nodeName(structure, slug)} is down: ${health.reason}` } : {})}
        isOpen={isStarting}
        onClose={() => setStarting(false)}
      />
    </>
  )
}
