'use client'

import { useEffect, useRef } from 'react'
import { useStructure } from '@/lib/client/live/live-context'
import { nodeKinds } from '@/lib/core/inventory/node'
import { Button } from '../../ui/button'
import { type HideableLook, type HideRule, hideableLooks, toggled } from '../address/hide-rule'
import { kindWords } from '../node-kind'
import styles from './hide-menu.module.css'

const lookWords: Readonly<Record<HideableLook, string>> = {
  healthy: 'Healthy',
  unobserved: 'Not observed, as declared',
  planned: 'Planned',
}

interface HideMenuProps {
  readonly rule: HideRule
  onChange(rule: HideRule): void
}

/** What to leave out. What fails or is in doubt cannot be hidden by its health. */
export function HideMenu({ rule, onChange }: HideMenuProps) {
  const details = useRef<HTMLDetailsElement>(null)
  const present = new Set(useStructure()?.nodes.map((node) => node.kind))
  const count = rule.kinds.size + rule.looks.size
  useCloseOutside(details)
  return (
    <details ref={details} className={styles.menu}>
      <summary>Hide {count > 0 ? <b>{count}</b> : <span aria-hidden>▾</span>}</summary>
      <div className={styles.body}>
        <fieldset>
          <legend>By health</legend>
          {hideableLooks.map((look) => (
            <label key={look}>
              <input
                type="checkbox"
                checked={rule.looks.has(look)}
                onChange={() => onChange({ ...rule, looks: toggled(rule.looks, look) })}
              />
              {lookWords[look]}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>By kind</legend>
          {nodeKinds
            .filter((kind) => present.has(kind))
            .map((kind) => (
              <label key={kind}>
                <input
                  type="checkbox"
                  checked={rule.kinds.has(kind)}
                  onChange={() => onChange({ ...rule, kinds: toggled(rule.kinds, kind) })}
                />
                {kindWords[kind]}
              </label>
            ))}
        </fieldset>
        {count > 0 ? (
          <Button tone="ghost" onClick={() => onChange({ kinds: new Set(), looks: new Set() })}>
            Show everything
          </Button>
        ) : null}
      </div>
    </details>
  )
}

/** A press elsewhere, or Escape, closes it. */
function useCloseOutside(details: { readonly current: HTMLDetailsElement | null }) {
  useEffect(() => {
    const close = (event: Event) => {
      const menu = details.current
      if (!menu?.open) return
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape'
      const isOutside = event instanceof PointerEvent && !menu.contains(event.target as Node | null)
      if (!isEscape && !isOutside) return
      if (isEscape) {
        event.preventDefault()
        menu.querySelector('summary')?.focus()
      }
      menu.open = false
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close, true)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close, true)
    }
  }, [details])
}
