'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { Announcer } from './announcer'
import { Finder } from './finder'
import { QueryHistory } from './query-history'
import { Rail } from './rail'
import styles from './shell.module.css'
import { StaleBanner } from './stale-banner'
import { Strip } from './strip'

/** What stands around every page: navigation, what fails now, the finder behind `/`, and the live region. */
export function ConsoleFrame({ children }: { readonly children: ReactNode }) {
  const [isFinding, setFinding] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isShortcut = event.key === '/' || (event.key === 'k' && (event.ctrlKey || event.metaKey))
      if (!isShortcut || isTyping(event.target)) return
      event.preventDefault()
      setFinding(true)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <Rail />
      <div className={styles.page}>
        <Strip onFind={() => setFinding(true)} />
        <StaleBanner />
        <main id="main" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Finder isOpen={isFinding} onClose={() => setFinding(false)} />
      <Announcer />
      <QueryHistory />
    </div>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}
