'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { queryReturns } from '../ui/address'

/**
 * Back and Forward between two queries of one page: what is shown follows the address, and the server is not asked.
 * After a reload Next takes such a step for a move to a page that it has not seen: it asks the server, finds that the
 * answer is not what it kept, and writes the address once more, over that of the next step back when this was quick.
 */
export function QueryHistory() {
  const shown = useRef<{ readonly pathname: string; readonly state: unknown }>(null)
  const pathname = usePathname()
  const query = useSearchParams()
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each address that is shown, what Next keeps of it is new
  useEffect(() => {
    shown.current = { pathname: location.pathname, state: history.state }
  }, [pathname, query])
  useEffect(() => {
    const onReturn = (event: PopStateEvent) => {
      // An entry without a state is the browser's own, of a step within the page: `#main`.
      if (event.state === null || shown.current?.pathname !== location.pathname) return
      event.stopImmediatePropagation()
      // Unknown to Next, as its own kind of entry; then by the way that tells it that the query is another.
      History.prototype.replaceState.call(history, shown.current.state, '', location.href)
      history.replaceState(null, '', location.href)
      queryReturns.dispatchEvent(new Event('return'))
    }
    addEventListener('popstate', onReturn, { capture: true })
    return () => removeEventListener('popstate', onReturn, { capture: true })
  }, [])
  return null
}
