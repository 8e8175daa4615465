'use client'

import { useEffect, useState } from 'react'
import { callApi } from '@/lib/client/api-client'
import { getNode, type ProbeWire } from '@/lib/core/api/nodes'
import { HealthMark } from '../../health/health-mark'
import styles from './topology-page.module.css'

interface ProbeListProps {
  readonly slug: string
  /** Changes when there is something newer to read. */
  readonly observedAtMs: number | null
}

const REREAD_MS = 5_000

/** The probes of a node with what each found last, read again while they are looked at. */
export function ProbeList({ slug, observedAtMs }: ProbeListProps) {
  const [probes, setProbes] = useState<readonly ProbeWire[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer observation asks for another reading
  useEffect(() => {
    const ending = new AbortController()
    const read = () =>
      callApi(getNode, { params: { slug }, query: {}, signal: ending.signal }).then(
        (node) => {
          setProbes(node.probes)
          setError(null)
        },
        (problem: Error) => {
          if (!ending.signal.aborted) setError(problem.message)
        },
      )
    void read()
    const timer = setInterval(() => void read(), REREAD_MS)
    return () => {
      clearInterval(timer)
      ending.abort()
    }
  }, [slug, observedAtMs])
  if (error !== null) return <p role="alert">{error}</p>
  if (probes === null) return <p className={styles.dim}>Loading …</p>
  if (probes.length === 0) return <p className={styles.dim}>Nobody probes this node.</p>
  return (
    <ul className={styles.probes}>
      {probes.map((probe) => (
        <li key={probe.slug}>
          <details>
            <summary>
              <span>{probe.title}</span>
              <HealthMark status={probe.health.status} />
            </summary>
            <p>{probe.health.reason}</p>
            <dl>
              {probe.evidence.map((line) => (
                <div key={line.label}>
                  <dt>{line.label}</dt>
                  <dd>{line.value}</dd>
                </div>
              ))}
            </dl>
          </details>
        </li>
      ))}
    </ul>
  )
}
