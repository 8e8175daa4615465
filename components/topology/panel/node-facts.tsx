'use client'

import { useLinkState } from '@/lib/client/live/live-context'
import type { NodeDetails } from '@/lib/core/api/nodes'
import { FindingsBadge } from '../../findings/findings-badge'
import { useFindingCount } from '../../findings/use-findings-about'
import { HealthMark } from '../../health/health-mark'
import { linkKindWords } from '../link-words'
import { NodeLink } from '../node-link'
import styles from './panel.module.css'
import { PanelSection } from './panel-section'
import { Fact } from './probe-list'

/** What is declared of the node: its links, ports, features, and where the specification names it. */
export function NodeFacts({ details }: { readonly details: NodeDetails }) {
  const { declared, links, ports } = details
  return (
    <>
      {links.length > 0 ? (
        <PanelSection title="Links">
          <ul className={styles.rows}>
            {links.map((link) => (
              <LinkRow key={link.id} link={link} />
            ))}
          </ul>
        </PanelSection>
      ) : null}
      {ports.length > 0 ? (
        <PanelSection title="Ports">
          <ul className={styles.rows}>
            {ports.map((port) => (
              <li key={port.slug}>
                <span>
                  <code>
                    {port.port}/{port.transport}
                  </code>{' '}
                  {port.service}
                  {port.note ? <small>{port.note}</small> : null}
                </span>
                <span className={styles.quiet}>{port.class}</span>
              </li>
            ))}
          </ul>
        </PanelSection>
      ) : null}
      <PanelSection title="Declared">
        <dl className={styles.evidence}>
          {declared.description ? <Fact label="Description" value={declared.description} /> : null}
          {declared.hosts ? <Fact label="Names" value={declared.hosts.join(', ')} /> : null}
          {declared.features.length > 0 ? (
            <Fact label="Features" value={declared.features.join(', ')} />
          ) : null}
          {declared.group ? <Fact label="Group" value={declared.group} /> : null}
          <Fact label="In the specification" value={declared.specifiedIn.join(', ')} />
        </dl>
      </PanelSection>
    </>
  )
}

type Neighbour = NodeDetails['links'][number]

function LinkRow({ link }: { readonly link: Neighbour }) {
  const live = useLinkState(link.id)
  const findings = useFindingCount([`link:${link.id}`])
  const words = [
    linkKindWords[link.kind],
    link.protocol,
    link.port === null ? null : String(link.port),
    link.encryption,
    link.label,
  ].filter(Boolean)
  const isObserved = live !== undefined && live.health.observedAtMs !== null
  return (
    <li>
      <span>
        <span aria-hidden>{link.direction === 'out' ? '→ ' : '← '}</span>
        <span className="visually-hidden">{link.direction === 'out' ? 'to ' : 'from '}</span>
        <NodeLink slug={link.node} />
        <small>{words.join(' · ')}</small>
      </span>
      <span className={styles.linkState}>
        {findings ? <FindingsBadge findings={findings} subject={`link:${link.id}`} /> : null}
        <HealthMark status={live?.health.status ?? 'unknown'}>
          {isObserved ? undefined : 'Not observed'}
        </HealthMark>
      </span>
    </li>
  )
}
