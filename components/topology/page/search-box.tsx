'use client'

import { Search } from 'lucide-react'
import styles from './search-box.module.css'

interface SearchBoxProps {
  readonly label: string
  readonly value: string
  onChange(text: string): void
}

export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  return (
    <label className={styles.box}>
      <Search size={14} aria-hidden />
      <span className="visually-hidden">{label}</span>
      <input
        type="search"
        placeholder="Find in view"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.preventDefault()
            onChange('')
          }
        }}
      />
    </label>
  )
}
