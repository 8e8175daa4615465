'use client'

import { ArrowDown } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { Button } from '../ui/button'
import styles from './step-controls.module.css'

interface JumpToFormProps {
  /** What the form does: `Mark as done`. */
  readonly label: string
  readonly form: RefObject<HTMLElement | null>
}

/** On a small screen, while the form of a step is still below: says what there is to do, and leads there. */
export function JumpToForm({ label, form }: JumpToFormProps) {
  const [isBelow, setBelow] = useState(false)
  useEffect(() => {
    const element = form.current
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => {
      setBelow(entry !== undefined && !entry.isIntersecting && entry.boundingClientRect.top > 0)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [form])
  if (!isBelow) return null
  const jump = () => {
    form.current?.scrollIntoView({ block: 'end' })
    form.current?.querySelector<HTMLElement>('textarea, input')?.focus({ preventScroll: true })
  }
  return (
    <div className={styles.jump}>
      <div>
        <Button className={styles.main ?? ''} onClick={jump}>
          {label}
          <span className="visually-hidden">, further down</span>
          <ArrowDown size={16} aria-hidden />
        </Button>
      </div>
    </div>
  )
}
