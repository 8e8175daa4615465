'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useNodeState, useServerNow, useStructure } from '@/lib/client/live/live-context'
import { useMay } from '@/lib/client/person'
import { apiQuery } from '@/lib/client/queries/api-query'
import { getNode } from '@/lib/core/api/nodes'
import { HealthMark } from '../../health/health-mark'
import { HistoryStrip } from '../../health/history-strip'
import { Button } from '../../ui/button'
import { Moment } from '../../ui/moment'
import { FailureMessage, Skeleton } from '../../ui/state-message'
import { useFocusBack } from '../../ui/use-focus-back'
import { kindWords } from '../node-kind'
import { nodeLook, outageClock } from '../node-words'
import { ImpactNotes } from './impact-notes'
import { NodeActions } from './node-actions'
import { NodeFacts } from './node-facts'
import { NodeFindings } from './node-findings'
import styles from './panel.module.css'
import { PanelSection } from './panel-section'
import { ProbeList } from './probe-list'

interface NodePanelProps {
  readonly node: EstateNode
  onClose(): void
}

/** What the selected node is, how it is and since when, why, what follows, and what can be done about it. */
export function NodePanel({ node, onClose }: NodePanelProps) {
  const details = useQuery({ ...apiQuery(getNode, { params: { slug: node.slug } }), refetchInterval: 10_000 })
  const mayOperate = useMay('operator')
  const panel = useRef<HTMLElement>(null)
  useFocusBack(() => document.querySelector<HTMLElement>(`[data-card="${CSS.escape(node.slug)}"]`))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another node is read from its beginning
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 })
  }, [node.slug])
  return (
    <aside ref={panel} className={styles.panel} aria-label={`Details of ${node.name}`}>
      <PanelHead node={node} onClose={onClose} />
      <ImpactNotes slug={node.slug} />
      {details.data && mayOperate ? <NodeActions node={node} details={details.data} /> : null}
      {details.data ? (
        <>
          <PanelSection title="Probes">
            <ProbeList probes={details.data.probes} unobserved={details.data.declared.unobserved} />
          </PanelSection>
          <PanelSection title="Last 24 hours">
            <HistoryStrip slug={node.slug} />
          </PanelSection>
          <NodeFindings slug={node.slug} />
          <NodeFacts details={details.data} />
        </>
      ) : details.error ? (
        <FailureMessage what="The details" error={details.error} onRetry={() => void details.refetch()} />
      ) : (
        <Skeleton label={`details of ${node.name}`} rows={5} />
      )}
    </aside>
  )
}

function PanelHead({ node, onClose }: NodePanelProps) {
  const state = useNodeState(node.slug)
  const structure = useStructure()
  const nowMs = useServerNow()
  const look = nodeLook(node, state)
  const clock = look.isOutage && state && nowMs !== null ? outageClock(state, nowMs) : null
  const zone = structure?.zones.find((place) => place.slug === node.zone)?.name
  const region = structure?.regions.find((place) => place.slug === node.region)?.name
  const facts = [kindWords[node.kind], node.role, zone, region, node.address].filter(Boolean)
  return (
    <header className={styles.head}>
      <h2>{node.name}</h2>
      <Button tone="plain" aria-label="Close details" onClick={onClose}>
        <X size={16} aria-hidden />
      </Button>
      <p>{facts.join(' · ')}</p>
      <div className={styles.state}>
        <HealthMark status={look.shown}>{look.word}</HealthMark>
        {clock ? <b>{clock}</b> : null}
        {state?.health.sinceMs ? (
          <span className={styles.quiet}>
            since <Moment at={state.health.sinceMs} />
          </span>
        ) : null}
        {state && look.shown !== 'planned' ? <span>{state.health.reason}</span> : null}
        {state && look.shown === 'maintenance' ? (
          <span>Probing goes on and says: {state.measured}.</span>
        ) : null}
        {look.shown === 'planned' ? <span>Declared, not built: it has no health yet.</span> : null}
      </div>
    </header>
  )
}
