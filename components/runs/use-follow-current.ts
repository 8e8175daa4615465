'use client'

import { useEffect, useRef } from 'react'

export const stepTitleId = 'step-title'

/** Takes the keyboard to the step that the run has come to, unless the person is in the middle of something. */
export function useFollowCurrent(currentKey: string | undefined, shownKey: string | undefined): void {
  const before = useRef(currentKey)
  useEffect(() => {
    const hasMoved = before.current !== currentKey
    before.current = currentKey
    if (!hasMoved || currentKey === undefined || shownKey !== currentKey) return
    if (!isBusy(document.activeElement)) document.getElementById(stepTitleId)?.focus()
  }, [currentKey, shownKey])
}

/** Whoever types, or answers a dialog, keeps the focus. */
function isBusy(element: Element | null): boolean {
  if (document.querySelector('dialog[open]')) return true
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
  return isField && element.value !== ''
}
