'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import type { EstateLink, EstateNode, Structure } from '@/lib/client/live/estate'
import { useLinkState, useNodeState } from '@/lib/client/live/live-context'
import { HealthMark } from '../../health/health-mark'
import { Button } from '../../ui/button'
import { Moment } from '../../ui/moment'
import { chipText, linkKindWords } from '../link-words'
import { kindWords } from '../node-kind'
import { nodeLook } from '../node-words'
import { ProbeList } from './probe-list'
import styles from './topology-page.module.css'

interface NodePanelProps {
  readonly node: EstateNode
  readonly structure: Structure
  onClose(): void
}

/** What the selected node is, how it is and since when, why, and what hangs on it. */
export function NodePanel({ node, structure, onClose }: NodePanelProps) {
  const state = useNodeState(node.slug)
  const look = nodeLook(node, state)
  const links = structure.links.filter((link) => link.source === node.slug || link.target === node.slug)
  const place = [node.zone, node.region, node.address].filter(Boolean).join(' · ')
  return (
    <aside className={styles.panel} aria-label={`Details of ${node.name}`}>
      <div className={styles.head}>
        <h2>{node.name}</h2>
        <HealthMark status={look.shown}>{look.word}</HealthMark>
        <Button tone="plain" aria-label="Close details" onClick={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      <p className={styles.dim}>
        {node.role ?? kindWords[node.kind]} · {place}
      </p>
      {state ? (
        <p className={styles.reason}>
          {state.health.reason}
          {state.health.sinceMs === null ? null : (
            <>
              {' '}
              since <Moment at={state.health.sinceMs} />
            </>
          )}
        </p>
      ) : null}
      {state?.isRootCause ? <p className={styles.callout}>Root cause. {impactWords(state.impacts)}</p> : null}
      {state && state.impactedBy.length > 0 ? (
        <p className={styles.note}>Impacted by {state.impactedBy.join(', ')}, without a stand-in.</p>
      ) : null}
      {node.features.length > 0 ? <p className={styles.dim}>{node.features.join(' · ')}</p> : null}
      <h3>Probes</h3>
      <ProbeList slug={node.slug} observedAtMs={state?.health.observedAtMs ?? null} />
      <h3>Links</h3>
      <ul className={styles.rows}>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} from={node.slug} />
        ))}
      </ul>
    </aside>
  )
}

function impactWords(impacts: readonly string[]): string {
  return impacts.length === 0
    ? 'Nothing else depends on it without a stand-in.'
    : `Impacts ${impacts.join(', ')}.`
}

function LinkRow({ link, from }: { readonly link: EstateLink; readonly from: string }) {
  const state = useLinkState(link.id)
  const isOut = link.source === from
  const other = isOut ? link.target : link.source
  return (
    <li>
      <span>
        {isOut ? '→' : '←'} <Link href={`/topology?node=${other}`}>{other}</Link>{' '}
        <em>
          {linkKindWords[link.kind]} {chipText(link, state)}
        </em>
      </span>
      <HealthMark status={state?.health.status ?? 'unknown'}>
        {state?.health.observedAtMs ? undefined : 'Not observed'}
      </HealthMark>
    </li>
  )
}
