'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './button'
import styles from './dialog.module.css'
import { useFocusBack } from './use-focus-back'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly isWide?: boolean
  onClose(): void
  readonly children: ReactNode
}

/** A modal on the platform's own dialog: focus goes to the first field and is kept inside, Escape closes, and focus goes back where it was. */
export function Dialog({ title, isOpen, isWide = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const opener = useRef<Element | null>(null)
  useFocusBack(() => (opener.current instanceof HTMLElement ? opener.current : null))
  const titleId = useId()

  useEffect(() => {
    const dialog = element.current
    if (!dialog) return
    if (isOpen && !dialog.open) {
      opener.current = document.activeElement
      dialog.showModal()
      dialog.querySelector<HTMLElement>('input, textarea, select')?.focus()
    }
    if (!isOpen && dialog.open) dialog.close()
  }, [isOpen])

  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      className={isWide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
      onClose={onClose}
    >
      {isOpen ? (
        <>
          <div className={styles.head}>
            <h2 id={titleId}>{title}</h2>
            <Button tone="plain" aria-label="Close" onClick={onClose}>
              <X size={16} aria-hidden />
            </Button>
          </div>
          <div className={styles.body}>{children}</div>
        </>
      ) : null}
    </dialog>
  )
}
