'use client'

import { counted } from '@/lib/client/time/duration-words'
import { Button } from '../../ui/button'
import styles from './arrange-bar.module.css'
import type { MovedCards } from './use-moved-cards'

/** While cards are being arranged: how, for whom, and the way back. */
export function ArrangeBar({ moved }: { readonly moved: MovedCards }) {
  return (
    <div className={styles.bar} role="status">
      <span>
        Drag cards, or move the focused one with Shift and the arrow keys. Everybody sees where you put them.
      </span>
      {moved.error ? <b>{moved.error.message}</b> : null}
      {moved.count > 0 ? (
        <Button tone="ghost" disabled={moved.isSaving} onClick={moved.releaseAll}>
          Lay out again ({counted(moved.count, 'card')} moved)
        </Button>
      ) : null}
    </div>
  )
}
