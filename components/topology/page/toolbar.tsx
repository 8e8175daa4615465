'use client'

import { Map as MapIcon, Table2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useMay } from '@/lib/client/person'
import type { InventoryView } from '@/lib/core/inventory/view'
import { Button } from '../../ui/button'
import type { MapAddressControl } from '../address/use-map-address'
import { HideMenu } from './hide-menu'
import { SearchBox } from './search-box'
import styles from './topology-page.module.css'

interface ToolbarProps {
  readonly views: readonly InventoryView[]
  readonly view: InventoryView
  readonly form: 'map' | 'table'
  readonly control: MapAddressControl
  readonly search: string
  onSearch(text: string): void
  readonly isArranging: boolean
  onArrange(isArranging: boolean): void
}

/** Which view, as map or table; what to find in it and what to leave out. Find and Hide stay apart. */
export function Toolbar(props: ToolbarProps) {
  const { views, view, form, control, search, onSearch, isArranging, onArrange } = props
  const { address, go } = control
  const mayArrange = useMay('operator')
  const isWhatIf = address.fail !== null
  const tabs = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view has another tab
  useEffect(() => {
    const current = tabs.current?.querySelector('[aria-current]')
    current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [view.slug])
  return (
    <div className={styles.bar}>
      <nav className={styles.tabs} aria-label="Views" ref={tabs}>
        {views.map((one) => (
          <a
            key={one.slug}
            href={`/topology?view=${one.slug}`}
            className={styles.tab}
            {...(one.slug === view.slug ? { 'aria-current': 'page' as const } : {})}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              go({ view: one.slug })
            }}
          >
            {one.name}
          </a>
        ))}
      </nav>
      <div className={styles.tools}>
        <SearchBox label="Find in this view" value={search} onChange={onSearch} />
        <HideMenu rule={address.hide} onChange={(hide) => go({ hide })} />
        <Button
          tone="ghost"
          className={styles.wide ?? ''}
          aria-pressed={isWhatIf}
          onClick={() =>
            go({ fail: isWhatIf ? null : [], node: null, form: isWhatIf ? address.form : 'map' })
          }
        >
          What if…
        </Button>
        {mayArrange && form === 'map' ? (
          <Button
            tone="ghost"
            className={styles.wide ?? ''}
            aria-pressed={isArranging}
            onClick={() => onArrange(!isArranging)}
          >
            Arrange
          </Button>
        ) : null}
        {form === 'map' ? (
          <Button tone="ghost" onClick={() => go({ form: 'table' })}>
            <Table2 size={14} aria-hidden />
            Table
          </Button>
        ) : (
          <Button tone="ghost" onClick={() => go({ form: 'map' })}>
            <MapIcon size={14} aria-hidden />
            Map
          </Button>
        )}
      </div>
    </div>
  )
}
