'use client'

import { useEffect, useState } from 'react'
import { callApi } from '@/lib/client/api-client'
import { askEvaluation } from '@/lib/core/api/runbooks'
import type { AskedLook } from './look-state'

/** In a disaster nobody is kept waiting longer than this. */
const WAIT_MS = 10_000
/** What is open for long must not go on offering what was found when it was opened. */
const AGAIN_MS = 20_000

/** Has a worker look whether the runbook would work now, and again and again while the caller is shown. */
export function useLook(id: string): AskedLook {
  const [notBeforeMs, setNotBefore] = useState<number | null>(null)
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const ended = new AbortController()
    const ask = async () => {
      try {
        const asked = await callApi(askEvaluation, { params: { id }, signal: ended.signal })
        setNotBefore((first) => first ?? Date.parse(asked.notBefore))
      } catch (error) {
        if (!ended.signal.aborted) console.warn('Nobody could be asked to look.', error)
      }
    }
    void ask()
    const again = setInterval(ask, AGAIN_MS)
    const over = setTimeout(() => setOver(true), WAIT_MS)
    return () => {
      ended.abort()
      clearInterval(again)
      clearTimeout(over)
    }
  }, [id])
  return { notBeforeMs, isOver }
}
