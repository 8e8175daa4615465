'use client'

import { FileUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import styles from './imports.module.css'

interface FileDropProps {
  readonly file: File | null
  onFile(file: File): void
}

/** Takes a file that is dropped on it or chosen; the keyboard reaches the same field. */
export function FileDrop({ file, onFile }: FileDropProps) {
  const [isOver, setOver] = useState(false)
  const id = useId()

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped) onFile(dropped)
  }

  return (
    <label
      htmlFor={id}
      className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp size={20} strokeWidth={1.6} aria-hidden />
      <span>
        <b>{file === null ? 'Drop a file here, or choose one' : file.name}</b>
        <small>
          {file === null
            ? 'nmap XML, ss, ufw, a BIND zone, a Mermaid flowchart or an inventory; 8 MB at most'
            : `${sizeWords(file.size)}. Drop or choose another one to replace it.`}
        </small>
      </span>
      <input
        id={id}
        type="file"
        className={styles.file}
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen) onFile(chosen)
          // The same file chosen again is news: somebody has changed it.
          event.target.value = ''
        }}
      />
    </label>
  )
}

function sizeWords(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
