'use client'

import { type ReactNode, useEffect } from 'react'
import { isServerReady } from '@/lib/client/readiness'
import { Button } from '../ui/button'
import { StateMessage } from '../ui/state-message'
import { OutsidePage } from './outside-page'

const LOOK_EVERY_MS = 2_000

/**
 * In place of a page that nobody can be let into while the database is away, above what can be read without it.
 * It comes back by itself.
 */
export function DatabaseAway({ children }: { readonly children?: ReactNode }) {
  useEffect(() => {
    const timer = setInterval(async () => {
      if (await isServerReady()) location.reload()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <OutsidePage>
      <div role="alert">
        <StateMessage title="The database is away">
          <p>
            Who you are and how the estate is cannot be read until it answers again. Nothing is lost, and the
            estate itself does not depend on it.
          </p>
          <p>This page looks every two seconds and opens by itself.</p>
          <Button tone="ghost" onClick={() => location.reload()}>
            Try again
          </Button>
        </StateMessage>
      </div>
      {children}
    </OutsidePage>
  )
}
