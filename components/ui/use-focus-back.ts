'use client'

import { useEffect, useRef } from 'react'

/**
 * When something is taken away with the focus in it, the focus would be nowhere, and the keyboard would begin anew
 * at the top of the page. Then it goes to what is found here.
 */
export function useFocusBack(find: () => HTMLElement | null | undefined): void {
  const latest = useRef(find)
  useEffect(() => {
    latest.current = find
  })
  useEffect(
    () => () => {
      if (document.activeElement === document.body) latest.current()?.focus({ preventScroll: true })
    },
    [],
  )
}
