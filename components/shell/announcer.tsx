'use client'

import { useEffect, useState } from 'react'
import { useLive } from '@/lib/client/live/live-context'
import { nodeName } from '../topology/map-href'
import { announcement, type Statuses } from './announcement'

/** Changes that come together are told together, and never so often that nothing else can be heard. */
const gatherMs = 3_000

/** The console's one polite live region for changes of health. */
export function Announcer() {
  const { estate } = useLive()
  const [text, setText] = useState('')
  useEffect(() => {
    let told: Statuses = new Map()
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer = undefined
      const now: Statuses = new Map(
        [...estate.observed.nodes].map(([slug, { health }]) => [slug, health.status]),
      )
      const next = announcement(told, now, (slug) => nodeName(estate.structure, slug))
      told = now
      if (next !== '') setText(next)
    }
    const stop = estate.subscribe('any', () => {
      timer ??= setTimeout(tell, gatherMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [estate])
  return (
    <div className="visually-hidden" aria-live="polite" role="log">
      {text}
    </div>
  )
}
