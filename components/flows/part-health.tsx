'use client'

import { useStructure } from '@/lib/client/live/live-context'
import { HealthMark } from '../health/health-mark'
import { usePartHealth } from './use-part-health'

/** The health now of a part that these nodes play. Before the estate is known, that nobody looks cannot be said. */
export function PartHealth({ nodes }: { readonly nodes: readonly string[] }) {
  const isKnown = useStructure() !== null
  const status = usePartHealth()(nodes)
  if (status !== undefined) return <HealthMark status={status} />
  return <HealthMark status="unknown">{isKnown ? 'Not observed' : 'Not known yet'}</HealthMark>
}
