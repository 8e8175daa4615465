'use client'

import { portClasses } from '@/lib/core/inventory/port'
import { SelectField, TextField } from '../ui/field'
import styles from './ports.module.css'
import { type PortsAddressControl, portForms } from './ports-address'

interface PortsToolbarProps extends PortsAddressControl {
  readonly find: string
  onFind(text: string): void
}

const formWords = { matrix: 'Matrix', list: 'By node', scans: 'Scans' } as const

export function PortsToolbar({ address, go, find, onFind }: PortsToolbarProps) {
  return (
    <div className={styles.toolbar}>
      <nav className={styles.tabs} aria-label="Forms">
        {portForms.map((form) => (
          <a
            key={form}
            href={form === 'matrix' ? '/ports' : `/ports?as=${form}`}
            className={styles.tab}
            {...(form === address.form ? { 'aria-current': 'page' as const } : {})}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              go({ form })
            }}
          >
            {formWords[form]}
          </a>
        ))}
      </nav>
      {address.form === 'scans' ? null : (
        <div className={styles.filters}>
          <SelectField
            label="Class"
            value={address.class ?? ''}
            onChange={(event) => go({ class: event.target.value || null })}
          >
            <option value="">All</option>
            {portClasses.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Find"
            type="search"
            placeholder="443, nginx, Redis"
            value={find}
            onChange={(event) => onFind(event.target.value)}
          />
        </div>
      )}
    </div>
  )
}
