'use client'

import { useSyncExternalStore } from 'react'

const query = '(max-width: 720px)'

/** Whether the window is a phone's. The server, which has no window, draws for a wide one. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, read, () => false)
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

function read(): boolean {
  return matchMedia(query).matches
}
