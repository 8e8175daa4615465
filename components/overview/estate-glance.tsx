'use client'

import Link from 'next/link'
import type { EstateNode, Structure } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { HealthMark } from '../health/health-mark'
import { Section } from '../ui/page'
import { groupState } from './group-words'
import { HealthCounts } from './health-counts'
import styles from './overview.module.css'

/** The estate in counts: by zone and region, by what stands in for what, and by view of the map. */
export function EstateGlance({ structure }: { readonly structure: Structure }) {
  const { nodes, zones, regions, groups, views } = structure
  return (
    <>
      <Section title="The estate by zone">
        <ul className={styles.rows}>
          {zones.map((zone) => (
            <CountRow
              key={zone.slug}
              title={zone.name}
              nodes={nodes.filter((node) => node.zone === zone.slug)}
            />
          ))}
        </ul>
      </Section>
      <Section title="By region">
        <ul className={styles.rows}>
          {regions.map((region) => (
            <CountRow
              key={region.slug}
              title={region.name}
              nodes={nodes.filter((node) => node.region === region.slug)}
            />
          ))}
        </ul>
      </Section>
      <Section title="What stands in for what">
        <Groups groups={groups} />
      </Section>
      <Section title="By view of the map">
        <ul className={styles.rows}>
          {views.map((view) => (
            <CountRow
              key={view.slug}
              title={view.name}
              href={`/topology?view=${view.slug}`}
              nodes={nodes.filter((node) => view.nodes === 'all' || view.nodes.includes(node.slug))}
            />
          ))}
        </ul>
      </Section>
    </>
  )
}

interface CountRowProps {
  readonly title: string
  readonly nodes: readonly EstateNode[]
  readonly href?: string
}

function CountRow({ title, nodes, href }: CountRowProps) {
  if (nodes.length === 0) return null
  return (
    <li>
      {href ? <Link href={href}>{title}</Link> : <span>{title}</span>}
      <HealthCounts nodes={nodes} />
    </li>
  )
}

function Groups({ groups }: { readonly groups: Structure['groups'] }) {
  const observed = useObserved()
  return (
    <ul className={styles.rows}>
      {groups.map((group) => {
        const state = groupState(group, observed)
        return (
          <li key={group.slug}>
            <span>{group.name}</span>
            <HealthMark status={state.status}>{state.words}</HealthMark>
          </li>
        )
      })}
    </ul>
  )
}
