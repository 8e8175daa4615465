'use client'

import { useNodeState, useStructure } from '@/lib/client/live/live-context'
import { HealthMark } from '../health/health-mark'
import { NodeLink } from '../topology/node-link'
import { nodeLook } from '../topology/node-words'
import styles from './node-healths.module.css'

/** Nodes with their health as it is now. */
export function NodeHealths({ slugs }: { readonly slugs: readonly string[] }) {
  return (
    <ul className={styles.nodes}>
      {slugs.map((slug) => (
        <li key={slug}>
          <NodeLink slug={slug} /> <NodeHealth slug={slug} />
        </li>
      ))}
    </ul>
  )
}

function NodeHealth({ slug }: { readonly slug: string }) {
  const structure = useStructure()
  const node = structure?.nodes.find((one) => one.slug === slug)
  const state = useNodeState(slug)
  if (structure === null) return <HealthMark status="unknown">Not known yet</HealthMark>
  if (node === undefined) return <HealthMark status="unknown">Not declared</HealthMark>
  const look = nodeLook(node, state)
  return <HealthMark status={look.shown}>{look.word}</HealthMark>
}
